"""Replies to objections: why pay more for the advice, and is it not plain fine-tuning."""

from agent import wording
from agent.offline.planning.queries import cheaper_way
from agent.offline.replies import costs, why
from agent.offline.speaking import advice, reasons, supposing
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.plainly import in_plain_words
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import pattern
from agent.offline.words.message import take_apart
from agent.offline.words.strategies import find_strategies
from tools.money import about
from tools.results import Assessment, CostReport, Ranked
from tools.strategies import strategy_texts

BOUGHT = 2
LEAST = 1.0  # points of the score; less is no reason to pay
TUNING = ("peft", "full_finetune")
WEIGHTS, PLAIN = "weights", "prompting"


def worth_it(scene: Scene, say: TurnPhrases) -> list[str]:
    """What the first choice costs more, what that buys, and what would be the cheaper way."""
    found, report = scene.briefing.assessment, scene.briefing.costs
    if found is None:
        return [say("no_facts_advice")]
    named = find_strategies(take_apart(scene.text).norm)
    if len(named) == 1 and named[0] not in (found.primary, PLAIN, "peft"):
        return why.why_this(scene, say, named[0])
    if report is None or len(report.plans) < 2:
        return [*costs.pay_back(scene, say), *bought(scene, found, say)]
    head = _bill(report, say)
    return [head, *bought(scene, found, say), *_instead(scene, found, report, say)]


def _bill(report: CostReport, say: TurnPhrases) -> str:
    """Whether the objection is right about the money, with the sums."""
    first, last = report.plans[0], report.plans[-1]
    phrase = "worth_dearer" if last.monthly_usd > first.monthly_usd else "worth_cheaper"
    sums = costs.figures(report)
    return say(phrase, label=last.label, verdict=costs.verdict(report, say), **sums)


def is_a_loss(report: CostReport | None) -> bool:
    """True where the advice costs more than a plain prompt and never pays back."""
    if report is None or len(report.plans) < 2:
        return False
    first, last = report.plans[0], report.plans[-1]
    row = last.against_baseline
    never = row is not None and row.break_even_months is None
    return never and last.monthly_usd > first.monthly_usd


def for_the_money(scene: Scene, say: TurnPhrases) -> list[str]:
    """What the score says the money buys, where it never comes back; and what else would do."""
    found, report = scene.briefing.assessment, scene.briefing.costs
    if found is None or report is None or not is_a_loss(report) or found.primary == PLAIN:
        return []
    best, plain = found.ranking[0], found.of(PLAIN)
    labels = ahead(best, plain)
    if not labels or best.score <= plain.score:
        return []
    return [
        say(
            "for_the_money",
            parts=wording.join([f"“{label}”" for label in labels]),
            score=advice.points(best.score),
            plain=plain.label,
            plain_score=advice.points(plain.score),
            barred=plain.ruled_out,
        )
    ]


def ahead(best: Ranked, plain: Ranked) -> list[str]:
    """The needs on which the first choice gains most over a plain prompt, money and speed apart."""
    theirs = {part.key: part.points for part in plain.contributions}
    gaps = [
        (part.points - theirs.get(part.key, 0.0), part.label)
        for part in best.contributions
        if reasons.is_need(part.key)
    ]
    return [label for gap, label in sorted(gaps, reverse=True)[:BOUGHT] if gap >= LEAST]


def bought(scene: Scene, found: Assessment, say: TurnPhrases) -> list[str]:
    """The needs that the first choice meets better than a plain prompt, money and speed apart."""
    best = found.ranking[0]
    if best.strategy == PLAIN:
        return []
    told = reasons.needs(reasons.told(scene.briefing))
    if told:
        clauses = reasons.in_short(told[:BOUGHT], scene.book.facts, evidence=True)
        return [say("worth_buys", reasons=wording.join(clauses))]
    labels = ahead(best, found.of(PLAIN))
    return [say("worth_buys_assumed", parts=wording.join(labels))] if labels else []


def _instead(scene: Scene, found: Assessment, report: CostReport, say: TurnPhrases) -> list[str]:
    """The best way that trains and retrieves nothing, if it costs less, and when it would lead."""
    other = _cheaper(scene, found, report)
    if other is None:
        return []
    row, month, once = other
    values = {
        "score": advice.points(row.score),
        "best": found.ranking[0].label,
        "best_score": advice.points(found.ranking[0].score),
    }
    words = [name for name, text in strategy_texts().items() if text.family == "words"]
    flips = [flip for flip in found.flips if flip.strategy in words][:1]
    head = say("worth_instead", label=row.label, month=month, once=once, **values)
    return [" ".join([head, *map(supposing.flip, flips)])]


def _cheaper(scene: Scene, found: Assessment, report: CostReport) -> tuple[Ranked, str, str] | None:
    """What costs less than the advice over the horizon, with its bill: a better prompt or plain."""
    priced, other = scene.result("estimate_costs"), cheaper_way(found)
    first, last = report.plans[0], report.plans[-1]
    if priced is not None and other is not None:
        plan = priced["plans"][-1]
        if plan[f"total_usd_{report.horizon_months}_months"] < last.total_usd:
            month, once = plan["a_month"].partition(" (")[0], plan["once"].partition(" (")[0]
            return other, month, once
    plain = first.total_usd < last.total_usd and found.primary != PLAIN
    return (found.of(PLAIN), f"{about(first.monthly_usd)} a month", "") if plain else None


def is_advised(scene: Scene) -> bool:
    """True for "why not fine-tuning?" where some kind of tuning is the advice already."""
    found = scene.briefing.assessment
    names = pattern("names_adapters", "replies").search(scene.text.lower())
    family = "" if found is None else strategy_texts()[found.primary].family
    return family == WEIGHTS and names is None


def is_tuning(scene: Scene, say: TurnPhrases) -> list[str]:
    """Whether the advice, or the strategy that is named, is fine-tuning, and how it differs."""
    found = scene.briefing.assessment
    named = find_strategies(take_apart(scene.text).norm)
    asked = next((name for name in named if name not in TUNING), None)
    strategy = asked or (found.primary if found is not None else named[0] if named else "")
    if not strategy:
        return [say("no_facts_advice")]
    text = strategy_texts()[strategy]
    values = {"label": text.label, "means": in_plain_words(strategy)}
    if text.family != WEIGHTS:
        return [say("tunes_nothing", **values), *_beside_tuning(scene, say)]
    head = say("is_tuning", **values)
    if found is None:
        return [head]
    other = "peft" if strategy == "full_finetune" else "full_finetune"
    return [head, _against(found, found.of(strategy), found.of(other), say)]


def _beside_tuning(scene: Scene, say: TurnPhrases) -> list[str]:
    """Where fine-tuning stands, for whom something else was advised."""
    if scene.briefing.assessment is None:
        return []
    return why.why_this(scene, say, "peft")[:2]


def _against(found: Assessment, one: Ranked, other: Ranked, say: TurnPhrases) -> str:
    """How two kinds of tuning stand to each other here."""
    parts = why.setbacks(other, one)
    gate = other.gates[0].text.rstrip(".") if other.gates else ""
    return say(
        "tuning_apart",
        label=other.label,
        means=in_plain_words(other.strategy),
        score=advice.points(other.score),
        best=one.label,
        best_score=advice.points(one.score),
        gate=wording.lower_first(gate),
        points=wording.join(parts),
        ahead=other.score > one.score,
    )

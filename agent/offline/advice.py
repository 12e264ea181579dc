"""The backbone of a reply: what was understood, the standing, the recommendation, the question."""

from agent import wording
from agent.briefing import Briefing
from agent.offline.phrases import TurnPhrases
from agent.offline.scene import Scene
from tools import costwords
from tools.facts import spec
from tools.results import CostReport, Ranked

RUNNERS_UP = 2
REASONS = 3
ASSUMPTIONS = 4
FLIPS = 2
WARNINGS = 1


def understood(scene: Scene, say: TurnPhrases) -> list[str]:
    """Confirms in passing what was recorded, changed or left open in this turn."""
    parts = []
    refused = [r.found["error"] for r in scene.results if not r.ok]
    recorded = scene.result("record_facts")
    if recorded:
        phrase = "changed" if scene.reading.kind == "correct" else "noted"
        parts.append(say(phrase, facts=wording.join(list(recorded["recorded"].values()))))
    withdrawn = scene.result("forget_facts")
    if withdrawn and withdrawn["forgotten"]:
        parts.append(say("forgotten", names=_labels(withdrawn["forgotten"])))
    if withdrawn and withdrawn["unknown"]:
        parts.append(say("unknown", names=_labels(withdrawn["unknown"])))
    if refused:
        parts.append(say("refused", reason="; ".join(refused)))
    silent = not recorded and not withdrawn and not refused
    told = scene.reading.kind in ("describe", "answer", "correct") and not scene.reading.topic
    if silent and told and scene.reading.command is None:
        parts.append(say("nothing_read"))
    found = scene.briefing.assessment
    for contradiction in found.contradictions if found else ():
        if contradiction.text not in scene.book.pointed_out:
            parts.append(say("contradiction", text=contradiction.text))
    return parts


def standing(scene: Scene, say: TurnPhrases) -> list[str]:
    """Who leads for now, in one sentence."""
    found = scene.briefing.assessment
    if found is None:
        return [] if scene.book.facts.known or scene.turn > 1 else [say("no_facts")]
    best = found.ranking[0]
    sure = wording.percent(found.confidence)
    if scene.led_before not in (None, best.strategy):
        old = found.of(str(scene.led_before))
        return [say("leader_moved", label=best.label, sure=sure, old_label=old.label)]
    if scene.recommended:
        return [say("leader_same", label=best.label, score=points(best.score), sure=sure)]
    return [say("leader", label=best.label, sure=sure)]


def recommendation(scene: Scene, say: TurnPhrases) -> list[str]:
    """The whole recommendation: what, why, what it costs, on whose word, what it assumes."""
    found = scene.briefing.assessment
    assert found is not None
    best, second = found.ranking[0], found.ranking[1]
    parts = []
    if found.off_ramp is not None:
        parts.append(say("off_ramp", text=found.off_ramp.text))
    stack = wording.join([found.of(s).label for s in found.complements])
    sure = wording.percent(found.confidence)
    lead = say("recommend", label=best.label, stack=stack, score=points(best.score), sure=sure)
    if found.close_call:
        lead += " " + say("close_call", label=second.label, score=points(second.score))
    else:
        others = [f"{r.label} ({points(r.score)})" for r in found.ranking[1 : 1 + RUNNERS_UP]]
        lead += " " + say("runner_up", others=wording.join(others))
    parts.append(lead)
    if found.reasons_for:
        parts.append(say("why", reasons=sentences(found.reasons_for[:REASONS])))
    if found.reasons_against:
        parts.append(say("against", reasons=sentences(found.reasons_against[:1])))
    parts += costs(scene.briefing, say)
    parts += quotes(scene, say, limit=1)
    now = [s for s in found.roadmap if s.when == "now"]
    if now:
        parts.append(say("first_step", action=now[0].action.split(". ")[0].rstrip(".")))
    if found.assumed:
        shown = [f"{a.label} {a.value}" for a in found.assumed[:ASSUMPTIONS]]
        parts.append(say("assumed", assumptions="; ".join(shown)))
    if found.flips:
        parts.append(say("flips", flips=sentences([f.text for f in found.flips[:FLIPS]])))
    return parts


def closing(scene: Scene, say: TurnPhrases) -> list[str]:
    """The one question that closes a reply, with its reason."""
    question = scene.briefing.question
    hushed = ("adversarial", "smalltalk") if scene.turn > 1 else ("adversarial",)
    if question is None or scene.reading.kind in hushed:
        return []
    if scene.book.digressed and scene.reminded:  # once is a reminder, twice is nagging
        return []
    phrase = "ask_again" if scene.book.digressed else "ask"
    return [say(phrase, question=question.question, why=question.could_change)]


def costs(briefing: Briefing, say: TurnPhrases) -> list[str]:
    """The cost of the advice against the baseline in one or two sentences."""
    report = briefing.costs
    if report is None:
        return [say("no_costs", reason=briefing.costs_note)] if briefing.costs_note else []
    first, warnings = report.plans[0], cost_warnings(report)[:WARNINGS]
    if len(report.plans) == 1:
        return [" ".join([say("cost_single", bill=costwords.bill(report, first)), *warnings])]
    second = report.plans[1]
    both = say(
        "costs",
        first_bill=costwords.bill(report, first),
        second_bill=costwords.bill(report, second),
        verdict=verdict(report),
    )
    return [" ".join([both, *warnings])]


def cost_warnings(report: CostReport) -> list[str]:
    """What to know before trusting a bill: of the comparison first, then of each plan."""
    texts = list(report.warnings) + [w for plan in report.plans for w in plan.warnings]
    return [f"{text.rstrip('.')}." for text in dict.fromkeys(texts)]


def verdict(report: CostReport) -> str:
    """When the second plan pays back, or why it never does."""
    return costwords.payback(report, report.plans[1]) if len(report.plans) > 1 else ""


def quotes(scene: Scene, say: TurnPhrases, *, limit: int) -> list[str]:
    """Verbatim quotes that this turn's search found, each with its number."""
    found = scene.result("search_guidance")
    rows = found["sentences"][:limit] if found and not found["declined"] else []
    return [say("quote", text=row["text"], n=row["n"]) for row in rows]


def points(score: float) -> str:
    """A score for people: one decimal, and none where it is zero."""
    return f"{score:.1f}".removesuffix(".0")


def sentences(texts: tuple[str, ...] | list[str]) -> str:
    """Several reasons as running sentences."""
    return " ".join(f"{t.rstrip('.')}." for t in texts)


def listed(texts: tuple[str, ...] | list[str]) -> str:
    """Several phrases in a row, each without its own full stop."""
    return "; ".join(t.rstrip(".") for t in texts)


def place(ranking: tuple[Ranked, ...], strategy: str) -> int:
    """The place of a strategy in the ranking, from 1."""
    return next(i for i, row in enumerate(ranking, 1) if row.strategy == strategy)


def _labels(names: list[str]) -> str:
    return wording.join([spec(name).label for name in names])

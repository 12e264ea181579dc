"""The backbone of a reply: what was understood, the standing, the costs, the closing question."""

from collections.abc import Mapping

from agent import wording
from agent.briefing import Briefing
from agent.offline.message import take_apart
from agent.offline.misconceptions import set_right
from agent.offline.phrases import TurnPhrases
from agent.offline.reports import RESULT
from agent.offline.scene import Scene
from tools import costwords
from tools.facts import spec
from tools.results import CostReport, Ranked
from tools.showing import percent

WRITERS = ("record_facts", "forget_facts")
WARNINGS = 1


def understood(scene: Scene, say: TurnPhrases) -> list[str]:
    """Confirms in passing what was recorded, changed or left open in this turn."""
    parts = []
    refused = [r.found["error"] for r in scene.results if not r.ok and r.tool in WRITERS]
    recorded = scene.result("record_facts")
    if recorded and not _only_the_result(scene, recorded["recorded"]):
        phrase = "changed" if scene.reading.kind == "correct" else "noted"
        parts.append(say(phrase, facts=wording.join(list(recorded["recorded"].values()))))
    withdrawn = scene.result("forget_facts")
    if withdrawn and withdrawn["forgotten"]:
        parts.append(say("forgotten", names=_labels(withdrawn["forgotten"])))
    if withdrawn and withdrawn["unknown"]:
        parts.append(say("unknown", names=_labels(withdrawn["unknown"])))
    if refused:
        parts.append(say("refused", reason="; ".join(refused)))
    parts += (right := set_right(scene, say))
    told = scene.reading.kind in ("describe", "answer", "correct") and not scene.reading.topic
    foreign = told and any(q.unit == "foreign" for q in take_apart(scene.text).quantities)
    if foreign:
        parts.append(say("foreign_money"))
    silent = not recorded and not withdrawn and not refused and not right
    if silent and told and not foreign and scene.reading.command is None:
        parts.append(say("nothing_read"))
    found = scene.briefing.assessment
    for contradiction in found.contradictions if found else ():
        if contradiction.text not in scene.book.pointed_out:
            parts.append(say("contradiction", text=contradiction.text))
    return parts


def _only_the_result(scene: Scene, recorded: Mapping[str, str]) -> bool:
    """True when all that was noted is the result that the reply goes on to judge."""
    decided = (scene.result("record_facts") or {}).get("decided")
    return scene.reading.topic == RESULT and len(recorded) == 1 and decided is not None


def standing(scene: Scene, say: TurnPhrases) -> list[str]:
    """Who leads for now, in one sentence."""
    found = scene.briefing.assessment
    if found is None:
        return [] if scene.book.facts.known or scene.turn > 1 else [say("no_facts")]
    best = found.ranking[0]
    sure = percent(found.confidence)
    if scene.led_before not in (None, best.strategy):
        old = found.of(str(scene.led_before))
        return [say("leader_moved", label=best.label, sure=sure, old_label=old.label)]
    if scene.recommended:
        return [say("leader_same", label=best.label, score=points(best.score), sure=sure)]
    return [say("leader", label=best.label, sure=sure)]


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
    first = report.plans[0]
    paid = "" if len(report.plans) == 1 else costwords.payback_in_short(report, report.plans[1])
    told = costwords.too_late(report.horizon_months)  # which the verdict says already
    warnings = [w for w in cost_warnings(report) if told not in w][:WARNINGS]
    if len(report.plans) == 1:
        return [" ".join([say("cost_single", bill=costwords.bill(report, first)), *warnings])]
    second = report.plans[1]
    both = say(
        "costs",
        first_bill=costwords.bill(report, first),
        second_bill=costwords.bill(report, second),
        verdict=paid,
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

"""Replies on a what-if: what a supposed change would do to the ranking and to the bill."""

from collections.abc import Mapping
from typing import Any

from agent import wording
from agent.offline.replies import costs, explanations, scenarios, supposed_bills
from agent.offline.replies.costs import change_of_bill
from agent.offline.replies.why import why_this
from agent.offline.speaking import advice, supposing
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.message import take_apart
from agent.offline.words.strategies import find_strategies
from tools.paybacks import payback_roughly
from tools.showing import percent
from tools.vocabulary import spec


def what_if(scene: Scene, say: TurnPhrases) -> list[str]:
    """Before and after of a hypothetical change, in ranking and cost."""
    found = scene.result("what_if")
    if found is None:
        unknown = scene.reading.args.get("open", ())
        if unknown:
            labels = wording.join([f"“{spec(name).label}”" for name in unknown])
            return [say("whatif_open", labels=labels)]
        strategies = find_strategies(take_apart(scene.text).norm)
        if strategies and scene.briefing.assessment is not None and not scene.refusal("what_if"):
            return why_this(scene, say, strategies[0])
        if explanations.is_answered(scene):  # "what happens when the vendor stops?"
            return explanations.answer(scene, say)
        return [scene.refusal("what_if") or say("whatif_unclear")]
    if supposed_bills.has_no_price(found):
        return supposed_bills.unpriced(scene, found, say)
    if supposed_bills.is_about_the_bill(scene, found):
        return _kept(scene, supposed_bills.supposed_bill(scene, found, say), say)
    before = {r["strategy"]: r for r in found["before"]}
    after = {r["strategy"]: r for r in found["after"]}
    old, new = found["before"][0], found["after"][0]
    changes = supposing.supposed(found["changes"], found["instead_of"])
    values: dict[str, Any] = {
        "changes": changes,
        "changes_inside": wording.lower_first(changes),
        "label": new["label"],
        "before": advice.points(before[old["strategy"]]["score"]),
        "after": advice.points(new["score"]),
        "sure_after": percent(found["confidence_after"]),
    }
    if old["strategy"] == new["strategy"]:
        sure = percent(found["confidence_before"])
        parts = [say("whatif_same", sure_before=sure, **values)]
    else:
        left = advice.points(after[old["strategy"]]["score"])
        parts = [say("whatif_flip", old_label=old["label"], old_after=left, **values)]
    gates = found["gates_after"].get(old["strategy"], [])
    if gates:
        parts[0] += " " + say("whatif_gate", label=old["label"], gate=_gate(gates[0]))
    if not scene.book.facts.known:
        parts[0] += " " + say("whatif_unknown")
    cost = _cost_change(found)
    if cost:
        over = supposed_bills.over_budget(scene, found, say)
        parts.append(" ".join([say("whatif_costs", text=cost), *over]))
    elif found["costs_note"]:
        parts += _unbilled(scene, found, say)
    return _kept(scene, parts, say)


def _unbilled(scene: Scene, found: Mapping[str, Any], say: TurnPhrases) -> list[str]:
    """Why the supposed plan has no bill."""
    if found["models_like"]:  # the model is among what was supposed
        return supposed_bills.unpriced(scene, found, say)
    today = costs.unpriced_today(scene, say)
    return today or [say("no_costs", reason=found["costs_note"].rstrip("."))]


def _kept(scene: Scene, parts: list[str], say: TurnPhrases) -> list[str]:
    """The reply with what may be done with the what-if, or what was."""
    named = scene.result("manage_scenarios")
    if named is not None:
        return [*parts, scenarios.saved(named, say)]
    kept = any(r.tool == "manage_notes" and r.ok for m in scene.more for r in m.results)
    return parts if kept else [*parts, scene.refusal("manage_scenarios") or say("whatif_keep")]


def _gate(text: str) -> str:
    return wording.lower_first(text.rstrip("."))


def _cost_change(found: Mapping[str, Any]) -> str:
    """What the change does to the bill of the recommended plan."""
    before, after = found["costs_before"], found["costs_after"]
    if before is None or after is None:
        return ""
    old, new = before["plans"][-1], after["plans"][-1]
    text = change_of_bill(old, new)
    was, now = before["break_even_months"], after["break_even_months"]
    if was is not None and now is not None and payback_roughly(was) != payback_roughly(now):
        text += f" Pays back after {payback_roughly(now)} instead of {payback_roughly(was)}."
    elif was is not None and now is None and after["never_because"]:
        text += " It no longer pays back."
    return text

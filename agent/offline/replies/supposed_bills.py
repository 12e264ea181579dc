"""The reply to a what-if about the bill: another volume, another model, in house; money first."""

from collections.abc import Mapping
from typing import Any

from agent import wording
from agent.offline.replies import costs
from agent.offline.revising.bills import bill_supposed
from agent.offline.speaking import advice, supposing
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.message import take_apart
from tools.costwords import FOR_QUALITY
from tools.paybacks import payback_roughly
from tools.plans import LABELS
from tools.showing import percent

MODEL, BUDGET = "model", "monthly_budget_usd"


def is_about_the_bill(scene: Scene, found: Mapping[str, Any]) -> bool:
    """True where a bill was asked for, or nothing but the model would change."""
    if found["costs_after"] is None:
        return False
    known = dict(scene.book.facts.values())
    return set(found["changes"]) == {MODEL} or bool(
        bill_supposed(take_apart(scene.text), known, None)
    )


def has_no_price(found: Mapping[str, Any]) -> bool:
    """True where nothing but a model would change, whose price is not known."""
    return set(found["changes"]) == {MODEL} and bool(found["models_like"])


def unpriced(scene: Scene, found: Mapping[str, Any], say: TurnPhrases) -> list[str]:
    """That there is no bill with the model, and which called like it have a price."""
    return costs.unpriced(_named(scene), found["models_like"], say)


def supposed_bill(scene: Scene, found: Mapping[str, Any], say: TurnPhrases) -> list[str]:
    """The bill as supposed beside today's, when it pays back, and who would lead."""
    before, after = found["costs_before"], found["costs_after"]
    changes = supposing.supposed(found["changes"], found["instead_of"])
    old, new = found["before"][0], found["after"][0]
    first, last = after["plans"][0], after["plans"][-1]
    today = [] if before is None else before["plans"]  # none where today's model has no price
    was = {plan["plan"]: plan for plan in today}
    moved = [plan for plan in (last, first) if _bill(was.get(plan["plan"])) != _bill(plan)]
    shown = moved[0] if moved else last
    other = first if shown is last else last
    values: dict[str, Any] = {
        "changes": changes,
        "changes_inside": wording.lower_first(changes),
        "label": shown["plan"],
        "bill": _bill(shown),
        "was": _was(was.get(shown["plan"]), shown),
        "was_label": today[-1]["plan"] if today and shown["plan"] not in was else "",
        "was_bill": _bill(today[-1]) if today else "",
        "same": not moved,
        "other_label": "" if other is shown else other["plan"],
        "other": _bill(other),
        "other_was": _was(was.get(other["plan"]), other),
        "other_same": _bill(was.get(other["plan"])) == _bill(other),
    }
    parts = [say("bill_supposed", **values)]
    lead = {
        "label": new["label"],
        "old_label": old["label"],
        "sure": percent(found["confidence_after"]),
        "score": advice.points(new["score"]),
        "same": new["strategy"] == old["strategy"],
    }
    told = (
        _model(found, last, say),
        "" if before is None else _pays_back(before, after, say),
        *over_budget(scene, found, say),
        say("bill_lead", **lead),
        "" if scene.book.facts.known else say("whatif_unknown"),
    )
    return [*parts, " ".join(filter(None, told))]


def over_budget(scene: Scene, found: Mapping[str, Any], say: TurnPhrases) -> list[str]:
    """That the plan would cost more a month than there is, where it would."""
    asked = next((r.args for r in scene.results if r.tool == "what_if" and r.ok), {})
    rows = {row["name"]: row["value"] for row in asked.get("changes", ())}
    known = scene.book.facts.known.get(BUDGET)
    budget = rows.get(BUDGET, None if known is None else known.value)
    plan = found["costs_after"]["plans"][-1]
    if budget is None or plan["monthly_usd"] <= float(budget):
        return []
    return [say("whatif_over", plan=plan["plan"], budget=wording.usd(float(budget)))]


def _named(scene: Scene) -> str:
    """The model that was supposed, as it was written."""
    rows = [r for result in scene.results for r in result.args.get("changes", ())]
    return next((str(row["value"]) for row in rows if row["name"] == MODEL), "")


def _was(was: Mapping[str, Any] | None, now: Mapping[str, Any]) -> str:
    """What a plan costs today: its month alone where the rest stays as it is."""
    if was is None:
        return ""
    return str(was["a_month"]) if was["once"] == now["once"] else _bill(was)


def _bill(plan: Mapping[str, Any] | None) -> str:
    if plan is None:
        return ""
    return str(plan["a_month"]) + (f" plus {plan['once']}" if plan["once"] else "")


def _model(found: Mapping[str, Any], last: Mapping[str, Any], say: TurnPhrases) -> str:
    """What the supposed model charges, and whether another one is tuned in its place."""
    if MODEL not in found["changes"]:
        return ""
    prices = found["models_after"]
    if not prices:
        return say("bill_in_house")
    first = prices[0]
    told = say("bill_model", model=first["model"], price=first["price"], day=first["as_of"])
    tuned = last["model"] if last["model"] not in (None, first["model"]) else ""
    return " ".join([told, *([say("bill_tuned", plan=last["plan"], model=tuned)] if tuned else [])])


def _pays_back(before: Mapping[str, Any], after: Mapping[str, Any], say: TurnPhrases) -> str:
    """When it would pay back, where that differs from today."""
    bought = {label for kind, label in LABELS.items() if kind in FOR_QUALITY}
    if len(after["plans"]) < 2 or after["plans"][-1]["plan"] in bought:
        return ""
    was, now = before["break_even_months"], after["break_even_months"]
    told = {"was": "" if was is None else payback_roughly(was)}
    if now is None:
        return say("bill_never", **told) if was is not None else say("bill_still_never")
    if was is not None and payback_roughly(was) == payback_roughly(now):
        return ""
    return say("bill_back", now=payback_roughly(now), **told)

"""Replies on whether the money will do, and on what has to be bought."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from agent import wording
from agent.offline.replies import costs
from agent.offline.replies.bill_parts import means_money, sum_named
from agent.offline.replies.explanations import answer
from agent.offline.replies.prices import unbilled
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import pattern
from agent.offline.words.message import take_apart
from tools import costwords
from tools.costreport import CostReport
from tools.durations import MONTHS_A_YEAR
from tools.money import about, exact
from tools.vocabulary import spec

FILE = "replies"
MONTHLY, UPFRONT = "monthly_budget_usd", "upfront_budget_usd"
FOREIGN = "foreign"
ACCURACIES = ("current_accuracy", "target_accuracy")
WHOLE = 100


def enough(scene: Scene, say: TurnPhrases) -> list[str]:
    """Whether a sum covers the bill: the one that is named, or the budget that was told."""
    report, supposed = scene.briefing.costs, scene.result("what_if")
    if report is None:
        return costs.in_one_sentence(scene, say) or [say("no_facts")]
    named, asked = sum_named(scene.text), scene.text.lower()
    unclear = "$" not in scene.past.text or _may_be_another(scene, named)
    if named is not None and not means_money(scene.text) and unclear:
        return [say("enough_of_what", number=_number(named))]
    once = bool(pattern("told_once", FILE).search(asked))
    yearly = bool(pattern("told_yearly", FILE).search(asked))
    bill = _supposed(supposed) if supposed is not None else _bill(report)
    if bill is None:
        return [say("enough_unread")]
    budgets = _told(scene) if named is None else {UPFRONT if once else MONTHLY: exact(named)}
    if not budgets:
        return [say("enough_untold", **bill["shown"])]
    if yearly and MONTHLY in budgets:
        bill = {**bill, "month": bill["month"] * MONTHS_A_YEAR, "high": None}
        bill["shown"] = {**bill["shown"], "month": bill["year"]}
    parts = [
        say(
            "enough_month" if name == MONTHLY else "enough_once",
            verdict=_verdict(bill, name, sum_),
            sum=about(sum_),
            unit=" a year" if yearly else " a month",
            **bill["shown"],
        )
        for name, sum_ in budgets.items()
    ]
    if any(q.unit == FOREIGN for q in take_apart(scene.text).quantities):
        parts.append(say("enough_dollars"))
    if supposed is not None:
        parts.append(say("enough_then", changes=wording.join(list(supposed["changes"].values()))))
    return [" ".join(parts)]


def _may_be_another(scene: Scene, number: float | None) -> bool:
    """True where a number is one that was told of something else, or may be an accuracy."""
    told = {n: v for n, v in scene.book.facts.values().items() if n not in (MONTHLY, UPFRONT)}
    share = number is not None and number <= WHOLE
    return number in told.values() or (share and any(name in told for name in ACCURACIES))


def _number(value: float) -> str:
    return about(exact(value)).removeprefix("$")


def _told(scene: Scene) -> dict[str, Decimal]:
    """The budgets that were told, each in dollars; of a range its lower end."""
    found: dict[str, Decimal] = {}
    for name in (MONTHLY, UPFRONT):
        value = scene.book.facts.value(name)
        least = value[0] if isinstance(value, tuple) else value
        if isinstance(least, int | float) and spec(name).numeric:
            found[name] = exact(least)
    return found


def _verdict(bill: Mapping[str, Any], name: str, budget: Decimal) -> str:
    """`yes`, `tight` where the bill may come out above it, or `no`."""
    if name == UPFRONT:
        return "yes" if budget >= bill["once"] else "no"
    if budget < bill["month"]:
        return "no"
    return "tight" if bill["high"] is not None and budget < bill["high"] else "yes"


def _bill(report: CostReport) -> dict[str, Any]:
    plan, first = report.plans[-1], report.plans[0]
    row = costwords.range_of(report, plan)
    alone = len(report.plans) == 1
    return {
        "month": plan.monthly_usd,
        "once": plan.one_off_usd,
        "high": None if row is None else row.monthly_high_usd,
        "year": costwords.a_year(plan),
        "shown": {
            "label": plan.label,
            "month": costwords.monthly(report, plan),
            "once": costwords.once(report, plan),
            "other": "" if alone else first.label,
            "other_month": "" if alone else about(first.monthly_usd),
        },
    }


def _supposed(found: Mapping[str, Any]) -> dict[str, Any] | None:
    """The same of the bill that a what-if comes to; None where it has none."""
    after = found["costs_after"]
    if after is None:
        return None
    plan, first = after["plans"][-1], after["plans"][0]
    alone = len(after["plans"]) == 1
    return {
        "month": exact(plan["monthly_usd"]),
        "once": exact(plan["one_off_usd"]),
        "high": None,
        "year": plan["a_year"],
        "shown": {
            "label": plan["plan"],
            "month": plan["a_month"],
            "once": plan["once"],
            "other": "" if alone else first["plan"],
            "other_month": "" if alone else about(exact(first["monthly_usd"])),
        },
    }


def buys(scene: Scene, say: TurnPhrases) -> list[str]:
    """What has to be bought for the first choice: cards where it runs on them, else nothing."""
    report = scene.briefing.costs
    if report is None:
        return answer(scene, say)
    plan = report.plans[-1]
    values = {
        "label": plan.label,
        "month": about(plan.monthly_usd),
        "cards": wording.join(costwords.hardware(plan)),
    }
    return [say("buys_cards" if values["cards"] else "buys_nothing", **values)]


def buy_price(scene: Scene, say: TurnPhrases) -> list[str]:
    """What owning the machines would save each month, for a purchase price has no source here."""
    found = scene.result("price_own_gpus")
    if found is None:
        knows = scene.briefing.assessment is not None
        return unbilled(scene, say, "price_own_gpus") if knows else answer(scene, say)
    return [
        say(
            "buy_price",
            plan=found["owned"]["plan"],
            rented=found["rented"]["a_month"],
            owned=found["owned"]["a_month"],
            cards=wording.join(list(dict.fromkeys(found["cards"]))),
        )
    ]

"""Replies on the sums of a bill: their parts, what is in them, how far off, from when it pays."""

from decimal import Decimal
from typing import Any

from agent import wording
from agent.offline.replies import clarifications, costs, sureness
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import limit, pattern, reach, shape
from agent.offline.words.message import take_apart
from agent.wording import fact_in_words
from tools import costwords
from tools.money import about, exact, span
from tools.results import CostReport, PlanCost

FILE, RULE = "replies", "follow"
VOLUME = "monthly_requests"
PAYS_AT = "aside_pays_at"  # whose reply is of the bill, though it holds no sum
MONTH, ONCE, WHOLE = "month", "once", ""


def sum_named(text: str) -> float | None:
    """The sum of money that a message names first, whether with its sign or without."""
    found = [q.number.value for q in take_apart(text).quantities if q.unit != "percent"]
    return found[0] if found else None


def means_money(text: str) -> bool:
    """True where the words leave no doubt that a figure is money."""
    return bool(shape("means_money", FILE).search(text.lower()))


def source(scene: Scene, say: TurnPhrases) -> list[str]:
    """What a sum of the bill is made of, line by line; of a sum that is none, what there is."""
    report = scene.briefing.costs
    if report is None:
        return costs.in_one_sentence(scene, say) or [say("no_facts")]
    named, per = sum_named(scene.text), _per(scene.text)
    most = reach(RULE, "most_lines")
    if named is None:
        plan, known = report.plans[-1], True
    elif (found := _meant(report, named, per)) is not None:
        plan, per, known = *found, True
    elif not means_money(scene.text):  # points or a percentage, not dollars
        return clarifications.figures(scene, say)
    else:
        plan, per, known = report.plans[-1], WHOLE, False
    if per == ONCE and not plan.one_off_usd:
        return costs.one_off(scene, say)
    values = {"label": plan.label, "month": costwords.monthly(report, plan)}
    values |= {"once": costwords.once(report, plan), "per": per}
    head = say("sum_parts" if known else "sum_unknown", **values)
    return [f"{head}\n\n{costs.lines(plan, per=per, most=most)}"]


def _per(text: str) -> str:
    """Whether words ask for what is paid once or every month; empty for both."""
    asked = text.lower()
    if pattern("told_once", FILE).search(asked):
        return ONCE
    return MONTH if pattern("told_monthly", FILE).search(asked) else WHOLE


def _meant(report: CostReport, named: float, per: str) -> tuple[PlanCost, str] | None:
    """The plan and the kind of sum that was named; the advised plan before the others."""
    sums = [
        (plan, kind, amount)
        for plan in reversed(report.plans)
        for kind, amount in (
            (MONTH, plan.monthly_usd),
            (ONCE, plan.one_off_usd),
            (WHOLE, plan.total_usd),
        )
        if per in (WHOLE, kind)
    ]
    near = exact(limit(RULE, "same_sum"))
    return next(
        ((plan, kind) for plan, kind, x in sums if x and abs(x - exact(named)) <= near * x), None
    )


def covers(scene: Scene, say: TurnPhrases) -> list[str]:
    """Whether taxes, people or something else is in the bill, and which lines it has."""
    report = scene.briefing.costs
    if report is None:
        return costs.in_one_sentence(scene, say) or [say("no_facts")]
    plan, asked = report.plans[-1], scene.text.lower()
    labels = [wording.lower_first(line.label) for line in plan.lines]
    people = [name for name in labels if pattern("lines_of_people", FILE).search(name)]
    values: dict[str, Any] = {
        "tax": bool(pattern("is_tax", FILE).search(asked)),
        "staff": bool(pattern("is_staff", FILE).search(asked)),
        "people": wording.join(list(dict.fromkeys(people))),
        "lines": wording.join(list(dict.fromkeys(labels))),
        "label": plan.label,
    }
    return [say("covers", **values)]


def pays_at(scene: Scene, say: TurnPhrases) -> list[str]:
    """From which volume the advised plan pays back, beside the volume it is counted with."""
    report = scene.briefing.costs
    if report is None or len(report.plans) < 2 or scene.result("estimate_costs") is not None:
        return costs.pay_back(scene, say)
    plan = report.plans[-1]
    row, volume = plan.against_baseline, scene.book.facts.known.get(VOLUME)
    assert row is not None
    for_quality = row.monthly_saving_usd < 0 and plan.kind in costwords.FOR_QUALITY
    needed, cheaper = row.requests_to_pay_back, row.crossover_requests
    values = {
        "label": plan.label,
        "other": report.plans[0].label,
        "needed": "" if needed is None else _requests(needed),
        "cheaper": "" if cheaper is None else _requests(cheaper),
        "horizon": report.horizon_months,
        "volume": "" if volume is None else fact_in_words(VOLUME, volume),
        "why": "" if row.never_because is None else row.never_because,
        "for_quality": for_quality,
    }
    return [say("pays_at" if needed is not None else "pays_at_none", **values)]


def _requests(number: float) -> str:
    """A number of requests as people say it."""
    return about(exact(number)).removeprefix("$")


def ranged(scene: Scene, say: TurnPhrases) -> list[str]:
    """Between which sums the bill lies, and what moves it most; of other figures, how sure."""
    report, named = scene.briefing.costs, sum_named(scene.text)
    of_volume = scene.past.said == PAYS_AT
    money = of_volume or means_money(scene.text) or "$" in scene.past.text
    known = report is not None and named is not None and _meant(report, named, WHOLE) is not None
    if named is not None and not known and not means_money(scene.text):
        return clarifications.figures(scene, say)
    if not (money or known):
        return sureness.sure(scene, say)
    if report is None:
        return costs.in_one_sentence(scene, say) or [say("no_facts")]
    plan = report.plans[-1]
    if named is not None and (found := _meant(report, named, WHOLE)) is not None:
        plan = found[0]
    row = costwords.range_of(report, plan)
    if row is None:
        return [say("range_none", label=plan.label, month=about(plan.monthly_usd))]
    values: dict[str, Any] = {
        "label": plan.label,
        "month": _bounds(row.monthly_low_usd, row.monthly_high_usd),
        "one": about(plan.monthly_usd),
        "once": _bounds(row.one_off_low_usd, row.one_off_high_usd),
        "total": _bounds(row.total_low_usd, row.total_high_usd),
        "horizon": report.horizon_months,
        "movers": wording.join(_movers(report)),
    }
    wide = (
        row.monthly_low_usd != row.monthly_high_usd or row.one_off_low_usd != row.one_off_high_usd
    )
    return [say("range" if wide else "range_firm", **values)]


def _bounds(low: Decimal, high: Decimal) -> str:
    return span(low, high) if high else ""


def _movers(report: CostReport) -> list[str]:
    """What moves the bill most, in words."""
    return [] if report.ranges is None else list(report.ranges.moves_most)

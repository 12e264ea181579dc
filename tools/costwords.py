"""A cost report in words for people: estimates with their ranges, and when a plan pays back."""

from decimal import Decimal

from tools.costreport import AgainstBaseline, CostReport, PlanCost, PlanRange
from tools.durations import MONTHS_A_YEAR
from tools.money import about, count, exact, span, usd
from tools.paybacks import is_out_of_sight, payback_time

_JOBS = {"train": "train", "serve": "run it"}


def range_of(report: CostReport, plan: PlanCost) -> PlanRange | None:
    """How far the figures of a plan may be off; None where nobody sampled it."""
    if report.ranges is None:
        return None
    return report.ranges.plans[report.plans.index(plan)]


def monthly(report: CostReport, plan: PlanCost) -> str:
    """What a plan costs a month: `$201.60 a month`, or `$288 a month ($240–$310)`."""
    row = range_of(report, plan)
    bounds = None if row is None else (row.monthly_low_usd, row.monthly_high_usd)
    return _amount(report, plan.monthly_usd, bounds, " a month")


def once(report: CostReport, plan: PlanCost) -> str:
    """What a plan costs once, `$2,200.00 once`; empty where that is nothing."""
    if not plan.one_off_usd:
        return ""
    row = range_of(report, plan)
    bounds = None if row is None else (row.one_off_low_usd, row.one_off_high_usd)
    return _amount(report, plan.one_off_usd, bounds, " once")


def total(report: CostReport, plan: PlanCost) -> str:
    """What a plan costs over the horizon: `$2,419.20`, or `$3,310 ($2,300–$5,840)`."""
    row = range_of(report, plan)
    bounds = None if row is None else (row.total_low_usd, row.total_high_usd)
    return _amount(report, plan.total_usd, bounds, "")


def _amount(
    report: CostReport, value: Decimal, bounds: tuple[Decimal, Decimal] | None, per: str
) -> str:
    if bounds is None or bounds[0] == bounds[1]:
        return f"{about(value) if report.estimated else usd(value)}{per}"
    return f"{about(value)}{per} ({span(*bounds)})"


def a_year(plan: PlanCost) -> str:
    """What a plan costs in a year in which nothing is paid once: `$3,070 a year`."""
    return f"{about(plan.monthly_usd * MONTHS_A_YEAR)} a year"


def bill(report: CostReport, plan: PlanCost) -> str:
    """What a plan costs, with its name: `RAG $410 a month ($300–$560) plus $520 once`."""
    paid = once(report, plan)
    return f"{plan.label} {monthly(report, plan)}" + (f" plus {paid}" if paid else "")


def hardware(plan: PlanCost) -> list[str]:
    """The graphics cards of a plan: `1 × L40S to run it`."""
    return [f"{row.cards} × {row.gpu} to {_JOBS[row.job]}" for row in plan.hardware]


def payback(report: CostReport, plan: PlanCost) -> str:
    """A few sentences on a plan beside the baseline: the saving, when it pays back, how likely."""
    row, likely, text = plan.against_baseline, range_of(report, plan), _verdict(report, plan)
    if row is None or _for_quality(row, plan):
        return f"{text}." if text else ""
    return " ".join(filter(None, (f"{text}.", _chance(row, likely, report), _volume(row, report))))


def payback_in_short(report: CostReport, plan: PlanCost) -> str:
    """One sentence on a plan beside the baseline: the saving, and when it pays back."""
    row, text = plan.against_baseline, _verdict(report, plan)
    if row is None:
        return ""
    after = row.break_even_months
    late = after is not None and after > report.horizon_months and not is_out_of_sight(after)
    return f"{text}, {too_late(report.horizon_months)}." if late else f"{text}."


def _verdict(report: CostReport, plan: PlanCost) -> str:
    row = plan.against_baseline
    if row is None:
        return ""
    if _for_quality(row, plan):
        more = about if report.estimated else usd
        return f"{more(-row.monthly_saving_usd)} more a month: it buys better answers, not a saving"
    if row.break_even_months is None:
        return f"Never pays back: {row.never_because}"
    likely = range_of(report, plan)
    return f"{_saving(row, likely, report)}; {_after(row, likely, report.horizon_months)}"


def too_late(horizon_months: int) -> str:
    """How a pay-back after the horizon is told."""
    return f"beyond the {horizon_months} you plan for"


def prices_seen(report: CostReport) -> str:
    """Between which days the prices of a report were last looked at; empty where all are given."""
    days = sorted(
        price.as_of for plan in report.plans for price in plan.prices if price.source != GIVEN
    )
    if not days:
        return ""
    when = days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    return f"Prices as last seen {when}."


GIVEN = "given by you"
FOR_QUALITY = ("rag", "guardrails", "preference_tuning")


def _for_quality(row: AgainstBaseline, plan: PlanCost) -> bool:
    return row.monthly_saving_usd < 0 and plan.kind in FOR_QUALITY


def _saving(row: AgainstBaseline, likely: PlanRange | None, report: CostReport) -> str:
    if likely is None or likely.saving_low_usd is None or likely.saving_high_usd is None:
        saved = about if report.estimated else usd
        return f"Saves {saved(row.monthly_saving_usd)} a month"
    low, high = likely.saving_low_usd, likely.saving_high_usd
    if low < 0 < high:
        whole = f"{about(row.monthly_saving_usd)} a month"
        return f"Saves {whole} (from {about(-low)} more to {about(high)} less)"
    if low == high:
        return f"Saves {usd(row.monthly_saving_usd)} a month"
    return f"Saves {about(row.monthly_saving_usd)} a month ({span(low, high)})"


def _after(row: AgainstBaseline, likely: PlanRange | None, horizon: int) -> str:
    if row.break_even_months == 0:
        return "there is nothing to pay back"
    time = row.break_even_months or 0
    if is_out_of_sight(time):
        return f"pays back after {payback_time(time)}"
    shown = payback_time(time)
    low, high = (None, None) if likely is None else (likely.break_even_low, likely.break_even_high)
    if low is not None and low != high:
        shown += f" ({payback_time(low)} to {'never' if high is None else payback_time(high)})"
    requests = ""
    if row.break_even_requests is not None and (low is None or low == high):
        requests = f", {count(round(row.break_even_requests))} requests"
    return f"pays back after {shown}{requests}"


def _chance(row: AgainstBaseline, likely: PlanRange | None, report: CostReport) -> str:
    share = None if likely is None else likely.pays_back_share
    if share is None or share in (0.0, 1.0):
        return ""
    chance = min(max(round(100 * share), 1), 99)
    return f"The chance that it pays back within {report.horizon_months} months is {chance}%."


def _volume(row: AgainstBaseline, report: CostReport) -> str:
    """From which volume it would be worth it, where today's is too small for that."""
    if row.worthwhile or row.requests_to_pay_back is None:
        return ""
    needed = about(exact(row.requests_to_pay_back)).removeprefix("$")
    return f"Within {report.horizon_months} months it would take {needed} requests a month."

"""What the charts of costs say in words: a headline, and the finding for those who can't see."""

from decimal import Decimal

from tools.charts.figures import brief, dollars, listed
from tools.paybacks import is_out_of_sight, payback_time
from tools.results import CostLine, CostReport, PlanCost


def cost_title(report: CostReport) -> str:
    """The finding of the cumulative costs in a few words."""
    if not report.plans:
        return "No plan to price yet"
    if len(report.plans) == 1:
        plan = report.plans[0]
        return f"{brief(plan.label)}: {_usd(plan.monthly_usd, report)} a month"
    other, when = brief(report.plans[1].label), report.break_even_months
    if when is None:
        if not any(plan.total_usd for plan in report.plans):
            return "Neither plan costs anything"
        return f"{other} never pays back"
    if when <= 0:
        return f"{other} is the cheaper plan from the start"
    if is_out_of_sight(when):
        return f"{other} pays back after {payback_time(when)}"
    if when > report.horizon_months:
        time = payback_time(when)
        return f"{other} pays back after {time}, beyond the {report.horizon_months} shown"
    late = ", too late" if report.worthwhile is False else ""
    return f"{other} pays back after {payback_time(when)}{late}"


def cost_text(report: CostReport) -> str:
    """The cumulative costs in sentences: sums, ranges, who is cheaper until when, and why."""
    if not report.plans:
        return "There is no plan to price yet."
    span = _span(report.horizon_months)
    sums = [_sum(report, n, plan) for n, plan in enumerate(report.plans)]
    return " ".join([f"Cumulative cost over {span}.", *sums, *_payback(report)])


def _usd(value: Decimal | float, report: CostReport) -> str:
    return dollars(value, estimated=report.estimated)


def _span(horizon: int) -> str:
    return "1 month" if horizon == 1 else f"{horizon} months"


def _sum(report: CostReport, place: int, plan: PlanCost) -> str:
    once = f"{_usd(plan.one_off_usd, report)} once and " if plan.one_off_usd else ""
    monthly, total = _usd(plan.monthly_usd, report), _usd(plan.total_usd, report)
    text = f"{plan.label}: {once}{monthly} a month, {total} in all"
    if report.ranges is not None and place < len(report.ranges.plans):
        bounds = report.ranges.plans[place]
        low, high = _usd(bounds.total_low_usd, report), _usd(bounds.total_high_usd, report)
        if low != high:
            text += f" ({low} to {high} in 8 of 10 sampled cases)"
    return f"{text}."


def _payback(report: CostReport) -> list[str]:
    if len(report.plans) < 2:
        return []
    first, second = report.plans[0].label, report.plans[1].label
    when, out = report.break_even_months, []
    if when is not None and 0 < when <= report.horizon_months:
        out.append(f"{first} is cheaper until month {when:,.1f}, {second} after it.")
    elif when is not None and when > 0:
        after = f"{second} would pay back after {payback_time(when)}"
        out.append(f"{first} is cheaper all along; {after}.")
    elif when is not None:
        out.append(f"{second} is cheaper from the start.")
    elif report.never_because:
        out.append(f"{second} never pays back, because {report.never_because}.")
    elif any(plan.total_usd for plan in report.plans):
        out.append(f"{second} never pays back.")
    if len(report.plans) > 2:
        least = min(report.plans, key=lambda plan: plan.total_usd)
        out.append(f"Over {_span(report.horizon_months)} {least.label} costs least.")
    share = report.ranges.pays_back_share if report.ranges is not None else None
    if share is not None:
        out.append(f"It pays back within that time in {round(share * 100)}% of the sampled cases.")
    if when is not None and report.worthwhile is False:
        out += list(report.warnings[:1])
    return out


def over_horizon(line: CostLine, plan: PlanCost, horizon: int) -> float:
    """USD of one line over the horizon; monthly lines grow as the plan's total says."""
    if line.per == "once":
        return float(line.usd)
    flat = float(plan.monthly_usd) * horizon
    growth = float(plan.total_usd - plan.one_off_usd) / flat if flat else 1.0
    return float(line.usd) * horizon * growth


def bill_title(report: CostReport) -> str:
    """The largest part of the plan that is judged, in a few words."""
    if not report.plans:
        return "No plan to price yet"
    plan = report.plans[min(1, len(report.plans) - 1)]
    parts = {line.label: over_horizon(line, plan, report.horizon_months) for line in plan.lines}
    total = sum(parts.values())
    if not parts or total <= 0:
        return f"{brief(plan.label)} costs nothing"
    largest = max(parts, key=lambda label: parts[label])
    share = round(100 * parts[largest] / total)
    return f"{largest}: {share}% of what {brief(plan.label)} costs"


def bill_text(report: CostReport) -> str:
    """What each plan's money goes into, in sentences."""
    if not report.plans:
        return "There is no plan to price yet."
    horizon = report.horizon_months
    out = [f"What the money goes into over {_span(horizon)}."]
    for plan in report.plans:
        parts = sorted(
            ((over_horizon(line, plan, horizon), line.label) for line in plan.lines), reverse=True
        )
        named = listed([f"{label} {_usd(round(usd, 6), report)}" for usd, label in parts])
        out.append(f"{plan.label}, {_usd(plan.total_usd, report)}: {named or 'nothing'}.")
    return " ".join(out)

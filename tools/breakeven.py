"""When does a plan pay back? Savings, break-even and the cumulative series of plans side by side."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from tools.money import ZERO, count, tidy, usd
from tools.results import CostReport, PlanCost
from tools.sheet import Bill, Setting

_DAYS_A_MONTH = Decimal("30.4375")


def compare_plans(bills: Sequence[Bill], setting: Setting, horizon: int) -> CostReport:
    """The report on bills of which the first is the baseline."""
    costs = tuple(_with_total(b.cost, horizon) for b in bills)
    saving = months = requests = None
    never = None
    warnings: list[str] = []
    if len(costs) > 1:
        base, other = costs[0], costs[1]
        saving = base.monthly_usd - other.monthly_usd
        upfront = other.one_off_usd - base.one_off_usd
        months = months_to_pay_back(upfront, saving)
        never = None if months is not None else why_never(base, other)
        requests = _requests(bills, upfront, months)
        if months is not None:
            warnings += _late(bills[1], months, horizon, setting)
    return CostReport(
        plans=costs,
        horizon_months=horizon,
        monthly_saving_usd=saving,
        break_even_months=None if months is None else float(months),
        break_even_requests=None if requests is None else float(requests),
        never_because=never,
        assumed=setting.assume.sentences(),
        warnings=tuple(dict.fromkeys(warnings)),
        cumulative=tuple(
            tuple(c.one_off_usd + c.monthly_usd * month for month in range(horizon + 1))
            for c in costs
        ),
    )


def months_to_pay_back(upfront: Decimal, saving: Decimal) -> Decimal | None:
    """Months until a constant monthly saving has paid what was spent first; None means never."""
    if saving <= 0:
        return None
    return upfront / saving if upfront > 0 else ZERO


def why_never(base: PlanCost, other: PlanCost) -> str:
    """The sentence after "never, because": what stands in the way of paying back."""
    gap = other.monthly_usd - base.monthly_usd
    if gap == 0:
        return (
            f"{other.label} costs the same every month as {base.label}, so nothing is ever saved."
        )
    return (
        f"{other.label} costs {usd(gap)} a month more than {base.label} "
        f"({usd(other.monthly_usd)} against {usd(base.monthly_usd)})."
    )


def _with_total(cost: PlanCost, horizon: int) -> PlanCost:
    return replace(cost, total_usd=tidy(cost.one_off_usd + cost.monthly_usd * horizon))


def _requests(bills: Sequence[Bill], upfront: Decimal, months: Decimal | None) -> Decimal | None:
    """Requests until a plan has paid back: at the given volume, or per request if there is none."""
    base, other = bills[0], bills[1]
    if months is not None and base.requests > 0:
        return months * base.requests
    gap = base.per_request - other.per_request
    fixed = other.cost.monthly_usd - base.cost.monthly_usd
    if base.requests == 0 and fixed == 0 and gap > 0:
        return max(upfront, ZERO) / gap
    return None


def _late(bill: Bill, months: Decimal, horizon: int, setting: Setting) -> list[str]:
    out = []
    if months > horizon:
        out.append(
            f"{bill.cost.label} pays back after {count(round(months, 1))} months, "
            f"beyond the horizon of {horizon}."
        )
    if bill.ends is not None:
        left = Decimal((bill.ends - setting.day).days) / _DAYS_A_MONTH
        if months > left:
            out.append(
                f"{bill.cost.label} pays back after {count(round(months, 1))} months, but {bill.cost.model} "
                f"stops answering on {bill.ends.isoformat()}, {count(round(max(left, ZERO), 1))} months "
                "from now: do not choose it for its cost."
            )
    return out

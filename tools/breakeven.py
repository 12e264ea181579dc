"""When does a plan pay back? Savings, their origin, break-even and the cumulative series."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from itertools import accumulate

from tools.fit import fit_check
from tools.money import ZERO, count, exact, tidy, usd
from tools.outlook import Outlook, net_present_value, pay_back_month
from tools.results import CostReport
from tools.savings import saving_parts, why_never
from tools.sheet import Bill, Setting

_DAYS_A_MONTH = Decimal("30.4375")
_FADING = "the {saved} that {plan} saves in the first month fades before it has paid for itself"


def compare_bills(
    bills: Sequence[Bill], setting: Setting, horizon: int, outlook: Outlook
) -> CostReport:
    """The report on bills of which the first is the baseline."""
    series = tuple(_spent(bill, horizon, outlook) for bill in bills)
    costs = tuple(
        replace(bill.cost, total_usd=spent[-1]) for bill, spent in zip(bills, series, strict=True)
    )
    report = CostReport(
        plans=costs,
        horizon_months=horizon,
        monthly_saving_usd=None,
        break_even_months=None,
        break_even_requests=None,
        never_because=None,
        assumed=setting.assume.sentences(),
        warnings=(),
        cumulative=series,
    )
    return report if len(bills) == 1 else _against_baseline(report, bills, setting, outlook)


def months_to_pay_back(upfront: Decimal, saving: Decimal) -> Decimal | None:
    """Months until a constant monthly saving has paid what was spent first; None means never."""
    if saving <= 0:
        return None
    return upfront / saving if upfront > 0 else ZERO


def _against_baseline(
    report: CostReport, bills: Sequence[Bill], setting: Setting, outlook: Outlook
) -> CostReport:
    base, other = bills[0], bills[1]
    saving = base.cost.monthly_usd - other.cost.monthly_usd
    upfront = other.cost.one_off_usd - base.cost.one_off_usd
    months = _months(base, other, upfront, saving, outlook)
    requests = _requests(base, other, upfront, months, outlook)
    crossover = _crossover(base, other)
    late = () if months is None else _late(other, months, report.horizon_months, setting)
    never = None
    if months is None:
        fading = "" if saving <= 0 else _FADING.format(plan=other.cost.label, saved=usd(saving))
        never = fading or why_never(base, other, crossover)
    return replace(
        report,
        monthly_saving_usd=saving,
        break_even_months=None if months is None else float(months),
        break_even_requests=None if requests is None else float(requests),
        never_because=never,
        crossover_requests=None if crossover is None else float(crossover),
        savings_from=saving_parts(base, other),
        worthwhile=months is not None and not late,
        net_value_usd=_net_value(base, other, upfront, report.horizon_months, outlook),
        fit=fit_check(setting.facts).text if other.plan.tuned else None,
        warnings=(*late, *_with_output(base, other, upfront), *_beware(base, other)),
    )


def _spent(bill: Bill, horizon: int, outlook: Outlook) -> tuple[Decimal, ...]:
    """USD spent after 0, 1, 2, … months."""
    once, monthly = bill.cost.one_off_usd, bill.cost.monthly_usd
    if outlook.steady:
        return tuple(once + monthly * month for month in range(horizon + 1))
    fixed, variable = float(_fixed(bill)), float(bill.requests * bill.per_request)
    months = (exact(outlook.spent(fixed, variable, month)) for month in range(1, horizon + 1))
    return tuple(tidy(total) for total in accumulate(months, initial=once))


def _months(
    base: Bill, other: Bill, upfront: Decimal, saving: Decimal, outlook: Outlook
) -> Decimal | None:
    if outlook.steady:
        return months_to_pay_back(upfront, saving)
    if upfront <= 0:
        return ZERO if saving > 0 else None
    month = pay_back_month(float(upfront), *_saving_parts(base, other), outlook)
    return None if month is None else Decimal(month)


def _saving_parts(base: Bill, other: Bill) -> tuple[float, float]:
    """The fixed and the variable part of the first month's saving."""
    variable = base.requests * (base.per_request - other.per_request)
    return float(_fixed(base) - _fixed(other)), float(variable)


def _net_value(
    base: Bill, other: Bill, upfront: Decimal, horizon: int, outlook: Outlook
) -> Decimal:
    parts = _saving_parts(base, other)
    savings = [outlook.spent(*parts, month) for month in range(1, horizon + 1)]
    return tidy(exact(net_present_value(float(upfront), savings, outlook)))


def _requests(
    base: Bill, other: Bill, upfront: Decimal, months: Decimal | None, outlook: Outlook
) -> Decimal | None:
    """Requests until a plan has paid back: at the given volume, or per request if there is none."""
    if months is not None and base.requests > 0:
        if outlook.monthly_growth_share == 0:
            return months * base.requests
        growth = 1 + outlook.monthly_growth_share
        return base.requests * exact(sum(growth**month for month in range(int(months))))
    gap = base.per_request - other.per_request
    fixed = other.cost.monthly_usd - base.cost.monthly_usd
    if base.requests == 0 and fixed == 0 and gap > 0:
        return max(upfront, ZERO) / gap
    return None


def _crossover(base: Bill, other: Bill) -> Decimal | None:
    """Requests a month at which both plans cost the same per month, if there is such a volume."""
    gap = base.per_request - other.per_request
    fixed = _fixed(other) - _fixed(base)
    return fixed / gap if gap > 0 and fixed > 0 else None


def _fixed(bill: Bill) -> Decimal:
    return bill.cost.monthly_usd - bill.requests * bill.per_request


def _late(bill: Bill, months: Decimal, horizon: int, setting: Setting) -> tuple[str, ...]:
    out = []
    shown = f"{count(round(months, 1))} months"
    if bill.ends is not None:
        left = max(ZERO, Decimal((bill.ends - setting.day).days) / _DAYS_A_MONTH)
        if months > left:
            out.append(
                f"{bill.cost.label} pays back after {shown}, but {bill.cost.model} stops answering "
                f"on {bill.ends.isoformat()}, {count(round(left, 1))} months from now: do not "
                "choose it to save money."
            )
    if months > horizon:
        out.append(f"{bill.cost.label} pays back after {shown}, beyond the {horizon} you plan for.")
    return tuple(out)


def _with_output(base: Bill, other: Bill, upfront: Decimal) -> tuple[str, ...]:
    """What becomes of a comparison that left the answers of one side out."""
    if not other.left_out_usd or base.left_out_usd:
        return ()
    month = other.cost.monthly_usd + other.requests * other.left_out_usd
    months = months_to_pay_back(upfront, base.cost.monthly_usd - month)
    requests = None if months is None else months * other.requests
    verdict = (
        "it would never pay back"
        if requests is None
        else f"it would pay back after {count(requests.to_integral_value(ROUND_CEILING))} requests"
    )
    first = usd(month + other.cost.one_off_usd)
    return (
        f"{other.cost.label} leaves its output tokens out. At the price of its input they would "
        f"make it {usd(month)} a month ({first} in the first month), and {verdict}.",
    )


def _beware(base: Bill, other: Bill) -> tuple[str, ...]:
    """What a reader of the comparison should know before believing it."""
    untuned = other.untuned_usd
    if untuned is None or other.cost.model == base.cost.model:
        return ()
    if untuned >= base.cost.monthly_usd:
        return ()
    return (
        f"{other.cost.model} is a different model: with the full prompt and no tuning it would "
        f"cost {usd(untuned)} a month by the token. See first whether that is good enough.",
    )

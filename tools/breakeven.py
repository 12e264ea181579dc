"""When does a plan pay back? Each plan beside the baseline, and the cumulative series."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate, islice, repeat

from tools.caveats import (
    ending,
    late,
    months_to_pay_back,
    smaller_model,
    stale,
    without_output,
)
from tools.costreport import AgainstBaseline, CostReport
from tools.fit import fit_check
from tools.money import ZERO, exact, tidy
from tools.outlook import MOST_MONTHS, Outlook, first_month_to_reach, net_present_value
from tools.savings import saving_parts, why_never
from tools.sheet import Bill, Setting

_MOST_REQUESTS = Decimal(10) ** 13
_STEPS = 100
_FADING = "the {saved} that {plan} saves in the first month fades before it has paid for itself"


def compare_bills(
    bills: Sequence[Bill], setting: Setting, horizon: int, outlook: Outlook
) -> CostReport:
    """The report on bills of which the first is the baseline."""
    base, quiet = bills[0], setting.assume.quiet
    series = tuple(_spent(bill, horizon, outlook) for bill in bills)
    rows = [None] + [_against(base, other, setting, horizon, outlook) for other in bills[1:]]
    seen: set[str] = set()
    second = rows[1] if len(rows) > 1 else None
    return CostReport(
        plans=tuple(
            replace(
                bill.cost,
                total_usd=spent[-1],
                against_baseline=row,
                warnings=()
                if quiet
                else (
                    *ending(bill, setting, horizon),
                    *bill.cost.warnings,
                    *stale(bill, setting, seen),
                ),
            )
            for bill, spent, row in zip(bills, series, rows, strict=True)
        ),
        horizon_months=horizon,
        monthly_saving_usd=None if second is None else second.monthly_saving_usd,
        break_even_months=None if second is None else second.break_even_months,
        break_even_requests=None if second is None else second.break_even_requests,
        never_because=None if second is None else second.never_because,
        assumed=setting.assume.sentences(),
        warnings=tuple(dict.fromkeys(w for row in rows if row is not None for w in row.warnings)),
        cumulative=series,
        crossover_requests=None if second is None else second.crossover_requests,
        savings_from=() if second is None else second.savings_from,
        worthwhile=None if second is None else second.worthwhile,
        net_value_usd=None if second is None else second.net_value_usd,
        fit=_fit(bills, setting),
        as_of=setting.day.isoformat(),
        estimated=bool(setting.assume.taken),
    )


def _fit(bills: Sequence[Bill], setting: Setting) -> str | None:
    """Whether tuning addresses the problem at all, where something is tuned."""
    tuned = any(bill.plan.tuned for bill in bills)
    return fit_check(setting.facts).text if tuned and not setting.assume.quiet else None


def _against(
    base: Bill, other: Bill, setting: Setting, horizon: int, outlook: Outlook
) -> AgainstBaseline:
    saving = base.cost.monthly_usd - other.cost.monthly_usd
    upfront = other.cost.one_off_usd - base.cost.one_off_usd
    months = _months(base, other, upfront, saving, outlook)
    too_late = () if months is None else late(other, months, horizon, setting)
    quiet = setting.assume.quiet
    requests = crossover = enough = never = None
    if not quiet:
        requests = _requests(base, other, upfront, months, outlook)
        crossover = _volume(base, other, ZERO)
        enough = _volume(base, other, max(upfront, ZERO) / horizon) if outlook.steady else None
    if months is None and not quiet:
        saved = setting.amount(saving)
        fading = "" if saving <= 0 else _FADING.format(plan=other.cost.label, saved=saved)
        never = fading or why_never(base, other, crossover, setting)
    return AgainstBaseline(
        monthly_saving_usd=saving,
        upfront_usd=upfront,
        break_even_months=_float(months),
        break_even_requests=_float(requests),
        never_because=never,
        crossover_requests=_float(crossover),
        requests_to_pay_back=_float(enough),
        savings_from=() if quiet else saving_parts(base, other, setting),
        worthwhile=months is not None and not too_late,
        net_value_usd=_net_value(base, other, upfront, horizon, outlook),
        warnings=()
        if quiet
        else (
            *too_late,
            *without_output(base, other, upfront),
            *smaller_model(base, other, setting),
        ),
    )


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _spent(bill: Bill, horizon: int, outlook: Outlook) -> tuple[Decimal, ...]:
    """USD spent after 0, 1, 2, … months."""
    once, monthly = bill.cost.one_off_usd, bill.cost.monthly_usd
    if outlook.steady:
        return tuple(once + monthly * month for month in range(horizon + 1))
    months = (exact(_month(bill, month, outlook)) for month in range(1, horizon + 1))
    return tuple(tidy(total) for total in accumulate(months, initial=once))


def _month(bill: Bill, month: int, outlook: Outlook) -> float:
    """USD of one month: tokens follow volume and prices, GPUs come one by one as volume grows."""
    grown = bill.requests * exact(outlook.volume(month))
    variable = float(bill.requests * bill.per_request)
    return outlook.spent(float(bill.fixed_at(grown)), variable, month)


def _savings(base: Bill, other: Bill, outlook: Outlook) -> Iterator[float]:
    """What the plan saves in month 1, in month 2, and so on."""
    if outlook.steady:
        yield from repeat(float(base.cost.monthly_usd - other.cost.monthly_usd), MOST_MONTHS)
        return
    for month in range(1, MOST_MONTHS + 1):
        yield _month(base, month, outlook) - _month(other, month, outlook)


def _months(
    base: Bill, other: Bill, upfront: Decimal, saving: Decimal, outlook: Outlook
) -> Decimal | None:
    if outlook.steady:
        return months_to_pay_back(upfront, saving)
    if upfront <= 0:
        return ZERO if saving > 0 else None
    month = first_month_to_reach(float(upfront), _savings(base, other, outlook))
    return None if month is None else Decimal(month)


def _net_value(
    base: Bill, other: Bill, upfront: Decimal, horizon: int, outlook: Outlook
) -> Decimal:
    savings = list(islice(_savings(base, other, outlook), horizon))
    return tidy(exact(net_present_value(float(upfront), savings, outlook)))


def _requests(
    base: Bill, other: Bill, upfront: Decimal, months: Decimal | None, outlook: Outlook
) -> Decimal | None:
    """Requests until a plan has paid back: at the given volume, or per request if there is none."""
    if months is not None and base.requests > 0:
        if outlook.monthly_growth_share == 0:
            return months * base.requests
        return base.requests * exact(sum(outlook.volume(m + 1) for m in range(int(months))))
    gap = base.per_request - other.per_request
    fixed = other.cost.monthly_usd - base.cost.monthly_usd
    if base.requests == 0 and fixed == 0 and gap > 0:
        return max(upfront, ZERO) / gap
    return None


def _volume(base: Bill, other: Bill, more: Decimal) -> Decimal | None:
    """Requests a month from which the plan saves `more` USD a month, if there is such a volume.

    GPUs come one by one, so the answer is approached from below until no further card is needed.
    """
    gap = base.per_request - other.per_request
    if gap <= 0:
        return None
    volume = ZERO
    for _ in range(_STEPS):
        needed = (other.fixed_at(volume) - base.fixed_at(volume) + more) / gap
        if needed <= 0 or needed > _MOST_REQUESTS:
            return None
        if needed == volume:
            return volume
        volume = needed
    return None

"""When does a plan pay back? Each plan beside the baseline, and the cumulative series."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from itertools import accumulate, islice, repeat

from tools.assumptions import silent
from tools.costreport import AgainstBaseline, CostReport
from tools.fit import fit_check
from tools.money import ZERO, count, counted, exact, tidy, usd
from tools.outlook import MOST_MONTHS, Outlook, first_month_to_reach, net_present_value
from tools.savings import saving_parts, why_never
from tools.sheet import Bill, Setting

_DAYS_A_MONTH = Decimal("30.4375")
_MOST_REQUESTS = Decimal(10) ** 13
_STEPS = 100
_FADING = "the {saved} that {plan} saves in the first month fades before it has paid for itself"


def compare_bills(
    bills: Sequence[Bill], setting: Setting, horizon: int, outlook: Outlook
) -> CostReport:
    """The report on bills of which the first is the baseline."""
    base = bills[0]
    series = tuple(_spent(bill, horizon, outlook) for bill in bills)
    rows = [None] + [_against(base, other, setting, horizon, outlook) for other in bills[1:]]
    seen: set[str] = set()
    report = CostReport(
        plans=tuple(
            replace(
                bill.cost,
                total_usd=spent[-1],
                against_baseline=row,
                warnings=(
                    *_ending(bill, setting, horizon),
                    *bill.cost.warnings,
                    *_stale(bill, setting, seen),
                ),
            )
            for bill, spent, row in zip(bills, series, rows, strict=True)
        ),
        horizon_months=horizon,
        monthly_saving_usd=None,
        break_even_months=None,
        break_even_requests=None,
        never_because=None,
        assumed=setting.assume.sentences(),
        warnings=(),
        cumulative=series,
        fit=fit_check(setting.facts).text if any(b.plan.tuned for b in bills) else None,
        as_of=setting.day.isoformat(),
        estimated=bool(setting.assume.taken),
    )
    second = rows[1] if len(rows) > 1 else None
    if second is None:
        return report
    warnings = tuple(dict.fromkeys(w for row in rows if row is not None for w in row.warnings))
    return replace(
        report,
        monthly_saving_usd=second.monthly_saving_usd,
        break_even_months=second.break_even_months,
        break_even_requests=second.break_even_requests,
        never_because=second.never_because,
        warnings=warnings,
        crossover_requests=second.crossover_requests,
        savings_from=second.savings_from,
        worthwhile=second.worthwhile,
        net_value_usd=second.net_value_usd,
    )


def months_to_pay_back(upfront: Decimal, saving: Decimal) -> Decimal | None:
    """Months until a constant monthly saving has paid what was spent first; None means never."""
    if saving <= 0:
        return None
    return upfront / saving if upfront > 0 else ZERO


def _ending(bill: Bill, setting: Setting, horizon: int) -> tuple[str, ...]:
    """The announced end of a plan's model, and how much of the horizon lies behind it."""
    if bill.ends is None or bill.ends <= setting.day:
        return ()
    tuned = ", and its fine-tunes with it" if bill.plan.tuned else ""
    after = horizon - int(_months_left(bill, setting))
    told = f"{bill.cost.model} stops answering on {bill.ends.isoformat()}{tuned}"
    if after <= 0:
        return (f"{told}.",)
    return (f"{told}; {counted(after, 'month')} beyond that are counted as if it went on.",)


def _stale(bill: Bill, setting: Setting, seen: set[str]) -> tuple[str, ...]:
    """The old prices of a bill, unless an earlier bill has named them."""
    limit = int(silent("stale_days"))
    old = [p for p in bill.cost.prices if p.age_days(setting.day) > limit and p.what not in seen]
    if not old:
        return ()
    seen.update(price.what for price in old)
    names = ", ".join(f"{price.what} ({price.as_of})" for price in old)
    verb = "Price" if len(old) == 1 else "Prices"
    return (
        f"{verb} older than {limit} days, so the range is wider: {names}. Check before you rely on "
        "it.",
    )


def _months_left(bill: Bill, setting: Setting) -> Decimal:
    assert bill.ends is not None
    return max(ZERO, Decimal((bill.ends - setting.day).days) / _DAYS_A_MONTH)


def _against(
    base: Bill, other: Bill, setting: Setting, horizon: int, outlook: Outlook
) -> AgainstBaseline:
    saving = base.cost.monthly_usd - other.cost.monthly_usd
    upfront = other.cost.one_off_usd - base.cost.one_off_usd
    months = _months(base, other, upfront, saving, outlook)
    requests = _requests(base, other, upfront, months, outlook)
    crossover = _volume(base, other, ZERO)
    enough = _volume(base, other, max(upfront, ZERO) / horizon)
    late = () if months is None else _late(other, months, horizon, setting)
    never = None
    if months is None:
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
        requests_to_pay_back=_float(enough) if outlook.steady else None,
        savings_from=saving_parts(base, other, setting),
        worthwhile=months is not None and not late,
        net_value_usd=_net_value(base, other, upfront, horizon, outlook),
        warnings=(*late, *_with_output(base, other, upfront), *_beware(base, other, setting)),
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


def _late(bill: Bill, months: Decimal, horizon: int, setting: Setting) -> tuple[str, ...]:
    out = []
    shown = f"{count(round(months, 1))} months"
    if bill.ends is not None:
        left = _months_left(bill, setting)
        if months > left:
            out.append(
                f"{bill.cost.label} pays back after {shown}, but {bill.cost.model} stops answering "
                f"on {bill.ends.isoformat()}, {count(round(left, 1))} months from now: do not "
                "choose it to save money."
            )
    if bill.closed is not None:
        out.append(
            f"{bill.cost.label} can no longer be started: nobody in the price table has tuned "
            f"{bill.cost.model} since {bill.closed.isoformat()}."
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


def _beware(base: Bill, other: Bill, setting: Setting) -> tuple[str, ...]:
    """What a reader of the comparison should know: a smaller model may save the same untuned."""
    if other.untuned is None or other.untuned[0] == base.cost.model:
        return ()
    model, month = other.untuned
    saving = base.cost.monthly_usd - other.cost.monthly_usd
    without = base.cost.monthly_usd - month
    if without <= 0 or without < saving:
        return ()
    cost = f"{model}, untuned and with the full prompt, would cost {setting.amount(month)} a month"
    if saving > 0:
        return (f"{cost}: the saving is in a smaller model, not in the tuning. Test that first.",)
    return (f"{cost}. See first whether that is good enough.",)

"""What to know before believing a comparison: ends of models, old prices, what was left out."""

from decimal import ROUND_CEILING, Decimal

from tools.assumptions import silent
from tools.costwords import too_late
from tools.durations import months_between
from tools.money import ZERO, count, counted, usd
from tools.sheet import Bill, Setting


def months_to_pay_back(upfront: Decimal, saving: Decimal) -> Decimal | None:
    """Months until a constant monthly saving has paid what was spent first; None means never."""
    if saving <= 0:
        return None
    return upfront / saving if upfront > 0 else ZERO


def ending(bill: Bill, setting: Setting, horizon: int) -> tuple[str, ...]:
    """The announced end of a plan's model, and how much of the horizon lies behind it."""
    if bill.ends is None or bill.ends <= setting.day:
        return ()
    tuned = ", and its fine-tunes with it" if bill.plan.tuned else ""
    after = horizon - int(_months_left(bill, setting))
    told = f"{bill.cost.model} stops answering on {bill.ends.isoformat()}{tuned}"
    if after <= 0:
        return (f"{told}.",)
    return (f"{told}; {counted(after, 'month')} beyond that are counted as if it went on.",)


def stale(bill: Bill, setting: Setting, seen: set[str]) -> tuple[str, ...]:
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


def late(bill: Bill, months: Decimal, horizon: int, setting: Setting) -> tuple[str, ...]:
    """What forbids a plan that pays back: its model ends, its vendor has stopped, it takes long."""
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
        out.append(f"{bill.cost.label} pays back after {shown}, {too_late(horizon)}.")
    return tuple(out)


def without_output(base: Bill, other: Bill, upfront: Decimal) -> tuple[str, ...]:
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


def smaller_model(base: Bill, other: Bill, setting: Setting) -> tuple[str, ...]:
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


def _months_left(bill: Bill, setting: Setting) -> Decimal:
    assert bill.ends is not None
    return max(ZERO, months_between(setting.day, bill.ends))

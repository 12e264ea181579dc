"""How charts write numbers: short on scales, whole beside bars, with words in sentences."""

import math
from collections.abc import Sequence
from decimal import Decimal

from tools.money import about, exact, usd

LONGEST_NAME = 48
_SIZES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)


def dollars(value: Decimal | float, *, estimated: bool = False) -> str:
    """An amount beside a line or bar: `$4,838`, `$76.80`, `$1.2M` from ten million on.

    What is `estimated` is rounded to three figures, as everywhere else.
    """
    amount = exact(value)
    size = abs(amount)
    if size >= 10_000_000:
        return f"{'−' if amount < 0 else ''}{short_dollars(float(size))}"
    if estimated:
        return about(amount).replace("-", "−")
    if size >= 1_000 or size == size.to_integral_value():
        return f"{'−' if amount < 0 else ''}${size:,.0f}"
    return usd(amount).replace("-", "−")


def short_dollars(value: float) -> str:
    """An amount on a scale: `$0`, `$2.5k`, `$1M`, `$0.0004`."""
    sign, size = ("−" if value < 0 else ""), abs(value)
    if size >= 1e15:
        return f"{sign}${size:.1e}".replace("e+", "e")
    for unit, letter in _SIZES:
        if size >= unit * 0.99995:
            return f"{sign}${size / unit:.4g}{letter}"
    return f"{sign}${Decimal(f'{size:.3g}'):f}"


def percent(probability: float) -> str:
    """A probability in whole percent; the ends say that they are not certain."""
    whole = round(round(100 * probability, 1))
    if whole == 0 and probability > 0:
        return "<1%"
    return ">99%" if whole == 100 and probability < 1 else f"{whole}%"


def signed(value: float) -> str:
    """Score points with their sign: `+3.2`, `−33.8`."""
    shown = round(value, 1) + 0.0
    return f"{'+' if shown > 0 else '−' if shown < 0 else ''}{abs(shown):.1f}"


def listed(words: Sequence[str]) -> str:
    """Words in a row: `a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def brief(label: str) -> str:
    """A name short enough for a headline."""
    return label if len(label) <= LONGEST_NAME else f"{label[: LONGEST_NAME - 1].rstrip()}…"


def ticks(low: float, high: float, *, about: int) -> list[float]:
    """Round values that hold `low` and `high`, and zero, about so many steps apart."""
    low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= 0:
        return [0.0, 1.0]
    raw = (high - low) / about
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in _STEPS if m * power >= raw * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [n * step for n in range(first, last + 1)]


def month_ticks(horizon: int, *, most: int) -> list[int]:
    """Months to name on the scale, at most so many steps of a usual length."""
    step = next((s for s in _MONTH_STEPS if horizon / s <= most), math.ceil(horizon / most))
    return list(range(0, horizon + 1, step))

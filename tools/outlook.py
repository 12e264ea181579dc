"""Costs that change over the months: growing volume, falling prices, the value of time."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from tools.errors import InvalidInput, UnknownName

MOST_MONTHS = 600
_BOUNDS = {
    "monthly_growth_share": (-0.9, 1.0),
    "yearly_price_decline_share": (0.0, 0.95),
    "yearly_discount_share": (0.0, 1.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is expected to change, as shares: 0.05 is five per cent.

    Volume grows every month, token prices fall over the year, and future money is discounted.
    """

    monthly_growth_share: float = 0.0
    yearly_price_decline_share: float = 0.0
    yearly_discount_share: float = 0.0

    def __post_init__(self) -> None:
        for field in fields(self):
            value, (low, high) = getattr(self, field.name), _BOUNDS[field.name]
            if not math.isfinite(value) or not low <= value <= high:
                raise InvalidInput(f"{field.name} must be between {low} and {high}; got {value!r}")

    @property
    def steady(self) -> bool:
        """True when every month is like the first."""
        return self.monthly_growth_share == 0 and self.yearly_price_decline_share == 0

    def volume(self, month: int) -> float:
        """What the requests of month 1 are multiplied by in month `month`."""
        return float((1 + self.monthly_growth_share) ** (month - 1))

    def factor(self, month: int) -> float:
        """What the token bill of month 1 is multiplied by in month `month`."""
        cheaper = (1 - self.yearly_price_decline_share) ** ((month - 1) / 12)
        return float(self.volume(month) * cheaper)

    def spent(self, fixed: float, variable: float, month: int) -> float:
        """USD of month `month`, of which `variable` follows volume and token prices."""
        return fixed + variable * self.factor(month)


def outlook_from_json(value: object) -> Outlook:
    """Read an outlook from a JSON object of shares; null means that every month is like the first.

    Raises:
        UnknownName: a key does not exist; the message offers the closest.
        InvalidInput: no object, or a share out of bounds; the message shows it.
    """
    if value is None:
        return Outlook()
    if not isinstance(value, Mapping):
        raise InvalidInput(f"outlook must be an object of shares; got {value!r:.60}")
    for name, share in value.items():
        if name not in _BOUNDS:
            raise UnknownName("key of an outlook", name, _BOUNDS)
        if isinstance(share, bool) or not isinstance(share, (int, float)):
            raise InvalidInput(f"{name} must be a number; got {share!r:.60}")
    return Outlook(**value)


def net_present_value(upfront: float, savings: Sequence[float], outlook: Outlook) -> float:
    """USD today of paying `upfront` now and saving the amounts at the end of each month."""
    if outlook.yearly_discount_share == 0:
        return math.fsum(savings) - upfront
    later = (s / _grown(outlook, month) for month, s in enumerate(savings, start=1))
    return math.fsum(later) - upfront


def _grown(outlook: Outlook, month: int) -> float:
    return float((1 + outlook.yearly_discount_share) ** (month / 12))


def first_month_to_reach(upfront: float, savings: Iterator[float]) -> int | None:
    """The first month by whose end the savings add up to what was spent first; None if never."""
    total = 0.0
    for month, saving in enumerate(savings, start=1):
        total += saving
        if total >= upfront:
            return month
    return None

"""Days and times: months between two days, and how people write them."""

from datetime import date
from decimal import Decimal

DAYS_A_MONTH = Decimal(365) / 12
MONTHS_A_YEAR = 12


def months_between(start: date, end: date) -> Decimal:
    """Months from one day to another; negative where `end` lies before `start`."""
    return Decimal((end - start).days) / DAYS_A_MONTH


def months(value: float) -> str:
    """A time in months, in days where it is short: `17.6 months`, `12 days`."""
    if 0 < value < 1:
        days = max(1, round(value * float(DAYS_A_MONTH)))
        return f"{days} day{'s' * (days > 1)}"
    shown = f"{value:,.1f}".removesuffix(".0")
    return f"{shown} month{'s' * (shown != '1')}"


def day(value: date) -> str:
    """A day as people write it: 21 November 2026."""
    return f"{value.day} {value:%B %Y}"

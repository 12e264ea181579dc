"""Days, shares and times as a decision record writes them."""

from datetime import date


def day(value: date) -> str:
    """A day as people write it: 21 November 2026."""
    return f"{value.day} {value:%B %Y}"


def percent(share: float) -> str:
    """A probability in whole percent, never 0 or 100 by rounding alone."""
    points = 100 * share
    if 0 < points < 1:
        return "under 1%"
    if 99 < points < 100:
        return "over 99%"
    return f"{points:.0f}%"


def months(value: float) -> str:
    """A time in months, in days where it is short: `17.6 months`, `12 days`."""
    if 0 < value < 1:
        days = max(1, round(value * 365 / 12))
        return f"{days} day{'s' * (days > 1)}"
    shown = f"{value:,.1f}".removesuffix(".0")
    return f"{shown} month{'s' * (shown != '1')}"

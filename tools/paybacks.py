"""When a plan pays back, in words: beyond what can be foreseen no month is named."""

from decimal import Decimal

from tools.assumptions import silent
from tools.durations import MONTHS_A_YEAR, months
from tools.money import counted

WHOLE_MONTHS = 10  # from here on people drop the fraction


def sight_years() -> int:
    """The years beyond which a pay-back is told by no date (`tools/data/costs.toml`)."""
    return int(silent("sight_years"))


def sight() -> str:
    """The same in words: `5 years`."""
    return counted(sight_years(), "year")


def is_out_of_sight(span: float | Decimal) -> bool:
    """True for a pay-back after so many months that none should be named."""
    return span > MONTHS_A_YEAR * sight_years()


def payback_time(span: float) -> str:
    """After how long a plan pays back: `12 days`, `17.6 months`, `more than 5 years`."""
    return f"more than {sight()}" if is_out_of_sight(span) else months(span)


def payback_roughly(span: float) -> str:
    """The same as people say it, in whole months from ten on: `18 months`."""
    whole = span >= WHOLE_MONTHS and not is_out_of_sight(span)
    return payback_time(round(span) if whole else span)

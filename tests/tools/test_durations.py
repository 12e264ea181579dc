from datetime import date

import pytest

from tools.durations import day, months, months_between
from tools.showing import percent


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0 months"),
        (0.01, "1 day"),
        (0.4, "12 days"),
        (1, "1 month"),
        (17.6, "17.6 months"),
        (1200, "1,200 months"),
    ],
)
def test_a_time_is_told_in_months_and_a_short_one_in_days(value: float, said: str) -> None:
    assert months(value) == said


def test_a_year_between_two_days_is_twelve_months() -> None:
    assert months_between(date(2026, 1, 1), date(2027, 1, 1)) == 12
    assert months_between(date(2027, 1, 1), date(2026, 1, 1)) == -12
    assert day(date(2026, 11, 2)) == "2 November 2026"


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0%"), (0.004, "under 1%"), (0.01, "1%"), (0.5, "50%"), (0.993, "over 99%"), (1, "100%")],
)
def test_a_probability_never_rounds_to_never_or_always(share: float, said: str) -> None:
    assert percent(share) == said

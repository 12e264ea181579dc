"""Numbers as people would say them, also where they are only estimated."""

import pytest

from tools.showing import about, duration, show


@pytest.mark.parametrize(
    ("value", "shown"), [(300, "300 ms"), (999, "999 ms"), (1000, "1 s"), (1500, "1.5 s")]
)
def test_a_time_is_shown_in_the_unit_that_people_use(value: float, shown: str) -> None:
    assert duration(value) == show("latency_target_ms", value) == shown


@pytest.mark.parametrize(
    ("fact", "value", "near"),
    [
        ("labeled_examples", 14, 15),
        ("labeled_examples", 31, 30),
        ("monthly_requests", 87_000, 90_000),
        ("monthly_requests", 970_000, 1_000_000),
        ("latency_target_ms", 390, 400),
    ],
)
def test_an_estimated_number_is_rounded_as_people_round(
    fact: str, value: float, near: float
) -> None:
    assert about(fact, value) == near


@pytest.mark.parametrize(
    ("fact", "value"),
    [("current_accuracy", 83), ("target_accuracy", 96.5), ("labeled_examples", 0)],
)
def test_a_percentage_and_nothing_stay_as_they_are(fact: str, value: float) -> None:
    assert about(fact, value) == value

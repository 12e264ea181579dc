"""Numbers as people would say them, also where they are only estimated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.showing import about, duration, points, show


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (300, "300 ms"),
        (999, "999 ms"),
        (1000, "1 s"),
        (1500, "1.5 s"),
        (120_000, "120 s"),
        (150_000, "2.5 minutes"),
        (1_230_000, "20.5 minutes"),
        (10_800_000, "3 hours"),
        (86_400_000, "24 hours"),
        (1e9, "11.6 days"),
    ],
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


@pytest.mark.parametrize(
    ("fact", "value", "today", "near"),
    [
        ("labeled_examples", 29, 30, 29),
        ("labeled_examples", 29, 31, 30),
        ("labeled_examples", 29, 500, 30),
        ("monthly_requests", 170_000, 160_000, 170_000),
        ("monthly_budget_usd", 29.73, 30, 29.7),
        ("monthly_requests", 170_000, 100_000, 150_000),
        ("current_accuracy", 83, 82.5, 83),
    ],
)
def test_an_estimated_number_stays_on_its_side_of_what_is_known_today(
    fact: str, value: float, today: float, near: float
) -> None:
    assert about(fact, value, beyond=today) == near


@given(value=st.floats(1e-3, 1e12), today=st.floats(1e-3, 1e12))
def test_no_rounding_crosses_what_is_known_today(value: float, today: float) -> None:
    near = about("monthly_budget_usd", value, beyond=today)
    assert value == today or (near > today if value > today else near < today)


@given(st.floats(1e-3, 1e13))
def test_no_time_is_written_with_an_exponent(milliseconds: float) -> None:
    assert "e+" not in duration(milliseconds)
    assert "e-" not in duration(milliseconds)


@pytest.mark.parametrize(
    ("fact", "value", "shown"),
    [
        ("monthly_requests", 86.9, "87 requests a month"),
        ("monthly_requests", 9.5, "9.5 requests a month"),
        ("monthly_requests", 10, "10 requests a month"),
        ("monthly_requests", 1, "1 request a month"),
        ("output_tokens", 1, "1 token an answer"),
        ("labeled_examples", 1, "1 example"),
        ("label_classes", 1, "1 class"),
        ("label_classes", 11, "11 classes"),
        ("current_accuracy", 82.5, "82.5%"),
    ],
)
def test_counts_are_whole_and_one_is_no_plural(fact: str, value: float, shown: str) -> None:
    assert show(fact, value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (86.94, "86.9%"),
        (12.345, "12.3%"),
        (100 * 6 / 7, "85.7%"),
        (90.0, "90%"),
        (99.96, "99.96%"),
        (0.04, "0.04%"),
        (0, "0%"),
        (100, "100%"),
    ],
)
def test_a_percentage_has_one_decimal_unless_that_made_it_none_or_all(value, shown):
    assert points(value) == show("target_accuracy", value) == shown

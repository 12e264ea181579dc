import math
from collections.abc import Callable

import pytest

from tools.errors import InvalidInput
from tools.samplesizes import items_for_margin, items_per_arm, pairs_for_gain, pairs_needed


@pytest.mark.parametrize(("margin", "items"), [(0.05, 246), (0.03, 683), (0.02, 1537)])
def test_items_for_a_margin_around_80_percent(margin: float, items: int) -> None:
    assert items_for_margin(0.8, margin) == items


@pytest.mark.parametrize(
    ("one", "other", "items"), [(0.75, 0.78, 3132), (0.80, 0.85, 903), (0.78, 0.92, 99)]
)
def test_two_samples_need_far_more_items_than_one_sample_of_pairs(
    one: float, other: float, items: int
) -> None:
    assert items_per_arm(one, other) == items
    assert pairs_for_gain(other - one) < items


def test_a_three_point_gap_needs_870_paired_items() -> None:
    assert pairs_needed(0.065, 0.035) == pairs_needed(0.035, 0.065) == 870
    assert pairs_for_gain(0.03) == pairs_for_gain(-0.03) == 870
    assert pairs_needed(0.10, 0.05) == 469


def test_the_largest_gain_needs_few_items_and_the_smallest_a_number_still() -> None:
    assert pairs_for_gain(1.0) == 4
    assert math.isfinite(pairs_for_gain(1e-9))


@pytest.mark.parametrize(
    "call",
    [
        lambda: items_for_margin(0.8, 0),
        lambda: items_for_margin(1.2, 0.05),
        lambda: items_per_arm(0.8, 0.8),
        lambda: pairs_needed(0.05, float("nan")),
        lambda: pairs_needed(0.05, 0.05),
        lambda: pairs_for_gain(0),
    ],
)
def test_shares_that_cannot_be_told_apart_or_are_none_are_refused(call: Callable[[], int]) -> None:
    with pytest.raises(InvalidInput, match="got"):
        call()

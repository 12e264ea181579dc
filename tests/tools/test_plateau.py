import pytest

from tools.errors import InvalidInput
from tools.plateau import judge

PUBLISHED = [0.70, 0.75, 0.78]


def test_on_its_own_example_the_published_rule_does_not_fire_as_printed() -> None:
    found = judge(PUBLISHED)
    assert not found.published_fires
    assert "exactly 0.03" in found.published
    assert found.gains[-1].gain == 0.03


@pytest.mark.parametrize(("last", "fires"), [(0.779, True), (0.78, False), (0.781, False)])
def test_the_published_rule_fires_under_three_points_only(last: float, fires: bool) -> None:
    assert judge([0.70, 0.75, last]).published_fires is fires


def test_a_three_point_gap_needs_870_paired_items() -> None:
    assert judge(PUBLISHED).gains[-1].items_needed == 870


def test_without_the_number_of_items_nothing_is_claimed() -> None:
    found = judge(PUBLISHED)
    assert found.verdict == "cannot_tell"
    assert "870 items" in found.text
    assert found.gains[0].low is None


def test_on_a_small_set_the_last_gain_may_be_chance() -> None:
    found = judge(PUBLISHED, items=200)
    assert found.verdict == "cannot_tell"
    assert found.gains[-1].low is not None
    assert found.gains[-1].low < 0


def test_on_a_large_set_the_last_gain_is_real() -> None:
    assert judge(PUBLISHED, items=2000).verdict == "improving"


@pytest.mark.parametrize(("items", "verdict"), [(869, "cannot_tell"), (870, "stalled")])
def test_two_flat_gains_are_a_stall_once_the_set_could_show_three_points(
    items: int, verdict: str
) -> None:
    assert judge([0.70, 0.78, 0.785, 0.787], items=items).verdict == verdict


def test_a_single_flat_gain_is_not_yet_a_stall() -> None:
    assert judge([0.780, 0.781], items=5000).verdict == "cannot_tell"
    assert judge([0.779, 0.780, 0.781], items=5000).verdict == "stalled"


def test_a_change_that_made_it_worse_is_called_so_and_not_chance() -> None:
    found = judge([0.8, 0.7], items=900)
    assert found.verdict == "cannot_tell"
    assert found.text.startswith("The last change made it worse: -0.100, between")
    falling = judge([0.8, 0.7, 0.6], items=900)
    assert falling.verdict == "stalled"
    assert falling.text.startswith("Neither of the last two changes brought a gain")


@pytest.mark.parametrize("tiny", [1e-300, 1e-160, 1e-16, 5e-10])
def test_a_gain_too_small_for_any_set_is_none(tiny: float) -> None:
    found = judge([0, tiny, 2 * tiny], items=10**9)
    assert found.published.startswith("The last gain is 0")
    assert len(found.published) < 90
    assert found.verdict == "stalled"


def test_percent_and_shares_mean_the_same() -> None:
    assert judge([70, 75, 78], items=500) == judge(PUBLISHED, items=500)


def test_a_loss_and_a_tie_are_gains_too() -> None:
    assert judge([0.8, 0.7]).published_fires
    found = judge([0.8, 0.8, 0.8], items=3000)
    assert found.verdict == "stalled"
    assert found.gains[-1].items_needed is None


@pytest.mark.parametrize("bad", [[], [0.7], [0.7, 101], [0.7, -1], [0.7, float("nan")]])
def test_scores_that_cannot_be_used_are_errors(bad: list[float]) -> None:
    with pytest.raises(InvalidInput):
        judge(bad)


@pytest.mark.parametrize("items", [0, -5, True])
def test_a_test_set_of_no_items_is_an_error(items: int) -> None:
    with pytest.raises(InvalidInput, match="items must be"):
        judge(PUBLISHED, items=items)


def test_a_gain_is_written_without_idle_zeros() -> None:
    assert "The last gain is 0.02, under" in judge([0.81, 0.84, 0.86]).published
    assert "The last gain is 0.1, not under" in judge([70, 80]).published

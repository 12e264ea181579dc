"""How often something is done, in times a month."""

import pytest

from agent.offline.words.often import how_often, times_a_month


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("once a month", 1),
        ("twice a year", 2 / 12),
        ("seven times a week", 7 * 4.345),
        ("12 times a month", 12),
        ("every night", 30),
        ("we redo them nightly", 30),
        ("each quarter", 1 / 3),
        ("weekly", 4.345),
    ],
)
def test_words_for_how_often_become_times_a_month(said, times):
    often = how_often().search(said)
    assert often is not None
    assert times_a_month(often) == pytest.approx(times)


@pytest.mark.parametrize("said", ["once in a while", "the weeklys", "two a day", "every other day"])
def test_words_that_name_no_period_tell_nothing(said):
    assert how_often().search(said) is None

"""A cap on errors is what is needed; a level at which somebody would start is needed too."""

import pytest

from agent.offline.reading.reader import Reader

CURRENT, TARGET = "current_accuracy", "target_accuracy"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Missed alarms below 2%", 98),
        ("error rate under 4%", 96),
        ("fewer than 3% wrong", 97),
        ("A miss rate of at most 1.5%", 98.5),
        ("False alarms under 5%, please", 95),
        ("wrong labels < 2%", 98),
        ("less than one in fifty wrong", 98),
        ("nobody will stand for more than 1 in 250 missed", 99.6),
        ("no more than 2 errors in 500", 99.6),
        ("misses must stay below 0.8%", 99.2),
    ],
)
def test_a_cap_on_errors_is_the_level_that_is_needed(text: str, level: float) -> None:
    assert dict(Reader().read(text).facts) == {TARGET: level}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("we miss less than 2% today", 98),
        ("the error rate is under 4% right now", 96),
        ("currently under 3% are wrong", 97),
        ("missed alarms are at 2% now", 98),
        ("it makes fewer than 5% errors", 95),
    ],
)
def test_errors_that_happen_are_how_good_it_is_today(text: str, level: float) -> None:
    assert dict(Reader().read(text).facts) == {CURRENT: level}


def test_the_question_decides_of_what_time_a_cap_is() -> None:
    for asked in (CURRENT, TARGET):
        assert dict(Reader().read("under 4% wrong", asked=asked).facts) == {asked: 96}


@pytest.mark.parametrize(
    ("text", "now", "needed"),
    [
        ("it gets 42% right today; at 65% we'd go live", 42, 65),
        ("42% correct so far, at 75% we could launch", 42, 75),
        ("It's at 55% right; with 80 we could deploy it", 55, 80),
        ("it manages 42% now, at 65% we would switch it on", 42, 65),
        ("now at 63, they'd roll it out at 90", 63, 90),
        ("It's right 58% of the time; we'd ship it at 85%", 58, 85),
        ("accuracy is 71% today and at 85% we can release it", 71, 85),
        ("42% correct today, 75% and we'd put it live", 42, 75),
    ],
)
def test_what_it_takes_to_start_is_the_level_that_is_needed(
    text: str, now: float, needed: float
) -> None:
    assert dict(Reader().read(text).facts) == {CURRENT: now, TARGET: needed}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("41% of what it writes is usable", 41),
        ("a quarter of its drafts are usable", 25),
        ("58% of its answers are right", 58),
    ],
)
def test_the_share_that_can_be_used_is_how_good_it_is_today(text: str, level: float) -> None:
    assert Reader().read(text).facts[CURRENT] == level


@pytest.mark.parametrize(
    "text",
    [
        "41% of our budget is gone",
        "under 4% of the letters come by fax",
        "below 2% of customers complain on the phone",
        "at 80% load we'd hire",
        "costs under 5% of revenue",
    ],
)
def test_shares_of_something_else_are_no_level(text: str) -> None:
    assert not {CURRENT, TARGET} & set(Reader().read(text).facts)

"""Figures that look like a volume or an accuracy and are none: seasons, waits, goods, years."""

from collections.abc import Mapping
from typing import Any

import pytest

from agent.offline.reading.reader import Reader


def read(text: str, fact: str, *, asked: str | None = None, known: Any = None) -> Any:
    known = known or {}
    return Reader().read(text, asked=asked, known=known).facts.get(fact)


def volume(text: str, **context: Any) -> Any:
    return read(text, "monthly_requests", **context)


@pytest.mark.parametrize(
    "text",
    [
        "took 500 a week at christmas",
        "around Easter it was 4,000 mails a day",
        "in high season 700 calls a day",
        "During tax season, we get 400 returns a day",
        "300 a day (in the holidays)",
        "60 bookings a day, but only in summer",
        "each December 5,000 letters a day to Santa",
        "At Easter, 120 agents take 40 calls a day each",
    ],
)
@pytest.mark.parametrize("known", [{}, {"monthly_requests": 900}])
def test_a_rate_of_a_season_is_not_the_usual_one(text: str, known: Mapping[str, Any]) -> None:
    assert volume(text, known=known) is None
    assert volume(text, known=known, asked="monthly_requests") is None


def test_a_rate_of_a_season_sets_nothing_right() -> None:
    known = {"monthly_requests": 900}
    assert volume("actually it was 500 a week at christmas", known=known) is None
    assert volume("900 a week at christmas", known=known) is None


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("300 tickets a day, 900 a day at christmas", 9_000),
        ("in winter 300 mails a day, 40 mails a day otherwise", 1_200),
        ("we write 500 christmas cards a month", 500),
        ("since christmas we get 500 mails a month", 500),
        ("500 mails a month, at christmas we close", 500),
        ("before the storm season we go live, 500 alerts a month", 500),
        ("except at christmas we get 300 mails a day", 9_000),
        ("400 mails a month, in summer as in winter", 400),
        ("the season ticket desk gets 300 mails a month", 300),
    ],
)
def test_the_usual_rate_is_read_beside_a_season(text: str, monthly: float) -> None:
    assert volume(text) == pytest.approx(monthly)


@pytest.mark.parametrize(
    "text",
    [
        "it takes a day, 400 tickets come in",
        "an answer takes a minute, 300 mails wait",
        "they wait a day, 90 mails come in",
        "give me a day, 400 tickets is a lot",
        "60 calls wait an hour",
        "400 tickets need a day of work",
        "400 tickets cost us a day",
        "after a day, 90 mails had come in",
    ],
)
def test_how_long_something_takes_is_no_rate(text: str) -> None:
    assert volume(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "so a day, 400 tickets come in",
        "on an average day, 400 tickets come in",
        "each day, about 400 tickets come in",
        "Tickets a day, roughly 400",
        "about 400 tickets need an answer a day",
        "400 mails want answering a day",
    ],
)
def test_a_day_beside_a_count_is_a_rate(text: str) -> None:
    assert volume(text) == 12_000


@pytest.mark.parametrize(
    "text",
    [
        "40 shops, each with 12 staff, and sell 3,000 loaves a day",
        "our plant makes 40,000 bottles a day",
        "we bake 600 cakes a week and want a chatbot",
        "we ship 900 parcels a day",
        "the mill turns out 80 tonnes a day",
        "errors have to drop from 12 to 3 a week",
        "complaints must fall from 40 to 10 a month",
        "we want mistakes down from 20 to 5 a day",
        "errors dropped from 12 to 3 a week",
        "we have to get down to 400 calls a week",
    ],
)
def test_goods_and_goals_are_no_requests(text: str) -> None:
    assert volume(text) is None


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("we sell 3,000 loaves a month and each gets a label text", 3_000),
        ("We sell 40 houses a month. Each needs a listing text.", 40),
        ("we process 3,000 orders a month", 3_000),
        ("3,000 parcels a month need a customs code", 3_000),
        ("we make 300 calls a month", 300),
        ("we produce 40 reports a month", 40),
        ("Cake texts: we bake 90 cakes a month", 90),
        ("tickets went from 300 to 500 a month", 500),
        ("volume will drop from 900 to 400 a month", 400),
    ],
)
def test_goods_that_are_worked_on_and_moving_volumes_are_read(text: str, monthly: float) -> None:
    assert volume(text) == monthly


@pytest.mark.parametrize("asked", [None, "current_accuracy"])
@pytest.mark.parametrize(
    "text",
    [
        "We were 92% sure in 2021",
        "we were 92% right in 2021",
        "In 2019, accuracy was 88%",
        "back in 2022 the prompt got 71%",
        "last year it was at 70 percent accuracy",
        "8 of 10 were right in 2022",
        "our prompt scored 0.84 back then",
    ],
)
def test_what_was_right_in_a_year_that_is_over_is_no_accuracy_of_today(
    text: str, asked: str | None
) -> None:
    assert read(text, "current_accuracy", asked=asked) is None
    known = {"current_accuracy": 60}
    assert read("no, " + text, "current_accuracy", asked=asked, known=known) is None


@pytest.mark.parametrize(
    "text",
    [
        "accuracy is 88% on the 2021 data",
        "since 2021 we are at 88% accuracy",
        "it was 88% right on tickets from 2021",
        "In 2021 we launched, we're at 88% accuracy",
        "It scored 88% on last year's data",
    ],
)
def test_a_year_that_dates_something_else_leaves_the_accuracy(text: str) -> None:
    assert read(text, "current_accuracy") == 88


@pytest.mark.parametrize("asked", [None, "current_accuracy"])
@pytest.mark.parametrize(
    "text",
    [
        "1 in 4 visitors asks for help",
        "3 in 10 patients want a call back",
        "2 out of 3 users want an answer at once",
        "a quarter of our callers hang up",
        "1 in 5 calls needs an interpreter",
        "1 in 20 patients misses the appointment",
        "80% of visitors leave",
    ],
)
def test_a_share_of_people_is_no_accuracy(text: str, asked: str | None) -> None:
    facts = Reader().read(text, asked=asked).facts
    assert not {"current_accuracy", "target_accuracy"} & set(facts)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("1 in 4 answers is wrong", 75),
        ("one in five customers gets a wrong answer", 80),
        ("9 in 10 customers get the right answer", 90),
        ("it gives 1 in 5 patients bad advice", 80),
        ("1 in 5 drafts needs an edit", 80),
        ("8 of 10 mails are sorted right", 80),
    ],
)
def test_a_share_of_answers_is_read_whoever_gets_them(text: str, percent: float) -> None:
    assert read(text, "current_accuracy") == percent

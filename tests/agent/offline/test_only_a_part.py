"""A figure told before that was one of a part only, and whose parcels are no requests of ours."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader

KNOWN: dict[str, Any] = {"task": "generation", "monthly_requests": 50, "labeled_examples": 500}
WEEKLY: dict[str, Any] = {"task": "generation", "monthly_requests": 1303.5}


@pytest.mark.parametrize("asked", ["failure_mode", None])
@pytest.mark.parametrize(
    ("text", "known", "facts"),
    [
        ("ah, the 50 was only one branch, everybody together writes 180", KNOWN,
         {"monthly_requests": 180}),
        ("the 50 is just one plant, in total we have 240", KNOWN, {"monthly_requests": 240}),
        ("the 300 covers only Lyon; all over France it's 900", WEEKLY,
         {"monthly_requests": 3910.5}),
        ("those 500 were only from one team, together it's 1,900", KNOWN,
         {"labeled_examples": 1900}),
        ("I told you per week, that was just Oslo, with Bergen it's 700", WEEKLY,
         {"monthly_requests": 3041.5}),
        ("I said a year, but that was one shop alone, all shops come to 1,800", KNOWN,
         {"monthly_requests": 150}),
    ],
)  # fmt: skip
def test_the_whole_takes_the_place_of_the_part(
    text: str, known: dict[str, Any], facts: dict[str, object], asked: str | None
) -> None:
    reading = Reader().read(text, asked=asked, known=known)
    assert (reading.kind, dict(reading.facts)) == ("correct", facts)
    assert str(known["monthly_requests"]) not in reading.unplaced


@pytest.mark.parametrize(
    "text",
    [
        "we have 50 branches, 200 are planned",
        "only 50 people work in that office, 200 in all",
        "I said a year ago we had 300 people",
        "the 50 is right",
        "the 60 was only one branch",
    ],
)
def test_a_figure_of_something_else_corrects_nothing(text: str) -> None:
    reading = Reader().read(text, known=KNOWN)
    assert not {"monthly_requests", "labeled_examples"} & {*reading.facts, *reading.cleared}


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("Our largest client ships 9,000 parcels a month, we answer 80 mails a day about parcels",
         2400),
        ("Two suppliers deliver 700 crates a week. Our buyers send 30 questions on crates a day.",
         900),
        ("customers order by mail, we read 400 orders a day", 12_000),
        ("we get 300 parcels a day to inspect, each with a damage report", 9000),
    ],
)  # fmt: skip
def test_what_others_trade_is_no_request_of_ours(text: str, requests: float) -> None:
    assert Reader().read(text).facts["monthly_requests"] == requests

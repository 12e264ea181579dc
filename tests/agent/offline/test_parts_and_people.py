"""Amounts told as parts and products: of a million, of the examples, of the people who come."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("text", "asked", "fact", "value"),
    [
        ("let's call it two thirds of a million", "monthly_requests", "monthly_requests", 666_667),
        ("call it half a million", "monthly_requests", "monthly_requests", 500_000),
        ("about a third of a million", "monthly_requests", "monthly_requests", 333_333),
        ("3/4 of a million", "monthly_requests", "monthly_requests", 750_000),
        ("some three-quarters of a million emails per month", None, "monthly_requests", 750_000),
        ("2/3 of a million calls a month", None, "monthly_requests", 666_667),
        ("two fifths of a million queries a month", None, "monthly_requests", 400_000),
        ("We have three quarters of a million labelled pairs", None, "labeled_examples", 750_000),
        ("three quarters of a thousand", "labeled_examples", "labeled_examples", 750),
        ("a tenth of a million tokens", "knowledge_tokens", "knowledge_tokens", 100_000),
        ("three quarters of the answers are right", None, "current_accuracy", 75),
    ],
)
def test_a_part_of_a_million_is_a_number(
    reader: Reader, text: str, asked: str | None, fact: str, value: float
) -> None:
    reading = reader.read(text, asked=asked)
    assert reading.command is None
    assert reading.facts == {fact: pytest.approx(value, rel=1e-5)}


@pytest.mark.parametrize("text", ["a third of the million is spam", "two thirds of our customers"])
def test_a_part_of_what_was_spoken_of_is_none(reader: Reader, text: str) -> None:
    assert reader.read(text).facts == {}


def test_what_is_named_after_a_number_and_more_is_a_name_still(reader: Reader) -> None:
    assert reader.read("call it half a million plan").args == {"scenario": "half a million plan"}


@pytest.mark.parametrize(
    ("text", "known", "left"),
    [
        ("a third of the 6,000 pairs turned out to be empty, remove them", 6000, 4000),
        ("half of the 4,800 are in the wrong language, drop those", 4800, 2400),
        ("two thirds of those 9,000 are machine-made, cross them out", 9000, 3000),
        ("10% of the 3,000 examples were mislabelled, throw them out", 3000, 2700),
        ("700 of those 8,200 were copies, take them off", 8200, 7500),
        ("all 5,100 turned out to be duplicates, take them off", 5100, 0),
        ("a third of my examples are unusable, take those away", 900, 600),
    ],
)
def test_a_part_of_a_told_number_goes_not_all_of_it(
    reader: Reader, text: str, known: int, left: int
) -> None:
    facts = {"task": "classification", "labeled_examples": known}
    assert reader.read(text, known=facts).facts == {"labeled_examples": left}


def test_a_part_of_another_number_is_taken_from_that_one(reader: Reader) -> None:
    known = {"labeled_examples": 5100, "monthly_requests": 2000}
    reading = reader.read("half of the 2,000 requests are spam", known=known)
    assert reading.facts == {"monthly_requests": 1000}


@pytest.mark.parametrize(
    ("text", "known", "value"),
    [
        ("the students did 240 more yesterday, please include them", 600, 840),
        ("finished 75 additional ones, add them", 600, 675),
        ("they completed 400 extra ones last night, count them in as well", 1500, 1900),
        ("80 further pairs are done, include them please", 1500, 1580),
        ("my team wrote 60 new ones, put them on top", 900, 960),
    ],
)
def test_what_is_to_be_counted_in_is_added(
    reader: Reader, text: str, known: int, value: int
) -> None:
    reading = reader.read(text, known={"task": "extraction", "labeled_examples": known})
    assert (reading.kind, reading.facts) == ("correct", {"labeled_examples": value})


@pytest.mark.parametrize(
    "text",
    [
        "75 further ones may come next week, don't count them yet",
        "we finished 2 further projects",
    ],
)
def test_what_does_not_count_yet_is_not_added(text: str) -> None:
    assert Reader().read(text, known={"labeled_examples": 900}).facts == {}


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("We send 40 notices a month, times four regions.", 160),
        ("200 product texts a month, times 6 markets", 1200),
        ("50 reports a day, times two versions each", 3000),
        ("500 mails per month, multiplied by three brands", 1500),
        ("120 tickets a day, in three languages", 3600),
        ("we get 90 faxes a month, at times in three languages", 90),
        ("90 forms a month, three times as many in December", 90),
    ],
)
def test_a_rate_times_something_is_multiplied(reader: Reader, text: str, requests: float) -> None:
    assert reader.read(text).facts["monthly_requests"] == pytest.approx(requests)


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("It drafts replies to guests. 25 a day tops.", 750),
        ("We sort complaints - 60 per month at most.", 60),
        ("It summarises transcripts. At most 40 per month.", 40),
        ("Turning survey notes into four fields - up to 70 per month", 70),
        ("Our budget is 60 per month at most", None),
        ("We have little money. 60 per month at most.", None),
        ("We label ourselves. 60 per month at most.", None),
        ("I work 3 days per week at most", None),
    ],
)
def test_a_rate_by_itself_is_the_volume(reader: Reader, text: str, requests: float | None) -> None:
    assert reader.read(text).facts.get("monthly_requests") == requests


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("we have 600,000 guests a year, about a third of them ask something", 16_666.67),
        ("12,000 users a month, a quarter of them ask one question", 3000),
        ("900 patients a day, one in three asks something.", 9000),
        ("360,000 passengers a year, I'd guess a fifth of them ask two things", 12_000),
        ("600,000 patients a year, 10% of them send a message each", 5000),
    ],
)
def test_the_part_of_the_people_who_ask_is_the_volume(
    reader: Reader, text: str, requests: float
) -> None:
    read = reader.read(text).facts["monthly_requests"]
    assert read == pytest.approx(requests, rel=1e-4)


def test_the_part_that_only_comes_from_abroad_is_none() -> None:
    text = "2 million visitors a year, half of them from abroad"
    assert "monthly_requests" not in Reader().read(text).facts


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("a contract is about 9,000 tokens, the summary must fit in 500", (9000, 500)),
        ("Each case is 5,000 tokens and the brief may run to 800.", (5000, 800)),
        ("A ticket is 700 tokens, and it has to fit in one of 12 classes", (700, None)),
        ("reports of 11k tokens, and the note must fit in 900 characters", (11_000, None)),
        ("The team has to fit in 60.", (None, None)),
    ],
)
def test_what_something_has_to_fit_in_is_its_size(
    reader: Reader, text: str, sizes: tuple[Any, Any]
) -> None:
    facts = reader.read(text).facts
    assert (facts.get("prompt_tokens"), facts.get("output_tokens")) == sizes

"""Words that only look like a fact tell none, and their neighbours still do."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader

EXAMPLES = {"labeled_examples": 300}
PROJECT = {"task": "classification", "monthly_requests": 900}


@pytest.mark.parametrize(
    ("text", "known", "value"),
    [
        ("our examples are from 2023 and nothing has changed since", EXAMPLES, None),
        ("examples are of good quality and zero duplicates", EXAMPLES, None),
        ("The labels come from two experts, and no example has been checked twice",
         EXAMPLES, None),
        ("All the samples are from real customers and we have zero complaints about them",
         EXAMPLES, None),
        ("our 300 examples are all from Anna and nothing is missing", EXAMPLES, 300),
        ("those examples were for the blog, so zero here", EXAMPLES, 0),
        ("We got 90 more labels, but I could not add the photos", EXAMPLES, 390),
        ("We got 90 more labels, but don't count them", EXAMPLES, None),
    ],
)  # fmt: skip
def test_examples(reader: Reader, text: str, known: dict[str, Any], value: int | None) -> None:
    assert reader.read(text, known=known).facts.get("labeled_examples") == value


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("We get 2/3 thousand emails a month to sort", None),
        ("5/6 thousand calls a month", None),
        ("3/4 million calls a month", 750_000),
        ("1/2 million calls a month", 500_000),
        ("40 calls a day, times 20 working days", 800),
        ("40 notices a day to summarize, times 3 pages", 1200),
        ("Draft a letter to the owner of every damaged car, 200 a month", 200),
        ("Write a note for the chief physician for each patient, 40 a day", 1200),
        ("Make a report for the director out of 300 incident sheets a month", 300),
    ],
)
def test_volumes(reader: Reader, text: str, monthly: float | None) -> None:
    assert reader.read(text).facts.get("monthly_requests") == monthly


@pytest.mark.parametrize(
    "text",
    [
        "what if a nurse makes a mistake?",
        "what if a guest gets lost?",
        "what if they shut down the mine",
        "If it's wrong 10 times a day, what do you suggest we do?",
        "When a customer sends 3 photos, how does it cope?",
    ],
)
def test_worries(reader: Reader, text: str) -> None:
    reading = reader.read(text, known=PROJECT)
    assert reading.topic not in ("mishap", "retired")
    assert not reading.hypothetical


@pytest.mark.parametrize(
    "text", ["no, we haven't written any examples", "we have never written any"]
)
def test_no_examples_were_written(reader: Reader, text: str) -> None:
    assert reader.read(text, asked="labeled_examples").facts == {"labeled_examples": 0}


def test_a_fault_after_all_is_not_none(reader: Reader) -> None:
    text = "nothing, we haven't started the rollout but the bot is always wrong on dates"
    assert reader.read(text, asked="failure_mode").facts.get("failure_mode") != "none"


def test_an_assistant_has_a_level_and_no_age(reader: Reader) -> None:
    facts = reader.read("the assistant is 85 now, we want 95 percent").facts
    assert (facts["current_accuracy"], facts["target_accuracy"]) == (85, 95)


@pytest.mark.parametrize(
    "text",
    ["Our hotel has 5 categories of rooms", "Our shop has 12 categories, 3,000 visitors a day"],
)
def test_categories_alone_are_no_task(reader: Reader, text: str) -> None:
    assert "task" not in reader.read(text).facts

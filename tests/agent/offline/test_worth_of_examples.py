"""What the examples are worth says nothing of what the model gets right, or wrong."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader

LEVELS = {"current_accuracy", "target_accuracy"}
KNOWN: dict[str, Any] = {
    "task": "classification", "labeled_examples": 60_000, "current_accuracy": 81,
}  # fmt: skip


@pytest.mark.parametrize("asked", ["failure_mode", None])
@pytest.mark.parametrize(
    "text",
    [
        "The 60k are noisy, perhaps 12% mislabelled.",
        "Oh, and a third of them are out of date",
        "some of the pairs are stale",
        "about 10% of our examples are rubbish",
        "we have label noise of roughly 12%",
        "our annotators mistagged 7% of the rows",
        "most of those are obsolete by now",
    ],
)
def test_bad_examples_are_no_fault_of_the_model(
    reader: Reader, text: str, asked: str | None
) -> None:
    told = reader.read(text, asked=asked, known=KNOWN).facts
    assert not set(told) & {*LEVELS, "failure_mode"}
    assert told.get("labeled_examples", 0) < 60_000


@pytest.mark.parametrize(
    ("text", "known", "facts"),
    [
        ("half of the answers are outdated", KNOWN, {"failure_mode": "missing_knowledge"}),
        ("half of them are outdated", {"task": "chat"}, {"failure_mode": "missing_knowledge"}),
        ("the bot mislabels some of them", KNOWN, {"failure_mode": "wrong_behavior"}),
        ("16% of the answers are wrong", {}, {"current_accuracy": 84}),
        ("error rate is 12%", {"labeled_examples": 900}, {"current_accuracy": 88}),
    ],
)
def test_faults_of_the_model_are_read_beside_examples(
    text: str, known: dict[str, Any], facts: dict[str, object]
) -> None:
    reading = Reader().read(text, asked="failure_mode", known=known)
    assert facts.items() <= reading.facts.items()


@pytest.mark.parametrize("asked", ["failure_mode", None])
@pytest.mark.parametrize(
    "text",
    [
        "the 60k mails aren't good examples, lots of them are junk",
        "those 60,000 are no gold examples by any means",
        "they aren't really usable examples",
        "hm, these tickets were never labelled examples",
        "those can't be seen as good examples",
        "the 60k don't count as clean training data",
    ],
)
def test_examples_that_are_none_are_taken_back(text: str, asked: str | None) -> None:
    reading = Reader().read(text, asked=asked, known=KNOWN)
    taken_back = reading.cleared == ("labeled_examples",)
    assert taken_back or reading.facts == {"labeled_examples": 0}


@pytest.mark.parametrize(
    ("text", "examples"),
    [
        ("we have 3,000 letters but the 3,000 aren't good examples", None),
        ("the 9,000 mails are no labelled examples", 0),
        ("9,000 good examples, not just mails", 9000),
        ("those 9,000 are good examples", 9000),
        ("9,000 tickets, 400 of them labelled; the rest aren't", 400),
    ],
)
def test_what_is_no_example_is_not_counted(text: str, examples: int | None) -> None:
    assert Reader().read(text).facts.get("labeled_examples") == examples


@pytest.mark.parametrize("asked", ["failure_mode", None])
@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("we have 2000 examples, half of them are outdated", 2000),
        ("We have 2000 examples. Half of them are outdated.", 2000),
        ("We have 2000 labelled tickets, 15% of them mislabelled", 1700),
    ],
)
def test_examples_told_and_doubted_at_once_are_no_fault(
    text: str, most: int, asked: str | None
) -> None:
    facts = Reader().read(text, asked=asked).facts
    assert not set(facts) & {*LEVELS, "failure_mode"}
    assert facts["labeled_examples"] <= most


@pytest.mark.parametrize(
    "text",
    [
        "We have 2000 tickets, half of them get outdated answers",
        "We have 2000 examples, and half of the answers are outdated",
    ],
)
def test_outdated_answers_beside_a_count_are_a_fault(text: str) -> None:
    assert Reader().read(text, asked="failure_mode").facts["failure_mode"] == "missing_knowledge"

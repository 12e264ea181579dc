"""What there is to learn from, asked for besides the good examples that are known."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader

SIGNAL = "training_signal"
EXAMPLES: dict[str, Any] = {"labeled_examples": 5000, "task": "generation"}


@pytest.mark.parametrize(
    "text",
    [
        "No ratings, only those 5,000.",
        "there are no ratings",
        "no votes or clicks, only the finished pieces",
        "we never stored ratings, just the 5k pairs",
        "neither ratings nor scores",
        "nothing beyond these",
        "nothing else, sorry",
        "nope",
        "no, that's all we have",
        "we don't collect feedback, only the 5,000 examples",
    ],
)
def test_nothing_besides_the_examples_leaves_the_examples(reader: Reader, text: str) -> None:
    reading = reader.read(text, asked=SIGNAL, known=EXAMPLES)
    assert reading.facts[SIGNAL] == "demonstrations"
    assert set(reading.facts) <= {SIGNAL, "labeled_examples"}


@pytest.mark.parametrize(
    ("text", "known", "value"),
    [
        ("no ratings, but a suite of unit tests", EXAMPLES, "metric"),
        ("no score, though users give a thumbs up", EXAMPLES, "preferences"),
        ("no, people rate the drafts", EXAMPLES, "preferences"),
        ("not just examples, also star ratings", EXAMPLES, "preferences"),
        ("our testers compare pairs and pick the better one", EXAMPLES, "preferences"),
        ("nothing, not even those examples are usable", EXAMPLES, "none"),
        ("nothing yet", {}, "none"),
        ("no ratings", {}, "none"),
        ("nothing", {"labeled_examples": 10}, "none"),
    ],
)
def test_what_else_there_is_or_is_not_stays_what_it_is(
    reader: Reader, text: str, known: dict[str, Any], value: str
) -> None:
    assert reader.read(text, asked=SIGNAL, known=known).facts == {SIGNAL: value}


def test_only_examples_are_not_nothing_tried(reader: Reader) -> None:
    known = {**EXAMPLES, SIGNAL: "demonstrations"}
    assert reader.read("no, only finished examples", asked="tried", known=known).facts == {}
    assert reader.read("no, nothing so far", asked="tried", known=known).facts == {"tried": ()}

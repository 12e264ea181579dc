"""Of the examples that were told so many alone are good."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader

KNOWN: dict[str, Any] = {"task": "classification", "labeled_examples": 900}


@pytest.mark.parametrize("asked", [None, "failure_mode", "latency_target_ms"])
@pytest.mark.parametrize(
    ("text", "left", "bounds"),
    [
        ("only a couple of dozen are truly good ones", 24, (18, 36)),
        ("just two dozen are model ones", 24, None),
        ("but only about 60 of the examples are really useful", 60, (54, 66)),
        ("barely 70 are clean pairs", 70, None),
    ],
)
def test_only_what_is_good_counts(
    reader: Reader, text: str, left: int, bounds: tuple[float, float] | None, asked: str | None
) -> None:
    reading = reader.read(text, asked=asked, known=KNOWN)
    assert (reading.kind, dict(reading.facts)) == ("correct", {"labeled_examples": left})
    assert reading.ranges.get("labeled_examples") == bounds


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("just a handful are any good", 5),
        ("a few dozen of them are usable", 36),
    ],
)
def test_mere_numbers_mean_the_examples_where_nothing_else_was_asked(text: str, left: int) -> None:
    assert dict(Reader().read(text, known=KNOWN).facts) == {"labeled_examples": left}
    assert "labeled_examples" not in Reader().read(text, asked="failure_mode", known=KNOWN).facts


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("We have 900 examples. Only 70 are really good ones.", 70),
        ("We have 900 examples but only a couple of dozen are really good", 24),
        ("900 labelled letters, but just 70 are usable", 70),
    ],
)
def test_in_one_message_too(text: str, left: int) -> None:
    assert Reader().read(text).facts["labeled_examples"] == left


@pytest.mark.parametrize(
    "text",
    [
        "only a couple of dozen are urgent",
        "only a few dozen are good answers",
        "only 12 are good customers",
        "just 30 are good at it",
        "only 80 are in Dutch",
        "a couple of dozen are new",
    ],
)
def test_what_is_otherwise_remarkable_is_no_number_of_good_ones(text: str) -> None:
    assert Reader().read(text, known=KNOWN).facts.get("labeled_examples", 900) == 900

"""Figures told before that are called wrong, without the right ones, beside others that stand."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader

KNOWN: dict[str, Any] = {
    "task": "classification",
    "monthly_requests": 7000,
    "label_classes": 14,
    "labeled_examples": 450,
    "target_accuracy": 92,
    "monthly_budget_usd": 600,
}


@pytest.mark.parametrize("asked", [None, "latency_target_ms", "failure_mode"])
@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("7000 mails is what we said, the 14 classes are wrong", "label_classes"),
        ("The 7,000 a month is correct, but not the 14 classes", "label_classes"),
        ("7000 is right, the 14 isn't", "label_classes"),
        ("the 450 examples stand, the 92% is nonsense", "target_accuracy"),
        ("Yes to the 450 examples, no to the 92% target", "target_accuracy"),
        ("14 classes is wrong, the 7000 mails are right", "label_classes"),
        ("I did say 7000 mails a month, but the budget is wrong", "monthly_budget_usd"),
        ("The volume is correct. The monthly budget isn't.", "monthly_budget_usd"),
        ("the 450 examples are right; the 600 dollars don't hold", "monthly_budget_usd"),
    ],
)
def test_what_is_called_wrong_is_forgotten_and_the_rest_stays(
    reader: Reader, text: str, wrong: str, asked: str | None
) -> None:
    reading = reader.read(text, asked=asked, known=KNOWN)
    assert (reading.kind, reading.cleared) == ("correct", (wrong,))
    assert not reading.facts


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("the 14 is wrong", "label_classes"),
        ("your 7000 is off", "monthly_requests"),
        ("The 92% is wrong", "target_accuracy"),
    ],
)
def test_one_figure_alone_may_be_called_wrong(reader: Reader, text: str, wrong: str) -> None:
    assert reader.read(text, known=KNOWN).cleared == (wrong,)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("the 14 classes are wrong, there are 17", {"label_classes": 17}),
        ("the 7000 mails are right, but it's 17 classes, not 14", {"label_classes": 17}),
    ],
)
def test_a_new_figure_takes_the_place_of_the_wrong_one(text: str, facts: dict[str, int]) -> None:
    reading = Reader().read(text, known=KNOWN)
    assert (dict(reading.facts), reading.cleared) == (facts, ())


def test_what_is_told_besides_is_read() -> None:
    reading = Reader().read("the 14 classes are wrong. We use GPT-4o.", known=KNOWN)
    assert (dict(reading.facts), reading.cleared) == ({"model": "GPT-4o"}, ("label_classes",))


@pytest.mark.parametrize(
    "text",
    [
        "is the 14 wrong?",
        "the 7000 is fine, but the answers are wrong",
        "the volume is right, the labels are wrong",
        "14 of the classes are wrong half the time",
        "the 14 classes are right",
        "the 14 classes aren't balanced",
        "we have 7000 mails and the 14 classes are not all clear",
    ],
)
def test_what_is_said_of_answers_or_asked_takes_nothing_back(text: str) -> None:
    assert not Reader().read(text, known=KNOWN).cleared


def test_nothing_is_called_wrong_of_which_nothing_is_known() -> None:
    assert not Reader().read("the 14 classes are wrong").cleared

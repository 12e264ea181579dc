"""Known facts set right or supposed in other words: units, zeros, steps, distances, parts."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("text", "known", "facts"),
    [
        ("sorry, I meant minutes", {"latency_target_ms": 4000}, {"latency_target_ms": 240_000}),
        ("months, not weeks", {"time_to_launch_days": 35}, {"time_to_launch_days": 150}),
        ("not minutes but seconds", {"latency_target_ms": 120_000}, {"latency_target_ms": 2000}),
        ("I told you 8 seconds, it should be 0.8", {"latency_target_ms": 8000},
         {"latency_target_ms": 800}),
        ("I was two zeros short", {"labeled_examples": 70}, {"labeled_examples": 7000}),
        ("take a zero off the budget", {"monthly_budget_usd": 7000}, {"monthly_budget_usd": 700}),
        ("put another zero on it", {"monthly_requests": 300}, {"monthly_requests": 3000}),
        ("those two are back to front", {"current_accuracy": 91, "target_accuracy": 78},
         {"current_accuracy": 78, "target_accuracy": 91}),
        ("the 24,000 dollars is per year", {"monthly_budget_usd": 24_000},
         {"monthly_budget_usd": 2000}),
        ("the budget went up by 250", {"monthly_budget_usd": 500}, {"monthly_budget_usd": 750}),
        ("the count shrank by 40", {"labeled_examples": 640}, {"labeled_examples": 600}),
        ("they pulled the launch forward by a week", {"time_to_launch_days": 40},
         {"time_to_launch_days": 33}),
        ("we got an extra fortnight", {"time_to_launch_days": 40}, {"time_to_launch_days": 54}),
        ("put 700 more letters a month on top", {"monthly_requests": 3000, "task": "chat"},
         {"monthly_requests": 3700}),
        ("a quarter less than I said", {"monthly_requests": 800}, {"monthly_requests": 600}),
        ("only a third of the pairs are usable", {"labeled_examples": 900},
         {"labeled_examples": 300}),
        ("of the 900 pairs just half are any good", {"labeled_examples": 900},
         {"labeled_examples": 450}),
        ("we are 6 points short of the goal", {"current_accuracy": 70, "target_accuracy": 90},
         {"current_accuracy": 84}),
    ],
)  # fmt: skip
def test_a_known_value_is_set_right(
    text: str, known: dict[str, Any], facts: dict[str, object]
) -> None:
    reading = Reader().read(text, known=known)
    assert (reading.kind, dict(reading.facts), reading.cleared) == ("correct", facts, ())


def test_a_sum_told_of_the_wrong_budget_moves_to_the_other() -> None:
    reader = Reader()
    moved = reader.read("the 5,000 is for the whole project", known={"monthly_budget_usd": 5000})
    assert dict(moved.facts) == {"upfront_budget_usd": 5000}
    assert moved.cleared == ("monthly_budget_usd",)
    both = reader.read(
        "the 5,000 was a one-off, the monthly figure is 350", known={"monthly_budget_usd": 5000}
    )
    assert dict(both.facts) == {"upfront_budget_usd": 5000, "monthly_budget_usd": 350}
    assert both.cleared == ()


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("I never said it has to be JSON", {"output_format": "structured"}),
        ("I no longer stand by the target", {"target_accuracy": 96}),
        ("unsay the deadline", {"time_to_launch_days": 20}),
    ],
)
def test_what_somebody_never_said_is_taken_back(text: str, known: dict[str, Any]) -> None:
    reading = Reader().read(text, known=known)
    assert (reading.kind, dict(reading.facts), reading.cleared) == ("correct", {}, tuple(known))


@pytest.mark.parametrize(
    ("text", "known", "supposed"),
    [
        ("what if our clerks labelled 300 extra letters?", {"labeled_examples": 500},
         {"labeled_examples": 800}),
        ("what if we annotated another thousand", {"labeled_examples": 500},
         {"labeled_examples": 1500}),
        ("with twice the labelled data, what changes?", {"labeled_examples": 500},
         {"labeled_examples": 1000}),
        ("what if it had to be twice as fast", {"latency_target_ms": 3000, "prompt_tokens": 900},
         {"latency_target_ms": 1500}),
        ("what if accuracy sank 5 points under what it is now",
         {"current_accuracy": 80, "target_accuracy": 92}, {"current_accuracy": 75}),
        ("suppose we ended 5 points under the target",
         {"current_accuracy": 80, "target_accuracy": 92}, {"current_accuracy": 87}),
        ("could we live with double the latency, what would change", {"latency_target_ms": 3000},
         {"latency_target_ms": 6000}),
        ("what if we could spend 400 dollars a month less?", {"monthly_budget_usd": 1000},
         {"monthly_budget_usd": 600}),
        ("suppose we settled for 85%", {"current_accuracy": 80, "target_accuracy": 92},
         {"target_accuracy": 85}),
        ("what would you tell us if it were regulated", {"task": "chat"},
         {"regulated": True}),
    ],
)  # fmt: skip
def test_a_change_is_only_supposed(
    text: str, known: dict[str, Any], supposed: dict[str, object]
) -> None:
    reading = Reader().read(text, known=known)
    assert reading.kind == "what_if"
    assert (dict(reading.facts), dict(reading.hypothetical)) == ({}, supposed)


def test_a_question_asked_as_somebody_else_supposes_nothing() -> None:
    reading = Reader().read("explain guardrails as if I were a florist", known={"task": "chat"})
    assert (reading.kind, dict(reading.hypothetical)) == ("question", {})


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("we plan in weeks, not months", {"time_to_launch_days": 60}),
        ("I'll ask again in another week", {"time_to_launch_days": 60}),
        ("only a third of the guests pay by card", {"labeled_examples": 600}),
        ("rents are 4% below what we have", {"current_accuracy": 80}),
        ("seconds rather than minutes", {"latency_target_ms": 4500}),
    ],
)
def test_what_is_said_of_something_else_changes_nothing(text: str, known: dict[str, Any]) -> None:
    reading = Reader().read(text, known=known)
    assert not set(reading.facts) & set(known)
    assert reading.cleared == ()

"""Results of measurements by their words, and what-ifs with facts beside them."""

from typing import Any

import pytest

from agent.offline.answering.reports import RESULT
from agent.offline.reading.reader import Reader


def read(text: str, measuring: str | None, asked: str | None = None, **known: Any) -> Any:
    return Reader().read(text, asked=asked, known=known, measuring=lambda: measuring)


@pytest.mark.parametrize("asked", [None, "monthly_budget_usd"])
@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("current_accuracy", "we ran it: 83 %", 83),
        ("current_accuracy", "the few-shot run got 83", 83),
        ("current_accuracy", "result: 0.83", 83),
        ("current_accuracy", "212 of 250 were right", 84.8),
        ("current_accuracy", "we tested it on 250 cases and got 88 percent", 88),
        ("failure_mode", "it came out as style errors", "wrong_behavior"),
        ("failure_mode", "41 were style, 30 format, 29 wrong facts", "wrong_behavior"),
        ("failure_mode", "we sorted 100: 20 format errors, 55 made-up facts", "missing_knowledge"),
        ("stronger_model_works", "we tried the bigger model and it failed too", False),
        ("stronger_model_works", "the largest model did fine on all of them", True),
    ],
)
def test_a_result_is_read_whatever_question_is_open(
    fact: str, text: str, value: object, asked: str | None
) -> None:
    reading = read(text, fact, asked)
    assert reading.facts == {fact: value}
    assert reading.topic == RESULT


@pytest.mark.parametrize("text", ["we will run it tomorrow", "how should we run it?", "ok"])
def test_plans_and_questions_are_no_results(text: str) -> None:
    assert read(text, "current_accuracy").topic != RESULT


def test_a_bare_percentage_is_the_result_only_while_nothing_else_is_open() -> None:
    assert read("83 %", "current_accuracy").facts == {"current_accuracy": 83}
    assert read("83 %", "current_accuracy", "monthly_budget_usd").facts == {}


def test_a_new_measurement_of_a_known_accuracy_sets_it_right() -> None:
    reading = read("the few-shot run got 86", "failure_mode", current_accuracy=78)
    assert (reading.kind, reading.facts) == ("correct", {"current_accuracy": 86})


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("about four out of five", 77, 83), ("roughly three quarters", 72, 78)],
)
def test_a_hedged_share_answers_the_question_for_an_accuracy(
    text: str, low: float, high: float
) -> None:
    assert read(text, None, "current_accuracy").ranges == {"current_accuracy": (low, high)}


@pytest.mark.parametrize("text", ["nothing yet", "we haven't tried anything", "not one of them"])
def test_nothing_tried_is_an_answer(text: str) -> None:
    assert read(text, None, "tried").facts == {"tried": ()}


@pytest.mark.parametrize(
    "text",
    [
        "We have 3,000 labels. What if it were 300?",
        "we have 3,000 labels; what if it were 300?",
        "we have 3,000 labels, what if it were 300?",
    ],
)
def test_what_is_stated_beside_a_what_if_is_recorded(text: str) -> None:
    reading = read(text, None)
    assert reading.kind == "what_if"
    assert reading.facts == {"labeled_examples": 3000}
    assert reading.hypothetical == {"labeled_examples": 300}


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("what if the main problem was hallucination?", {"failure_mode": "missing_knowledge"}),
        ("what if we had preference ratings?", {"training_signal": "preferences"}),
        (
            "what if the answers had to be 95 % right and facts changed daily?",
            {"target_accuracy": 95, "knowledge_update": "daily"},
        ),
    ],
)
def test_a_what_if_on_a_choice_is_read(text: str, proposed: dict[str, object]) -> None:
    assert read(text, None, task="chat").hypothetical == proposed


def test_half_of_something_nobody_named_is_told_apart_from_nothing() -> None:
    reading = read("what if the prompt was 30 percent shorter?", None, task="chat")
    assert reading.hypothetical == {}
    assert reading.args == {"open": ["prompt_tokens"]}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("what should I test first?", "next_experiment"),
        ("how do I find out?", "next_experiment"),
        ("has anyone done this?", "precedents"),
        ("similar cases?", "precedents"),
        ("who else did that?", "precedents"),
        ("what would the flow chart say?", "flow_chart"),
        ("which step comes next before tuning?", "ladder"),
        ("why did it move?", "why_moved"),
        ("why did the ranking change?", "why_moved"),
        ("what would change your mind?", "change_mind"),
    ],
)
def test_questions_about_the_advice_have_their_topic(text: str, topic: str) -> None:
    assert read(text, None).topic == topic


def test_the_rungs_that_were_measured_come_along() -> None:
    reading = read("zero-shot got 60, few-shot 78: what's next on the ladder?", None)
    assert reading.args == {"zero_shot": 60.0, "few_shot": 78.0}


def test_a_pace_before_an_and_is_no_rate_of_what_follows() -> None:
    reading = read("the tables change yearly and we have 800 good examples", None)
    assert reading.facts["labeled_examples"] == 800
    assert "monthly_requests" not in reading.facts


def test_good_ones_of_anything_are_examples_in_a_what_if() -> None:
    known = {"task": "code", "monthly_requests": 9_000}
    reading = read("suppose we had 800 good queries", None, **known)
    assert reading.hypothetical == {"labeled_examples": 800}

"""Messages as people in a hurry write them: what is read, and what is not made of them."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader

KNOWN: dict[str, Any] = {
    "task": "chat",
    "monthly_requests": 40_000,
    "knowledge_update": "rarely",
    "failure_mode": "wrong_behavior",
}


def _facts(text: str, asked: str | None = None, **known: Any) -> dict[str, Any]:
    return dict(Reader().read(text, asked=asked, known=known).facts)


def test_a_pace_of_change_set_right_is_no_rate_of_requests() -> None:
    reading = Reader().read("no wait, they change daily", known=KNOWN)
    assert reading.facts == {"knowledge_update": "daily"}
    assert "monthly_requests" not in reading.cleared
    assert _facts("sorry, I meant per day", **KNOWN) == {"monthly_requests": 1_200_000}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("what if editors rewrite 900 chats", 900),
        ("what if we get 700 corrected orders from the shops?", 700),
        ("What if 600 of the letters were labelled by hand?", 600),
    ],
)
def test_what_if_counts_what_is_made_good_as_examples_and_not_as_volume(
    text: str, count: int
) -> None:
    assert Reader().read(text, known=KNOWN).hypothetical == {"labeled_examples": count}


def test_what_is_said_not_to_be_there_has_not_been_put_in_place() -> None:
    assert _facts("just a prompt, no retrieval", "tried")["tried"] == ("prompting",)
    assert _facts("retrieval and a validator", "tried")["tried"] == ("rag", "guardrails")


@pytest.mark.parametrize("asked", [None, "labeled_examples"])
def test_a_bare_target_is_an_accuracy_whatever_was_asked(asked: str | None) -> None:
    assert _facts("target: 88", asked) == {"target_accuracy": 88}


def test_a_benchmark_of_so_many_items_is_no_goal() -> None:
    facts = _facts("61% correct on an internal benchmark of 240 questions")
    assert facts["current_accuracy"] == 61
    assert "target_accuracy" not in facts


@pytest.mark.parametrize(
    "text", ["They ask 200 questions per working day", "200 tickets each business day"]
)
def test_a_month_has_fewer_working_days_than_days(text: str) -> None:
    assert _facts(text)["monthly_requests"] == 4_350


def test_a_day_in_court_stays_a_day_of_unknown_number() -> None:
    assert "monthly_requests" not in _facts("200 questions per court day")


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("incoming mails -> 17 categories", "task", "classification"),
        ("it confuses hail damage and flood damage", "failure_mode", "wrong_behavior"),
        ("the model mixes up neighbouring codes", "failure_mode", "wrong_behavior"),
        ("of each pair the one she rejected, the one she took", "training_signal", "preferences"),
        ("the query can be executed and checked automatically", "training_signal", "metric"),
        ("an annotated archive of 30.000", "labeled_examples", 30_000),
        ("we have 90 chats that support corrected", "labeled_examples", 90),
        ("users say it comes across as wooden", "failure_mode", "wrong_behavior"),
    ],
)  # fmt: skip
def test_facts_that_are_said_in_passing_are_read(text: str, fact: str, value: Any) -> None:
    assert _facts(text)[fact] == value


def test_what_confuses_people_is_no_fault_of_the_labels() -> None:
    assert "failure_mode" not in _facts("the form confuses customers and agents")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("show me the flow chart", "flow_chart"),
        ("can I see the decision chart", "flow_chart"),
        ("what would distillation save us?", "break_even"),
        ("how much could we save with LoRA", "break_even"),
        ("how can I save money", "cost_drivers"),
    ],
)
def test_questions_about_charts_and_savings_are_computed_not_looked_up(
    text: str, topic: str
) -> None:
    assert Reader().read(text, known=KNOWN).topic == topic


@pytest.mark.parametrize("text", ["ok so what do we do", "where do we go from here"])
def test_asking_what_to_do_asks_for_the_advice(text: str) -> None:
    reading = Reader().read(text, asked="labeled_examples", known=KNOWN)
    assert reading.command == "recommend_now"


@pytest.mark.parametrize(
    ("text", "now", "aim"),
    [
        ("41% right on 120 questions, need 90", 41, 90),
        ("81% right, and management wants at least 93%", 81, 93),
        ("we need 92%, at 78% now", 78, 92),
    ],
)
def test_a_need_belongs_to_the_figure_behind_it(text: str, now: int, aim: int) -> None:
    facts = _facts(text, "failure_mode")
    assert (facts["current_accuracy"], facts["target_accuracy"]) == (now, aim)


def test_a_bill_that_hurts_is_a_fault_though_the_answers_are_fine() -> None:
    assert _facts("it's fine, the bill is what hurts", "failure_mode") == {
        "failure_mode": "cost_latency"
    }

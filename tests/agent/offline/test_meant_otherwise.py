"""Messages that sound like one thing and are meant as another: thanks, worries, disputes."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader

KNOWN = {"latency_target_ms": 2_000, "prompt_tokens": 900, "output_tokens": 100, "task": "chat"}


def kind(text: str, **context: Any) -> str:
    return Reader().read(text, **context).kind


@pytest.mark.parametrize("asked", [None, "monthly_requests"])
@pytest.mark.parametrize(
    "text",
    [
        "great, cheers, you saved us two meetings",
        "thanks, that saves me a week of work",
        "nice one, you just saved me 4 hours",
        "brilliant, thank you, that was worth more than 10 calls",
    ],
)
def test_thanks_for_what_was_spared_tell_nothing(text: str, asked: str | None) -> None:
    reading = Reader().read(text, asked=asked)
    assert (reading.kind, reading.facts) == ("smalltalk", {})


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("thanks, we get two mails a day", 60),
        ("cheers, 400 a month", 400),
        ("cheers, you saved us two meetings. We get 400 calls a month.", 400),
        ("great! 30 orders a day come in", 900),
    ],
)
def test_thanks_before_a_figure_do_not_hide_it(text: str, monthly: float) -> None:
    assert Reader().read(text).facts["monthly_requests"] == monthly


@pytest.mark.parametrize(
    "text",
    [
        "if we upload our files, does somebody's model learn from them?",
        "if I send our contracts, who gets to see them?",
        "if we use OpenAI, is our data used for training?",
        "if I type in our numbers, do you keep them?",
    ],
)
def test_what_becomes_of_ones_data_is_a_question(text: str) -> None:
    reading = Reader().read(text, known=KNOWN)
    assert (reading.kind, reading.topic) == ("question", "privacy")


@pytest.mark.parametrize(
    "text",
    [
        "if we had 5,000 labels, does peft learn enough?",
        "if we send 5,000 labels, does the model learn enough?",
        "if we share our labels, does peft learn better?",
        "if we self-host, is it dearer?",
    ],
)
def test_what_would_change_the_advice_is_a_what_if(text: str) -> None:
    assert kind(text) == "what_if"


@pytest.mark.parametrize(
    "text",
    [
        "Your latency assumption is wrong",
        "no, your latency figure isn't right",
        "the latency you have is off",
        "you've got the latency wrong",
    ],
)
def test_a_value_called_wrong_is_taken_back(text: str) -> None:
    reading = Reader().read(text, known=KNOWN)
    assert (reading.kind, reading.cleared) == ("correct", ("latency_target_ms",))


@pytest.mark.parametrize(
    "text",
    [
        "your latency assumption is right",
        "is your latency assumption wrong?",
        "your numbers are wrong",
        "your cost figures are wrong",
        "the answers are wrong",
        "the format it gives is wrong",
    ],
)
def test_other_blame_takes_nothing_back(text: str) -> None:
    assert Reader().read(text, known=KNOWN).cleared == ()


def test_a_disputed_value_beside_the_right_one_is_replaced() -> None:
    reading = Reader().read("your latency assumption is wrong, it's 3 seconds", known=KNOWN)
    assert (reading.kind, reading.facts) == ("correct", {"latency_target_ms": 3_000})


@pytest.mark.parametrize(
    "text",
    [
        "we reversed the order of the fields",
        "the order of the columns is reversed",
        "they swapped the servers last week",
        "our agents got mixed up",
        "they rolled back the update",
    ],
)
def test_other_things_turned_round_change_no_values(text: str) -> None:
    reading = Reader().read(text, known=KNOWN)
    assert (reading.kind, reading.facts) == ("describe", {})


@pytest.mark.parametrize(
    "text",
    [
        "I reversed the two",
        "I swapped the prompt and the output",
        "the numbers are reversed",
        "the input and output tokens are the wrong way round",
        "it's the other way round",
    ],
)
def test_two_values_turned_round_are_swapped(text: str) -> None:
    facts = Reader().read(text, known=KNOWN).facts
    assert facts == {"prompt_tokens": 100, "output_tokens": 900}


@pytest.mark.parametrize("text", ["drop everything", "wipe the lot", "forget everything about us"])
def test_dropping_everything_starts_over_which_undo_brings_back(text: str) -> None:
    assert Reader().read(text, known=KNOWN).command == "restart"


@pytest.mark.parametrize(
    "text",
    [
        "drop everything about latency",
        "drop everything but the volume",
        "delete everything except the budget",
        "scrap everything else",
    ],
)
def test_dropping_a_part_does_not_start_over(text: str) -> None:
    assert Reader().read(text, known=KNOWN).command is None


@pytest.mark.parametrize(
    ("text", "monthly", "labels"),
    [
        ("Does the caller want to cancel? 1.2M transcripts per year. Annotated: zero.", 100_000, 0),
        ("Is the invoice a duplicate? 600 a month. Labelled: 2,000.", 600, 2_000),
        ("Which department gets the letter? 400 letters a month. Labels: none", 400, 0),
        ("Who caused the damage? 300 claims a month. Labelled so far: nothing", 300, 0),
    ],
)
def test_a_question_that_is_the_task_asks_nothing(text: str, monthly: float, labels: int) -> None:
    reading = Reader().read(text)
    assert (reading.kind, reading.topic) == ("describe", None)
    assert reading.facts["monthly_requests"] == monthly
    assert reading.facts["labeled_examples"] == labels


@pytest.mark.parametrize(
    "text",
    [
        "Is fine-tuning worth it? 400 mails a day.",
        "Which approach is the right one? 400 mails a day",
        "Is the accuracy good enough? 400 mails a day.",
        "What is the difference to RAG? 400 mails a day",
    ],
)
def test_a_question_to_us_is_answered_beside_what_is_told(text: str) -> None:
    assert Reader().read(text).topic is not None


@pytest.mark.parametrize(
    "text", ["i have one backend dev", "two web developers", "we have three software engineers"]
)
def test_plain_developers_say_nothing_of_machine_learning(text: str) -> None:
    assert "ml_expertise" not in Reader().read(text).facts
    assert "ml_expertise" not in Reader().read(text, asked="ml_expertise").facts


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("one ml engineer", "some"),
        ("two devs who have fine-tuned once", "some"),
        ("our devs never touched ML", "none"),
        ("one backend dev, no ML people", "none"),
    ],
)
def test_developers_with_a_word_of_machine_learning_do(text: str, level: str) -> None:
    assert Reader().read(text, asked="ml_expertise").facts["ml_expertise"] == level


@pytest.mark.parametrize("text", ["take 90 at most", "call it 90 tops", "say 90, no more"])
def test_a_level_that_is_the_most_is_the_target(text: str) -> None:
    assert Reader().read(text, asked="target_accuracy").facts == {"target_accuracy": 90}


@pytest.mark.parametrize(
    ("text", "name"), [("call it lean", "lean"), ("save it as 2025 budget", "2025 budget")]
)
def test_a_name_is_no_figure(text: str, name: str) -> None:
    assert Reader().read(text).args == {"scenario": name}

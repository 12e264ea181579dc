"""Small words that turn a reading: a "let's say" that is no what-if, a figure behind a model."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader
from agent.offline.reading.said import Reading


def _read(text: str, asked: str | None = None, **known: Any) -> Reading:
    return Reader().read(text, asked=asked, known=known)


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("We have 90 harbours with, let's say, 6 questions a day each.", 16_200),
        ("Meal plans for clients, lets say 40 a month. Fixed headings.", 40),
        ("A desk of 30 agents, let's say 12 tickets per head and day.", 10_800),
    ],
)
def test_lets_say_before_a_figure_in_a_sentence_is_a_hedge(text: str, requests: float) -> None:
    reading = _read(text)
    assert (reading.kind, reading.facts["monthly_requests"]) == ("describe", requests)
    assert "monthly_requests" in reading.ranges


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("Let's say we had 500 examples", {"labeled_examples": 500}),
        ("ok, let's say 500 requests a month", {"monthly_requests": 500}),
        ("We have 3000 examples, but let's say we had 100 examples", {"labeled_examples": 100}),
        ("and with, let's say, 5000 requests a month?", {"monthly_requests": 5000}),
        ("at 50k requests a month would you still recommend that?", {"monthly_requests": 50_000}),
        ("now with 50k requests a month, would you still say so?", {"monthly_requests": 50_000}),
    ],
)
def test_what_is_supposed_is_not_recorded(text: str, supposed: dict[str, Any]) -> None:
    reading = _read(text, monthly_requests=9000)
    assert (reading.kind, reading.hypothetical) == ("what_if", supposed)
    assert "monthly_requests" not in reading.facts


def test_what_tuning_does_to_quality_is_a_question() -> None:
    assert _read("do you lose accuracy with qlora next to normal lora").kind == "question"
    assert _read("would we lose quality if we had 100 examples").kind == "what_if"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "with gpt-4o 2000 mails a day are fine",
            {"model": "gpt-4o", "monthly_requests": 60_000},
        ),
        (
            "with mixtral-8x22b 45 of 100 are right",
            {"model": "mixtral-8x22b", "current_accuracy": 45},
        ),
        ("mistral large 2 gets 70%", {"model": "mistral large 2", "current_accuracy": 70}),
        ("mistral small 3.1 gets 71%", {"model": "mistral small 3.1", "current_accuracy": 71}),
        ("mistral-large-2407 gets 71%", {"model": "mistral-large-2407", "current_accuracy": 71}),
        ("gpt-4-1106 gets 72%", {"model": "gpt-4-1106", "current_accuracy": 72}),
    ],
)
def test_a_figure_behind_a_models_name_is_no_version_of_it(
    text: str, facts: dict[str, Any]
) -> None:
    assert _read(text).facts == facts


@pytest.mark.parametrize(
    "text",
    [
        "a tuned gpt-4o-mini we had last year did 70%, plain gpt-4o today does 66%",
        "gpt-4o-mini, which we used before, was too weak; now it is gpt-4o",
    ],
)
def test_a_model_of_before_is_not_the_one_in_use(text: str) -> None:
    assert _read(text).facts["model"] == "gpt-4o"


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("700 pupils, each one sends 3 essays by week", 9124.5),
        ("we get 500 tickets by day", 15_000),
        ("200 doctors, each writes about 90 letters per term, three terms a year", 4500),
        ("200 teachers, each writes 90 reports per semester, two semesters a year", 3000),
        ("90 letters per term, three terms a year", 22.5),
    ],
)
def test_so_many_each_are_counted_for_all_of_them(text: str, requests: float) -> None:
    assert _read(text).facts["monthly_requests"] == pytest.approx(requests)


@pytest.mark.parametrize("text", ["500 tickets by day 3", "500 good examples by week 4"])
def test_by_a_date_is_no_rate(text: str) -> None:
    assert set(_read(text).facts.values()) <= {500}
    assert "monthly_requests" not in _read(text).facts


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("a law firm of nine, not one of us has ever trained a model", "none"),
        ("not a single one of us has trained a model", "none"),
        ("one of us has trained a model", "some"),
        ("fine-tuning is our daily bread", "strong"),
        ("training models is my day job", "strong"),
    ],
)
def test_who_has_trained_models(text: str, level: str) -> None:
    assert _read(text).facts["ml_expertise"] == level


def test_a_form_that_people_fill_in_says_nothing_of_the_output() -> None:
    assert "output_format" not in _read("Web form in, email out.").facts
    assert _read("the answers go into our web form").facts["output_format"] == "structured"


def test_nothing_for_setup_is_a_budget() -> None:
    facts = _read("nothing for setup, but $50 monthly is ok").facts
    assert facts == {"upfront_budget_usd": 0, "monthly_budget_usd": 50}


@pytest.mark.parametrize(
    "text", ["I had those two backwards. 900 go in, 200 come out", "I got them backwards"]
)
def test_two_lengths_told_the_wrong_way_round_change_places(text: str) -> None:
    reading = _read(text, prompt_tokens=200, output_tokens=900)
    assert (reading.kind, reading.facts) == (
        "correct",
        {"prompt_tokens": 900, "output_tokens": 200},
    )


@pytest.mark.parametrize(
    ("text", "cleared"),
    [
        ("take the one-off money out again, nothing's been approved", "upfront_budget_usd"),
        ("please take the monthly budget out again", "monthly_budget_usd"),
    ],
)
def test_money_can_be_taken_out_again(text: str, cleared: str) -> None:
    reading = _read(text, upfront_budget_usd=900, monthly_budget_usd=70)
    assert reading.cleared == (cleared,)


@pytest.mark.parametrize(
    "text",
    [
        "cut to the chase and give me your pick",
        "get to the point: tell me what to do",
        "give me your favourite",
    ],
)
def test_impatient_people_get_the_advice(text: str) -> None:
    assert _read(text).command == "recommend_now"


def test_a_second_thought_in_an_answer_is_the_answer() -> None:
    reading = _read("6 weeks, no hang on, 9", "time_to_launch_days")
    assert reading.facts == {"time_to_launch_days": 63}


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("what if there was no monthly money at all", {"monthly_budget_usd": 0}),
        ("and with the wording having to be exact every time?", {"consistency_need": "high"}),
    ],
)
def test_needs_and_means_can_be_supposed(text: str, supposed: dict[str, Any]) -> None:
    assert _read(text, monthly_budget_usd=300, consistency_need="low").hypothetical == supposed

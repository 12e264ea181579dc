"""Corrections of a few words, which set right what was told and answer no question."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader

PACED = {"monthly_requests": 3000, "knowledge_update": "daily", "task": "chat"}


@pytest.mark.parametrize("asked", [None, "human_review"])
@pytest.mark.parametrize(
    ("text", "pace"),
    [
        ("actually every month", "monthly"),
        ("no, every week", "weekly"),
        ("sorry, I meant every month", "monthly"),
        ("oh wait, each week", "weekly"),
    ],
)
def test_every_week_sets_right_how_often_things_change(
    reader: Reader, asked: str | None, text: str, pace: str
) -> None:
    assert reader.read(text, asked=asked, known=PACED).facts == {"knowledge_update": pace}


@pytest.mark.parametrize(
    ("text", "monthly"), [("I meant per week", 13_035), ("actually 500 a week", 2172.5)]
)
def test_a_rate_sets_right_how_much_comes_in(reader: Reader, text: str, monthly: float) -> None:
    assert reader.read(text, known=PACED).facts == {"monthly_requests": monthly}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("700 labels. no, 70. well, maybe 90", {"labeled_examples": 90}),
        ("60 letters a day, well, rather 80", {"monthly_requests": 2400}),
        ("20k prompt... sorry, 2k tokens per call", {"prompt_tokens": 2000}),
        ("budget is 900 a month. Sorry, I mean one-off", {"upfront_budget_usd": 900}),
        ("800 labels. Well, the sea is calm", {"labeled_examples": 800}),
        ("500 examples, sorry, 4k tokens per request",
         {"labeled_examples": 500, "prompt_tokens": 4000}),
    ],
)  # fmt: skip
def test_of_what_is_put_right_in_one_breath_the_last_holds(
    reader: Reader, text: str, facts: dict[str, Any]
) -> None:
    assert reader.read(text).facts == facts


@pytest.mark.parametrize("asked", [None, "failure_mode"])
@pytest.mark.parametrize("text", ["oh sorry, I mean up-front", "no, one-time"])
def test_a_budget_told_of_the_wrong_kind_moves(
    reader: Reader, asked: str | None, text: str
) -> None:
    reading = reader.read(text, asked=asked, known={"monthly_budget_usd": 900, "task": "chat"})
    assert reading.facts == {"upfront_budget_usd": 900}
    assert reading.cleared == ("monthly_budget_usd",)


def test_a_budget_that_is_monthly_already_stays(reader: Reader) -> None:
    reading = reader.read("sorry, I mean monthly", known={"monthly_budget_usd": 900})
    assert (reading.facts, reading.cleared) == ({}, ())


@pytest.mark.parametrize("text", ["no, I meant 250", "oops, I typed 250", "sorry, I meant 250"])
def test_a_figure_put_right_answers_no_other_question(reader: Reader, text: str) -> None:
    reading = reader.read(text, asked="labeled_examples", known={"prompt_tokens": 2500})
    assert reading.facts == {"prompt_tokens": 250}


def test_a_figure_alone_answers(reader: Reader) -> None:
    reading = reader.read("250", asked="labeled_examples", known={"prompt_tokens": 2500})
    assert reading.facts == {"labeled_examples": 250}


@pytest.mark.parametrize("asked", [None, "tried"])
@pytest.mark.parametrize(
    "text",
    [
        "no, the 90 examples were for the other shop, so none for this one",
        "those labels came from the old product, so we have zero here",
    ],
)
def test_examples_of_something_else_are_none(reader: Reader, asked: str | None, text: str) -> None:
    known = {"labeled_examples": 90, "task": "classification"}
    assert reader.read(text, asked=asked, known=known).facts == {"labeled_examples": 0}


@pytest.mark.parametrize(
    ("known", "facts"),
    [
        ({"prompt_tokens": 5000, "task": "chat"}, {}),
        ({"prompt_tokens": 5000, "knowledge_tokens": 4000}, {"knowledge_tokens": 40_000}),
    ],
)
def test_pages_set_right_the_documents_and_no_prompt(
    reader: Reader, known: dict[str, Any], facts: dict[str, Any]
) -> None:
    assert reader.read("it's 100 pages, sorry", known=known).facts == facts


@pytest.mark.parametrize("text", ["the volume went back up to 900", "volume dropped back to 900"])
def test_a_volume_that_went_back_is_the_new_one(reader: Reader, text: str) -> None:
    known = {"monthly_requests": 500, "labeled_examples": 50}
    assert reader.read(text, asked="tried", known=known).facts == {"monthly_requests": 900}


@pytest.mark.parametrize("text", ["forget the logo", "hm, drop our style", "ok, skip the tone"])
def test_what_is_dropped_is_no_fault(reader: Reader, text: str) -> None:
    reading = reader.read(text, asked="failure_mode", known={"task": "generation"})
    assert "failure_mode" not in reading.facts


@pytest.mark.parametrize("text", ["it forgets our style", "it drops the greeting"])
def test_what_the_model_drops_is_one(reader: Reader, text: str) -> None:
    reading = reader.read(text, asked="failure_mode", known={"task": "generation"})
    assert reading.facts == {"failure_mode": "wrong_behavior"}


@pytest.mark.parametrize("asked", [None, "failure_mode"])
@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("the job is not translation, it's rephrasing", "generation"),
        ("The task isn't translation, it is summarising", "summarization"),
    ],
)
def test_another_task_replaces_the_one_denied(
    reader: Reader, asked: str | None, text: str, task: str
) -> None:
    known = {"task": "translation", "monthly_requests": 2000}
    assert reader.read(text, asked=asked, known=known).facts == {"task": task}

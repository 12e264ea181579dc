"""Rates, relative what-ifs, parts of a prompt, sums and lengths in the words people use."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader


def facts(text: str, asked: str | None = None) -> dict[str, Any]:
    return dict(Reader().read(text, asked=asked).facts)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("one report every hour for each of 9 plants", 6480),
        ("one a day for each of 300 kiosks", 9000),
        ("9k daily players x ~6 lines each per day", 1_620_000),
        ("9k daily listeners x 2 questions each per day", 540_000),
        ("700 visitors a day, 3 questions each", 63_000),
        ("400 letters in one week", 1738),
    ],
)
def test_so_many_of_each_are_multiplied_out(text: str, value: float) -> None:
    assert facts(text)["monthly_requests"] == pytest.approx(value)


EXAMPLES = {"labeled_examples": 600}
VOLUME = {"monthly_requests": 8000}


@pytest.mark.parametrize(
    ("text", "known", "proposed"),
    [
        ("if the interns deliver another 300, does that tip it", EXAMPLES, 900),
        ("and if the agency sends another 300 examples, would that change the ranking",
         EXAMPLES, 900),
        ("would another 300 examples tip it?", EXAMPLES, 900),
        ("would 300 more examples change the answer?", EXAMPLES, 900),
        ("what would twice as many examples do?", EXAMPLES, 1200),
        ("what would 300 more examples do?", EXAMPLES, 900),
        ("what would half the volume do?", VOLUME, 4000),
        ("what would three times the traffic change?", VOLUME, 24_000),
    ],
)  # fmt: skip
def test_more_of_what_is_known_is_supposed(
    reader: Reader, text: str, known: dict[str, Any], proposed: float
) -> None:
    reading = reader.read(text, known=known)
    assert (reading.kind, dict(reading.hypothetical)) == ("what_if", {next(iter(known)): proposed})
    assert not reading.facts


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the agency delivers another 300", "correct"),
        ("would more examples help?", "question"),
        ("what would more examples do?", "question"),
        ("what would double the cost?", "question"),
    ],
)
def test_what_is_told_or_asked_is_not_supposed(text: str, kind: str) -> None:
    assert Reader().read(text, known=EXAMPLES).kind == kind


@pytest.mark.parametrize(
    ("text", "asked", "told"),
    [
        ("prompt incl. 5 sample letters", None, {}),
        ("prompt incl. 5 sample letters", "labeled_examples", {}),
        ("prompt incl. 5 sample letters", "prompt_tokens", {}),
        ("2k with 5 sample letters", "prompt_tokens", {"prompt_tokens": 2000}),
        ("the prompt holds 5 examples", "labeled_examples", {}),
        ("we have a prompt and 300 labelled letters", None, {"labeled_examples": 300}),
        ("a prompt with 900 tokens", "prompt_tokens", {"prompt_tokens": 900}),
        ("the prompt has 900", "prompt_tokens", {"prompt_tokens": 900}),
    ],
)
def test_the_examples_that_a_prompt_holds_are_none_to_learn_from(
    text: str, asked: str | None, told: dict[str, int]
) -> None:
    assert facts(text, asked) == told


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("get it down to $700 a month", 700),
        ("bring the bill to 700 a month", 700),
        ("keep the costs below 700 a month", 700),
        ("push spending under 30 a day", 900),
    ],
)
def test_what_a_bill_is_to_come_down_to_is_the_budget(text: str, budget: float) -> None:
    assert facts(text) == {"monthly_budget_usd": budget}


def test_getting_it_down_on_paper_is_still_an_export() -> None:
    assert Reader().read("get it down on paper for my boss").command == "export"


@pytest.mark.parametrize(
    "text", ["one single token out", "it answers with one single token", "output: one single token"]
)
def test_a_single_token_is_one(text: str) -> None:
    assert facts(text)["output_tokens"] == 1

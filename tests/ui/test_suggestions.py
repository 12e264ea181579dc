"""The what-ifs that are offered: in words a person would use, and read back as what they mean."""

import pytest

from agent.offline.asking.intents import what_if_spans
from agent.offline.revising.whatifs import read_what_if
from agent.offline.words.message import take_apart
from tools.vocabulary import FactSpec, vocabulary
from ui.suggestions import FIGURES as FIGURES_OF_PEOPLE
from ui.suggestions import PERCENTS, beyond, question

FIGURES = {
    "monthly_requests": (5_000.0, 1_200_000.0),
    "labeled_examples": (15, 4_000),
    "knowledge_tokens": (2_000_000.0, 50_000.0),
    "current_accuracy": (82.0, 97.0),
    "target_accuracy": (90.0, 99.0),
    "prompt_tokens": (2_500.0, 400.0),
    "output_tokens": (300.0, 1_500.0),
    "monthly_budget_usd": (500.0, 12_000.0),
    "upfront_budget_usd": (2_000.0, 90_000.0),
    "latency_target_ms": (300.0, 2_500.0),
    "time_to_launch_days": (14.0, 90.0),
    "label_classes": (4, 40),
}


def _values(rule: FactSpec) -> tuple[float | str | bool, ...]:
    if rule.kind == "choice":
        return rule.choices
    return (True, False) if rule.kind == "flag" else FIGURES[rule.name]


ASKED = [
    (name, value)
    for name, rule in vocabulary().items()
    if rule.kind in ("choice", "flag", "number", "integer")
    for value in _values(rule)
]


@pytest.mark.parametrize(("name", "value"), ASKED, ids=lambda part: str(part))
def test_every_value_of_every_fact_is_asked_in_words_that_are_read_back_exactly(
    name: str, value: float | str | bool
) -> None:
    asked = question(name, value)
    assert asked.startswith("What if ")
    message = take_apart(asked)
    assert read_what_if(message, {}, what_if_spans(message)) == {name: value}


def test_no_label_of_the_vocabulary_is_pasted_into_a_question() -> None:
    assert not [asked for asked in (question(*pair) for pair in ASKED) if " is " in asked]


@pytest.mark.parametrize(
    ("threshold", "up", "value"),
    [
        (14.2, True, 15),
        (14.2, False, 10),
        (10, False, 8),
        (0, True, 1),
        (0.4, False, 0),
        (104, True, 150),
        (1_000, True, 1_500),
        (970_000, True, 1_000_000),
    ],
)
def test_a_number_is_one_that_people_think_of_and_on_the_far_side(
    threshold: float, up: bool, value: float
) -> None:
    assert beyond(threshold, FIGURES_OF_PEOPLE, up=up) == value


@pytest.mark.parametrize(
    ("threshold", "up", "value"), [(82.3, True, 85), (82.3, False, 80), (95, True, 96)]
)
def test_a_percentage_goes_by_fives_and_near_the_end_by_ones(
    threshold: float, up: bool, value: float
) -> None:
    assert beyond(threshold, PERCENTS, up=up) == value


def test_only_what_is_in_place_and_the_model_have_no_words() -> None:
    assert {name for name, _ in ASKED} == set(vocabulary()) - {"tried", "model"}

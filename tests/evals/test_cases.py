"""Quality that must not be lost: agreement with published cases, and knowing when it is unsure."""

from functools import cache

import pytest

from tests.evals.cases import OWN, WAYS, Measured, measure, report
from tests.evals.make_inputs import load

TARGETS = {"all facts": 0.85, "without failure_mode": 0.65, "stated facts only": 0.60}


@cache
def measured(name: str) -> Measured:
    return measure(next(way for way in WAYS if way.name == name))


@pytest.mark.parametrize(("way", "least"), TARGETS.items())
def test_the_first_choice_agrees_with_what_worked(way: str, least: float) -> None:
    assert measured(way).figures["top1"] >= least


def test_with_all_facts_the_stack_and_the_second_choice_agree_too() -> None:
    figures = measured("all facts").figures
    assert figures["top2"] >= 0.95
    assert figures["forbidden"] <= 1
    assert figures["should_include"]["recall"] >= 0.8
    assert figures["warnings"] == []


def test_where_it_is_wrong_it_was_less_sure() -> None:
    found = measured("stated facts only")
    assert found.confidence_when_right is not None
    assert found.confidence_when_wrong is not None
    assert found.confidence_when_wrong < found.confidence_when_right - 0.1


def test_the_top_probability_says_more_than_a_constant_guess() -> None:
    found = measured("stated facts only")
    top = found.figures["brier"]["first_choice"]
    assert top["brier"] < top["base_rate_brier"]
    assert top["brier"] < 0.25


@pytest.mark.parametrize("way", TARGETS)
def test_the_top_probability_says_more_than_the_lead_in_points(way: str) -> None:
    found = measured(way)
    assert found.figures["brier"]["first_choice"]["brier"] < found.margin_brier


def test_projects_that_the_model_was_not_written_with_agree_too() -> None:
    found = measure(WAYS[0], list(load(OWN)))
    assert found.figures["top1"] >= 0.85
    assert found.figures["forbidden"] == 0
    assert found.confidence_when_right is not None
    assert found.confidence_when_wrong is not None
    assert found.confidence_when_wrong < found.confidence_when_right - 0.1


def test_the_report_prints_every_part() -> None:
    text = report(projects=2)
    parts = ("all facts", "one_fact", "Brier", "left out", "shaken", "maintainers", "came true")
    for part in (*parts, "random order", "stops by itself"):
        assert part in text

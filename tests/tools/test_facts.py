from typing import Any

import pytest

from tests.tools.projects import project
from tools.errors import InvalidInput, UnknownName
from tools.facts import ProjectFacts, make_fact
from tools.interview import next_question
from tools.scoring import assess
from tools.worth import worths

NAN, INF = float("nan"), float("inf")

BAD: list[tuple[dict[str, Any], str]] = [
    ({"monthly_requests": "10k"}, "must be a number of requests per month; got '10k'"),
    ({"monthly_requests": NAN}, "must be between 0 and .* got nan"),
    ({"monthly_requests": INF}, "must be between 0 and .* got inf"),
    ({"monthly_requests": -1}, "must be between 0 and .* got -1"),
    ({"labeled_examples": 10**400}, "must be between 0 and .* got 1000"),
    ({"labeled_examples": 2.5}, "must be a whole number; got 2.5"),
    ({"labeled_examples": True}, "must be a number of examples; got True"),
    ({"current_accuracy": 0.85}, "a percent from 0 to 100; got 0.85, .* give 85"),
    ({"current_accuracy": 120}, "must be between 0 and 100"),
    ({"task": "poetry"}, "must be one of classification, .* got 'poetry'"),
    ({"task": ["chat"]}, "must be one of classification"),
    ({"regulated": "yes"}, "must be true or false, got 'yes'"),
    ({"tried": "rag"}, "must be a list of strategy ids; got 'rag'"),
    ({"model": " "}, "must be a text of 1 to 120 characters"),
]

BAD_RANGES: list[tuple[dict[str, Any], str]] = [
    ({"monthly_requests": [20, 10]}, r"must be \[low, high\], low first; got \[20, 10\]"),
    ({"monthly_requests": [1, INF]}, "must be between 0 and .* got inf"),
    ({"monthly_requests": [NAN, 1]}, "must be between 0 and .* got nan"),
    ({"monthly_requests": [1, 10**400]}, "must be between 0 and"),
    ({"monthly_requests": 7}, r"must be \[low, high\]; got 7"),
    ({"task": ["chat", "code"]}, "task takes no range"),
]


@pytest.mark.parametrize(("facts", "said"), BAD)
def test_a_value_that_cannot_be_used_is_an_error_that_shows_it(
    facts: dict[str, Any], said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        ProjectFacts.of(facts)


@pytest.mark.parametrize(("ranges", "said"), BAD_RANGES)
def test_a_range_that_cannot_be_used_is_an_error_that_shows_it(
    ranges: dict[str, Any], said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        ProjectFacts.of(None, ranges)


def test_a_value_outside_its_own_range_is_an_error() -> None:
    with pytest.raises(InvalidInput, match=r"monthly_requests 5 lies outside its range"):
        ProjectFacts.of({"monthly_requests": 5}, {"monthly_requests": [10, 20]})


def test_an_unknown_fact_or_strategy_offers_the_closest_names() -> None:
    with pytest.raises(UnknownName, match="did you mean labeled_examples"):
        ProjectFacts.of({"labelled_examples": 3})
    with pytest.raises(UnknownName, match="unknown strategy 'ragg'; did you mean rag"):
        ProjectFacts.of({"tried": ["ragg"]})


def test_nothing_tried_yet_is_a_fact_that_survives_json() -> None:
    facts = project(task="chat", tried=[])
    assert facts.values()["tried"] == []
    assert ProjectFacts.from_json(facts.to_json()) == facts


def test_nothing_tried_yet_is_known_and_never_asked_again() -> None:
    facts, asked = project(task="chat", tried=[]), []
    assert "tried" not in {row.fact for row in worths(facts)}
    assert "tried" not in {row.fact for row in assess(facts, samples=1).assumed}
    while (found := next_question(facts, asked=asked, max_questions=30)).fact is not None:
        asked.append(found.fact)
    assert asked
    assert "tried" not in asked


def test_nothing_in_place_takes_no_points_from_any_strategy() -> None:
    parts = [c.key for r in assess(project(tried=[]), samples=1).ranking for c in r.contributions]
    assert not [key for key in parts if key.startswith("in_place")]


def test_the_edges_of_a_percent_are_no_shares() -> None:
    assert make_fact("current_accuracy", 0).value == 0
    assert make_fact("current_accuracy", 1).value == 1

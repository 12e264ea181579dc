"""Monotone where it must be: more of what helps a strategy never hurts it."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.projects import plain_projects, project
from tools.facts import STRATEGIES, vocabulary
from tools.model import mean_columns, value_model

few = settings(max_examples=40, derandomize=True, deadline=None)
TUNING = ("peft", "full_finetune", "distillation", "preference_tuning")


def scores_along(strategy: str, facts: dict[str, Any], fact: str, values: list[Any]) -> list[float]:
    model, column = value_model(), STRATEGIES.index(strategy)
    rows = (mean_columns(project(**(facts | {fact: value}))) for value in values)
    return [float(model.scores(model.levels(row))[0, column]) for row in rows]


def rising(values: list[float]) -> bool:
    return all(b >= a - 1e-9 for a, b in pairwise(values))


LADDERS: list[tuple[str, list[Any], tuple[str, ...]]] = [
    ("knowledge_update", list(vocabulary()["knowledge_update"].choices), ("rag",)),
    ("private_knowledge", ["none", "some", "heavy"], ("rag",)),
    ("requirement_change", ["daily", "weekly", "monthly", "quarterly", "rarely"], TUNING),
    ("ml_expertise", ["none", "some", "strong"], TUNING),
    ("monthly_requests", [0, 100, 10_000, 10**6, 10**9], ("peft", "distillation")),
    ("time_to_launch_days", [0, 7, 30, 365], TUNING),
    ("upfront_budget_usd", [0, 1000, 10_000, 10**6], ("peft", "full_finetune")),
    ("consistency_need", ["low", "medium", "high"], ("peft",)),
    ("stronger_model_works", [False, True], ("distillation",)),
    ("labeled_examples", [0, 10, 30, 50, 500, 5000, 10**6], ("peft",)),
]


@pytest.mark.parametrize(("fact", "values", "strategies"), LADDERS, ids=[row[0] for row in LADDERS])
@few
@given(facts=plain_projects)
def test_more_of_it_never_hurts(
    fact: str, values: list[Any], strategies: tuple[str, ...], facts: dict[str, Any]
) -> None:
    for strategy in strategies:
        assert rising(scores_along(strategy, facts, fact, values)), strategy


@few
@given(facts=plain_projects, mode=st.sampled_from(vocabulary()["failure_mode"].choices))
def test_more_examples_never_hurt_tuning_when_the_problem_is_known(
    facts: dict[str, Any], mode: str
) -> None:
    known = facts | {"failure_mode": mode, "training_signal": "demonstrations"}
    for strategy in ("peft", "full_finetune"):
        values = [0, 10, 50, 200, 400, 3000, 10**6]
        assert rising(scores_along(strategy, known, "labeled_examples", values)), strategy

"""Monotone where it must be: more of what helps a strategy never hurts it."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.projects import plain_projects, project
from tools.datafiles import read
from tools.model import ScoringFile, check_model, mean_columns, value_model
from tools.vocabulary import STRATEGIES, vocabulary

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


TOWARDS: list[tuple[str, list[Any], str, str]] = [
    ("monthly_requests", [0, 100, 10_000, 10**6, 10**9], "peft", "prompting"),
    ("monthly_requests", [0, 100, 10_000, 10**6, 10**9], "distillation", "prompting"),
    ("latency_target_ms", [60_000, 10_000, 3000, 1000, 300, 50], "peft", "prompting"),
    ("latency_target_ms", [60_000, 10_000, 3000, 1000, 300, 50], "distillation", "rag"),
    ("knowledge_update", list(vocabulary()["knowledge_update"].choices), "rag", "peft"),
    ("requirement_change", ["rarely", "quarterly", "monthly", "weekly"], "prompting", "peft"),
    ("time_to_launch_days", [365, 90, 30, 7, 0], "prompting", "full_finetune"),
    ("prompt_tokens", [100, 400, 1000, 4000, 20_000], "peft", "prompting"),
    ("current_accuracy", [40, 60, 80, 95], "prompting", "peft"),
    ("target_accuracy", [70, 80, 90, 99], "peft", "prompting"),
]


@pytest.mark.parametrize(
    ("fact", "values", "winner", "loser"), TOWARDS, ids=[f"{r[0]}: {r[2]}" for r in TOWARDS]
)
@few
@given(facts=plain_projects, mode=st.sampled_from(vocabulary()["failure_mode"].choices))
def test_more_of_it_never_favours_the_other_strategy(
    fact: str, values: list[Any], winner: str, loser: str, facts: dict[str, Any], mode: str
) -> None:
    known = facts | {"failure_mode": mode}
    ahead = scores_along(winner, known, fact, values)
    behind = scores_along(loser, known, fact, values)
    assert rising([a - b for a, b in zip(ahead, behind, strict=True)])


def test_the_order_of_terms_and_strategies_in_the_file_changes_no_score() -> None:
    file = read(ScoringFile, "scoring.toml")
    turned = {
        key: term.model_copy(update={"gives": dict(reversed(term.gives.items()))})
        for key, term in reversed(file.terms.items())
    }
    one, two = check_model(file), check_model(file.model_copy(update={"terms": turned}))
    columns = mean_columns(project(task="chat", private_knowledge="heavy", monthly_requests=5000))
    assert np.allclose(one.scores(one.levels(columns)), two.scores(two.levels(columns)))

from dataclasses import replace

import pytest

from tests.tools.projects import project
from tools.experiment import Experiment, Outcome
from tools.facts import ProjectFacts, make_fact
from tools.measured import judge_result

ACCURACY = Experiment(
    fact="current_accuracy",
    action="Run a few-shot prompt on 250 labelled cases",
    items=250,
    days=1,
    usd=None,
    threshold=85.0,
    outcomes=(Outcome("85% or more", "prompting", 0.8), Outcome("below 85%", "peft", 0.7)),
    gain=1.0,
    text="",
    why="",
)
FAULT = replace(
    ACCURACY,
    fact="failure_mode",
    threshold=None,
    outcomes=(
        Outcome("missing knowledge", "rag", 0.9),
        Outcome("wrong style or labels", "peft", 0.8),
    ),
)


@pytest.mark.parametrize(
    ("value", "reached", "strategy"),
    [(84.9, False, "peft"), (85, True, "prompting"), (91, True, "prompting")],
)
def test_a_result_below_at_and_above_the_deciding_value(
    value: float, reached: bool, strategy: str
) -> None:
    decided = judge_result(ACCURACY, project(current_accuracy=value))
    assert decided is not None
    assert (decided.reached, decided.strategy) == (reached, strategy)
    assert "85% that decides" in decided.text


def test_a_range_around_the_deciding_value_settles_nothing() -> None:
    vague = ProjectFacts(
        {"current_accuracy": make_fact("current_accuracy", 84, bounds=[80.0, 88.0])}
    )
    decided = judge_result(ACCURACY, vague)
    assert decided is not None
    assert (decided.reached, decided.strategy) == (None, None)
    assert "settles nothing yet" in decided.text


def test_a_cause_points_where_the_experiment_said() -> None:
    decided = judge_result(FAULT, project(failure_mode="wrong_behavior"))
    assert decided is not None
    assert decided.text == "Wrong style or labels: that points to LoRA / PEFT."


def test_a_cause_the_experiment_did_not_list_points_nowhere() -> None:
    decided = judge_result(FAULT, project(failure_mode="unsafe_output"))
    assert decided is not None
    assert decided.strategy is None


def test_nothing_is_decided_before_there_is_a_result() -> None:
    assert judge_result(ACCURACY, project(task="chat")) is None

import pytest

from tests.tools.projects import project
from tools.flowchart import follow_chart

ALL = {
    "labeled_examples": 500,
    "consistency_need": "high",
    "monthly_requests": 10_000,
    "target_accuracy": 91,
}


def test_four_times_yes_is_fine_tuning() -> None:
    walk = follow_chart(project(**ALL))
    assert walk.strategy == "peft"
    assert [step.answer for step in walk.steps] == [True] * 4
    assert walk.steps[-1].decided


@pytest.mark.parametrize(
    ("fact", "value", "step"),
    [
        ("labeled_examples", 499, 1),
        ("consistency_need", "medium", 2),
        ("monthly_requests", 9_999, 3),
        ("target_accuracy", 90, 4),
    ],
)
def test_the_first_no_decides_and_ends_the_walk(fact: str, value: object, step: int) -> None:
    walk = follow_chart(project(**(ALL | {fact: value})))
    assert walk.strategy == "prompting"
    assert len(walk.steps) == step
    assert walk.steps[-1].decided
    assert walk.steps[-1].fact == fact
    assert not any(before.decided for before in walk.steps[:-1])


def test_what_is_not_known_counts_as_no_and_says_so() -> None:
    walk = follow_chart(project(labeled_examples=3000))
    assert walk.strategy == "prompting"
    assert walk.steps[-1].fact == "consistency_need"
    assert not walk.steps[-1].known
    assert "not known" in walk.because


def test_an_empty_project_ends_at_the_first_question() -> None:
    assert len(follow_chart(project()).steps) == 1

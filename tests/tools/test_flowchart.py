import pytest

from tests.tools.projects import project
from tools.errors import UnknownName
from tools.facts import ProjectFacts
from tools.flowchart import answered, follow_chart, why_differ
from tools.references import ChartQuestion, references
from tools.scoring import assess

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


def test_a_bare_answer_stands_for_a_value_and_a_known_fact_keeps_its_own() -> None:
    facts = ProjectFacts.of({"labeled_examples": 3_000})
    found = answered(facts, {"labeled_examples": True, "monthly_requests": True})
    assert found.value("labeled_examples") == 3_000
    assert found.known["monthly_requests"].ranged
    assert follow_chart(answered(facts, {"labeled_examples": False})).strategy == "prompting"
    assert "labeled_examples" not in answered(facts, {"labeled_examples": None})
    with pytest.raises(UnknownName, match="question of the chart"):
        answered(facts, {"task": True})


@pytest.mark.parametrize("row", references().flowchart.steps, ids=lambda row: row.fact)
def test_what_an_answer_stands_for_gives_that_answer(row: ChartQuestion) -> None:
    for answer in (True, False):
        assert row.holds(answered(ProjectFacts(), {row.fact: answer}).value(row.fact)) is answer


def test_the_difference_to_the_engine_is_told_in_sentences() -> None:
    facts = ProjectFacts.of({"private_knowledge": "heavy", "knowledge_update": "daily"})
    walk, found = follow_chart(facts), assess(facts, samples=100)
    told = " ".join(why_differ(walk, found, facts))
    assert found.primary == "rag"
    assert "Retrieval (RAG) is not on the chart" in told
    assert "counts what is not known as a no" in told
    assert "never asks about" in told


@pytest.mark.parametrize(
    ("also", "said"),
    [
        ({}, "never asks about your own documents or how often the facts change; the engine"),
        ({"task": "chat"}, "asks about the task, your own documents or how often the facts change"),
    ],
)
def test_what_the_chart_leaves_out_is_named_in_words(also: dict[str, str], said: str) -> None:
    facts = ProjectFacts.of({"private_knowledge": "heavy", "knowledge_update": "daily", **also})
    assert said in " ".join(why_differ(follow_chart(facts), assess(facts, samples=100), facts))


def test_one_thing_that_the_chart_leaves_out_is_counted_as_one() -> None:
    facts = ProjectFacts.of({"private_knowledge": "heavy"})
    told = " ".join(why_differ(follow_chart(facts), assess(facts, samples=100), facts))
    assert "never asks about your own documents; the engine counts that too." in told

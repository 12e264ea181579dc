"""Short answers put right in one breath, and figures that only one known fact fits."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("requirement_change", "weekly - actually yearly", "rarely"),
        ("requirement_change", "every week, make that every quarter", "quarterly"),
        ("requirement_change", "daily... no, monthly", "monthly"),
        ("knowledge_update", "yearly; sorry, weekly", "weekly"),
        ("consistency_need", "medium, actually high", "high"),
        ("private_knowledge", "none... sorry, some", "some"),
        ("regulated", "no - sorry, yes", True),
        ("human_review", "yes, actually no", False),
        ("human_review", "no, actually yes", True),
        ("ml_expertise", "none - make that some", "some"),
        ("task", "translation - no, summaries", "summarization"),
        ("output_format", "JSON - sorry, plain text", "free_text"),
        ("model", "GPT-4o mini - no, Claude Haiku", "Claude Haiku"),
        ("time_to_launch_days", "three weeks - no, three months", 90),
        ("latency_target_ms", "4 seconds - make that 3", 3000),
    ],
)
def test_of_an_answer_put_right_the_last_word_holds(
    reader: Reader, asked: str, text: str, value: object
) -> None:
    assert reader.read(text, asked=asked).facts == {asked: value}


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("human_review", "yes, I mean it", True),
        ("human_review", "yes, sorry, what was the question", True),
        ("human_review", "no - wait, maybe", False),
        ("consistency_need", "high, I mean the tone", "high"),
        ("knowledge_update", "weekly, actually it depends on the season", "weekly"),
    ],
)
def test_what_is_no_other_answer_takes_nothing_back(asked: str, text: str, value: object) -> None:
    assert Reader().read(text, asked=asked).facts[asked] == value


@pytest.mark.parametrize(
    ("text", "known", "facts"),
    [
        ("more like 800 lately", {"labeled_examples": 600, "label_classes": 9},
         {"labeled_examples": 800}),
        ("rather 800 by now", {"monthly_requests": 600, "task": "chat"}, {"monthly_requests": 800}),
        ("lately it's nearer 800", {"labeled_examples": 600}, {"labeled_examples": 800}),
        ("it's closer to 800 these days", {"labeled_examples": 600, "target_accuracy": 91},
         {"labeled_examples": 800}),
        ("more like $800 lately", {"monthly_budget_usd": 600, "labeled_examples": 600},
         {"monthly_budget_usd": 800}),
    ],
)  # fmt: skip
def test_a_nearer_figure_is_of_the_one_fact_it_fits(
    text: str, known: dict[str, Any], facts: dict[str, Any]
) -> None:
    reading = Reader().read(text, known=known)
    assert (reading.kind, dict(reading.facts)) == ("correct", facts)


def test_a_nearer_figure_that_fits_two_facts_is_of_none() -> None:
    known = {"labeled_examples": 600, "monthly_requests": 650}
    assert not Reader().read("more like 800 lately", known=known).facts


@pytest.mark.parametrize(
    "text",
    ["How about client A's latency: under 2 seconds?", "how about our latency, below 2 seconds?"],
)
def test_a_limit_that_is_proposed_is_supposed(text: str) -> None:
    reading = Reader().read(text)
    assert (reading.kind, dict(reading.hypothetical)) == ("what_if", {"latency_target_ms": 2000})

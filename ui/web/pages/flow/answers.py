"""The answers to the chart's questions: those of the form over those of the project."""

from collections.abc import Mapping
from typing import Any

from tools.facts import ProjectFacts
from tools.flowchart import answered
from tools.references import ChartQuestion, references

_MEANS = {"yes": True, "no": False, "open": None}


def steps() -> tuple[ChartQuestion, ...]:
    """The questions of the chart, in its order."""
    return references().flowchart.steps


def with_answers(facts: ProjectFacts, form: Mapping[str, Any]) -> ProjectFacts:
    """What is known once the answers of the form replace those of the project."""
    given = {row.fact: form.get(f"answer:{row.fact}") for row in steps()}
    return answered(facts, {name: _MEANS[word] for name, word in given.items() if word in _MEANS})


def to_take(facts: ProjectFacts, project: ProjectFacts) -> dict[str, Any]:
    """The answers that differ from what the project says; None for one that was taken back."""
    names = [row.fact for row in steps()]
    differing = [n for n in names if facts.known.get(n) != project.known.get(n)]
    return {n: facts.known.get(n) for n in differing}

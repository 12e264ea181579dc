"""The published decision chart, step by step: which question decided, and what was not known."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from tools.datafiles import Row, read
from tools.facts import ProjectFacts, spec
from tools.showing import show


class _StepRow(Row):
    fact: str
    question: str
    at_least: float | None = None
    above: float | None = None
    one_of: tuple[str, ...] | None = None
    on_no: str
    because_no: str
    on_yes: str | None = None
    because_yes: str | None = None

    def holds(self, value: Any) -> bool:
        if self.one_of is not None:
            return value in self.one_of
        if self.at_least is not None:
            return float(value) >= self.at_least
        return self.above is not None and float(value) > self.above


class _Chart(Row):
    why: str
    source: str
    steps: tuple[_StepRow, ...]


class _ReferencesFile(Row):
    flowchart: _Chart
    plateau: dict[str, str | float]


@dataclass(frozen=True, slots=True)
class ChartStep:
    """One question of the chart: the answer, whether it is known, and whether it ended the walk."""

    question: str
    fact: str
    answer: bool
    known: bool
    text: str
    decided: bool


@dataclass(frozen=True, slots=True)
class ChartWalk:
    """A walk through the chart: the steps taken and the strategy at its end."""

    strategy: str
    steps: tuple[ChartStep, ...]
    because: str
    source: str


@cache
def _chart() -> _Chart:
    return read(_ReferencesFile, "references.toml").flowchart


def follow_chart(facts: ProjectFacts) -> ChartWalk:
    """Walk the chart for a project; the first no ends it, and what is unknown counts as no."""
    chart = _chart()
    taken: list[ChartStep] = []
    for row in chart.steps:
        known = row.fact in facts
        answer = known and row.holds(facts.value(row.fact))
        ends = not answer or row.on_yes is not None
        taken.append(ChartStep(row.question, row.fact, answer, known, _text(row, facts), ends))
        if not answer:
            because = row.because_no if known else f"{row.because_no} (not known, counted as no)"
            return ChartWalk(row.on_no, tuple(taken), because, chart.source)
    last = chart.steps[-1]
    return ChartWalk(str(last.on_yes), tuple(taken), str(last.because_yes), chart.source)


def _text(row: _StepRow, facts: ProjectFacts) -> str:
    if row.fact not in facts:
        return f"{row.question} Not known, which counts as no."
    value = facts.value(row.fact)
    answer = "Yes" if row.holds(value) else "No"
    shown = show(row.fact, value)
    return f"{row.question} {answer}: {spec(row.fact).label} {shown}."

"""The published decision chart, step by step: which question decided, and what was not known."""

from dataclasses import dataclass

from tools.facts import ProjectFacts, spec
from tools.references import ChartQuestion, references
from tools.showing import show


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


def follow_chart(facts: ProjectFacts) -> ChartWalk:
    """Walk the chart for a project; the first no ends it, and what is unknown counts as no."""
    chart = references().flowchart
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


def _text(row: ChartQuestion, facts: ProjectFacts) -> str:
    if row.fact not in facts:
        return f"{row.question} Not known, which counts as no."
    value = facts.value(row.fact)
    answer = "Yes" if row.holds(value) else "No"
    shown = show(row.fact, value)
    return f"{row.question} {answer}: {spec(row.fact).label} {shown}."

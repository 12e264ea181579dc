"""The published decision chart, step by step: which question decided, and what was not known."""

from collections.abc import Mapping
from dataclasses import dataclass

from tools.errors import UnknownName
from tools.facts import Fact, ProjectFacts, make_fact
from tools.references import ChartQuestion, references
from tools.results import Assessment
from tools.showing import show_beside_label
from tools.strategies import strategy_texts
from tools.vocabulary import spec

MOST_REASONS = 2
MOST_NAMED = 4


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


def answered(facts: ProjectFacts, answers: Mapping[str, bool | None]) -> ProjectFacts:
    """What is known once the questions of the chart are answered; None takes an answer back.

    An answer that the project gives already keeps its own value; a bare yes or no stands for the
    range or the choice that the data file names.

    Raises:
        UnknownName: an answer to what the chart does not ask.
    """
    steps = {row.fact: row for row in references().flowchart.steps}
    changed: dict[str, Fact] = {}
    for name, answer in answers.items():
        if name not in steps:
            raise UnknownName("question of the chart", name, steps)
        row = steps[name]
        if answer is None:
            facts = facts.without([name])
        elif name not in facts or row.holds(facts.value(name)) != answer:
            means = row.yes if answer else row.no
            value, bounds = (means, None) if isinstance(means, str) else (None, list(means))
            changed[name] = make_fact(name, value, bounds=bounds, source="assumption")
    return facts.with_facts(changed)


def why_differ(walk: ChartWalk, found: Assessment, facts: ProjectFacts) -> tuple[str, ...]:
    """Why the engine's advice is another than the chart's, or rests on more; a sentence each."""
    asked = {row.fact for row in references().flowchart.steps}
    ends = {row.on_no for row in references().flowchart.steps}
    ends |= {row.on_yes for row in references().flowchart.steps if row.on_yes}
    first, chart = found.ranking[0].label, strategy_texts()[walk.strategy].label
    last = walk.steps[-1]
    out = []
    if found.primary not in ends:
        out.append(f"{first} is not on the chart: it can only end at prompting or at tuning.")
    if not last.known and walk.strategy != found.primary:
        out.append(
            f"The chart counts what is not known as a no; the engine weighs every plausible value "
            f"of {spec(last.fact).label}."
        )
    elif last.decided and not last.answer and walk.strategy != found.primary:
        out.append(
            f"One no ends the chart. For the engine {spec(last.fact).label} is one reason among "
            "others, and it moves the score by degrees."
        )
    others = [name for name in facts.known if name not in asked]
    if others:
        *first_ones, last_one = (spec(name).about for name in others[:MOST_NAMED])
        named = f"{', '.join(first_ones)} or {last_one}" if first_ones else last_one
        them = "that too" if len(others) == 1 else "them"
        out.append(f"The chart never asks about {named}; the engine counts {them}.")
    out += [f"For {first}: {reason}" for reason in found.reasons_for[:MOST_REASONS]]
    if walk.strategy == found.primary and not out:
        out.append(f"Both say {chart}, for the same reasons.")
    return tuple(out)


def _text(row: ChartQuestion, facts: ProjectFacts) -> str:
    if row.fact not in facts:
        return f"{row.question} Not known, which counts as no."
    value = facts.value(row.fact)
    answer = "Yes" if row.holds(value) else "No"
    shown = show_beside_label(row.fact, value)
    return f"{row.question} {answer}: {spec(row.fact).label} {shown}."

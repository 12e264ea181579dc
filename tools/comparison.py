"""Strategies side by side on what people compare: cost, speed, data, upkeep, risk and so on."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.errors import InvalidInput, UnknownName
from tools.facts import ProjectFacts
from tools.results import Assessment
from tools.scoring import assess
from tools.strategies import strategy_texts
from tools.vocabulary import STRATEGIES

CRITERIA = (
    "cost",
    "speed",
    "data",
    "customisation",
    "scalability",
    "expertise",
    "maintenance",
    "risk",
)


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One criterion, and what is true of each strategy by it, in order."""

    criterion: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Strategies side by side; scores are those of the project, `better` leads it."""

    strategies: tuple[str, ...]
    labels: tuple[str, ...]
    scores: tuple[float, ...]
    rows: tuple[ComparisonRow, ...]
    better: str
    because: str


def compare(project: ProjectFacts | Assessment, strategies: Sequence[str]) -> Comparison:
    """Set two or more strategies side by side for one project.

    Raises:
        UnknownName: a strategy does not exist.
        InvalidInput: fewer than two different strategies.

    """
    for name in strategies:
        if name not in STRATEGIES:
            raise UnknownName("strategy", name, STRATEGIES)
    chosen = tuple(dict.fromkeys(strategies))
    if len(chosen) < 2:
        raise InvalidInput(f"a comparison needs two different strategies, got {list(strategies)}")
    assessment = project if isinstance(project, Assessment) else assess(project)
    texts = strategy_texts()
    rows = [assessment.of(name) for name in chosen]
    table = [ComparisonRow("score here", tuple(f"{row.score:.1f}" for row in rows))]
    for criterion in CRITERIA:
        values = tuple(str(getattr(texts[n].compare, criterion)) for n in chosen)
        table.append(ComparisonRow(criterion, values))
    first, second = sorted(rows, key=lambda r: -r.score)[:2]
    gaps = {c.key: (c.points, c.label) for c in first.contributions}
    for part in second.contributions:
        points, label = gaps.get(part.key, (0.0, part.label))
        gaps[part.key] = (points - part.points, label)
    gap, label = max(gaps.values())
    lead = first.score - second.score
    because = f"{first.label} leads {second.label} by {lead:.1f} points here, "
    if round(gap, 1) <= round(lead, 1):
        because += f"{gap:.1f} of them from “{label}”."
    else:  # a part that is greater than the whole
        because += f"above all for “{label}”: {gap:.1f}, some of which the rest takes back."
    return Comparison(
        chosen,
        tuple(r.label for r in rows),
        tuple(r.score for r in rows),
        tuple(table),
        first.strategy,
        because,
    )

"""Published results that are closest to a project: they explain and illustrate, and never score."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ConfigDict

from tools.datafiles import Row, read
from tools.drivers import FAILURE, drivers_of
from tools.errors import InvalidInput
from tools.facts import ProjectFacts, spec

WEIGHTS = {FAILURE: 3.0, "training_signal": 2.0, "private_knowledge": 2.0, "reasoning_depth": 2.0}
ALIKE = 0.75
LEAST_SHARED = 2


class _PrecedentRow(Row):
    title: str
    worked: tuple[str, ...]
    result: str
    facts: dict[str, Any]
    author: str
    year: int
    url: str


class _PrecedentsFile(Row):
    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, _PrecedentRow]


@dataclass(frozen=True, slots=True)
class Precedent:
    """A published result near the project: what worked there, what is alike and what differs.

    `likeness` is 0–1, over the facts that both know.
    """

    key: str
    title: str
    worked: tuple[str, ...]
    result: str
    author: str
    year: int
    url: str
    likeness: float
    alike: tuple[str, ...]
    differs: tuple[str, ...]


@cache
def _library() -> Mapping[str, tuple[_PrecedentRow, ProjectFacts]]:
    rows = read(_PrecedentsFile, "precedents.toml").__pydantic_extra__
    return {key: (row, ProjectFacts.of(row.facts)) for key, row in rows.items()}


def closest(facts: ProjectFacts, *, k: int = 3) -> tuple[Precedent, ...]:
    """The published results most like a project, best first; none while too little is known.

    Likeness is Gower's (Biometrics 1971): for each fact that both know, 1 less the distance on its
    drivers, averaged with the telling facts counting more; a fact the project leaves open counts as
    half alike.

    Raises:
        InvalidInput: `k` is below 1.
    """
    if k < 1:
        raise InvalidInput(f"k must be 1 or more, got {k}")
    found = [_compare(facts, key, *entry) for key, entry in _library().items()]
    near = [p for p in found if len(p.alike) + len(p.differs) >= LEAST_SHARED and p.alike]
    return tuple(sorted(near, key=lambda p: (-p.likeness, p.key))[:k])


def _compare(facts: ProjectFacts, key: str, row: _PrecedentRow, theirs: ProjectFacts) -> Precedent:
    total = weights = 0.0
    alike: list[str] = []
    differs: list[str] = []
    for name, fact in theirs.known.items():
        weight = WEIGHTS.get(name, 1.0)
        weights += weight
        if name not in facts:
            total += weight / 2
            continue
        same = _likeness(name, facts.value(name), fact.value)
        total += weight * same
        (alike if same >= ALIKE else differs).append(spec(name).label)
    return Precedent(
        key,
        row.title,
        row.worked,
        row.result,
        row.author,
        row.year,
        row.url,
        round(total / weights, 4),
        tuple(alike),
        tuple(differs),
    )


def _likeness(name: str, one: Any, other: Any) -> float:
    rows = drivers_of(name)
    ordered = [row for row in rows if row.points is not None or len(row.values or ()) > 1]
    if not ordered or name == "task":
        return float(one == other)
    row = ordered[0]
    return 1.0 - abs(row.of_value(one) - row.of_value(other)) / 100.0

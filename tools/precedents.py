"""Published results that are closest to a project: they explain and illustrate, and never score."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ConfigDict

from tools.datafiles import Row, read
from tools.drivers import drivers_of
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.vocabulary import spec


class Likeness(Row):
    """How alike is measured: what each fact counts, and from where two values are called alike.

    `left_open` is the likeness of a fact the project does not know; below `near` a result is not
    brought up unasked.
    """

    weights: dict[str, float]
    other_weight: float
    left_open: float
    alike: float
    least_shared: int
    near: float
    why: str
    source: str


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
    likeness: Likeness


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
def _file() -> _PrecedentsFile:
    return read(_PrecedentsFile, "precedents.toml")


@cache
def _library() -> Mapping[str, tuple[_PrecedentRow, ProjectFacts]]:
    rows = _file().__pydantic_extra__
    return {key: (row, ProjectFacts.of(row.facts)) for key, row in rows.items()}


def addresses() -> frozenset[str]:
    """The addresses of all published results."""
    return frozenset(row.url for row in _file().__pydantic_extra__.values())


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
    least = _file().likeness.least_shared
    found = [_compare(facts, key, *entry) for key, entry in _library().items()]
    near = [p for p in found if len(p.alike) + len(p.differs) >= least and p.alike]
    return tuple(sorted(near, key=lambda p: (-p.likeness, p.key))[:k])


def is_near(precedent: Precedent) -> bool:
    """True when a published result is alike enough to be brought up unasked."""
    rule = _file().likeness
    return precedent.likeness >= rule.near and len(precedent.alike) >= rule.least_shared


def _compare(facts: ProjectFacts, key: str, row: _PrecedentRow, theirs: ProjectFacts) -> Precedent:
    rule = _file().likeness
    total = weights = 0.0
    alike: list[str] = []
    differs: list[str] = []
    for name, fact in theirs.known.items():
        weight = rule.weights.get(name, rule.other_weight)
        weights += weight
        if name not in facts:
            total += weight * rule.left_open
            continue
        same = _likeness(name, facts.value(name), fact.value)
        total += weight * same
        (alike if same >= rule.alike else differs).append(spec(name).label)
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

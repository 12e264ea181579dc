"""What is believed of facts that nobody has stated: discrete priors, coherent with the known."""

import bisect
from collections.abc import Mapping, Sequence
from functools import cache, cached_property, lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, Field

from tools.datafiles import Row, read
from tools.drivers import FAILURE, FAILURES, Column, encode
from tools.facts import ProjectFacts

Shares = tuple[float, ...]
POINTS_IN_BIN = 7


class PriorSpec(Row):
    """The prior of one fact over its levels, optionally given a parent fact."""

    name: str = ""
    levels: tuple[str | bool, ...] | None = None
    bins: tuple[float, ...] | None = None
    linear: bool = False
    weights: tuple[float, ...]
    given: str | None = None
    when: Mapping[str, tuple[float, ...]] = Field(default_factory=dict)
    why: str
    source: str

    @cached_property
    def plain(self) -> Shares:
        """The shares of the levels when the parent has no row of its own."""
        return _normal(self.weights)

    @cached_property
    def table(self) -> Mapping[str, Shares]:
        """The shares of the levels by value of the parent."""
        return {key: _normal(row) for key, row in self.when.items()}

    def given_value(self, parent: str | None) -> Shares:
        """The shares of the levels for one value of the parent."""
        return self.plain if parent is None else self.table.get(parent, self.plain)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The levels as text keys; bins are numbered."""
        if self.levels is None:
            return tuple(str(i) for i in range(len(self.weights)))
        return tuple(str(level) for level in self.levels)

    def level_of(self, value: Any) -> int | None:
        """The level a value belongs to; None for values the prior does not tell apart."""
        if self.bins is not None:
            inner = self.bins[1:-1]
            return bisect.bisect_right(inner, float(value))
        if self.name == "tried":
            value = value[0] if len(value) == 1 else "several" if value else "nothing"
        key = str(value)
        return self.names.index(key) if key in self.names else None

    def number(self, level: NDArray[np.int64], within: Column) -> Column:
        """Numbers at a share `within` (0–1) of their bins."""
        assert self.bins is not None
        edges = np.array(self.bins, dtype=float)
        low, high = edges[level], edges[level + 1]
        if self.linear:
            return np.asarray(low + within * (high - low))
        return np.asarray((low + 1.0) * ((high + 1.0) / (low + 1.0)) ** within - 1.0)

    def values_of(self, level: int) -> list[Any]:
        """Values that stand for one level: the choice itself, or points spread over a bin."""
        if self.levels is not None:
            value = self.levels[level]
            if self.name == "tried":
                return [() if value == "nothing" else (value,)]
            return [value]
        within = (np.arange(POINTS_IN_BIN) + 0.5) / POINTS_IN_BIN
        where = np.full(POINTS_IN_BIN, level)
        return [float(x) for x in self.number(where, within)]

    @cached_property
    def level_drivers(self) -> Mapping[str, Column]:
        """The mean of each driver of this fact by level."""
        rows = [encode(self.name, self.values_of(i)) for i in range(len(self.weights))]
        return {key: np.array([row[key].mean() for row in rows]) for key in rows[0]}


class FailurePrior(Row):
    """One failure mode of the multinomial logit that infers what goes wrong from the drivers."""

    start: float
    slopes: dict[str, float]
    why: str
    source: str


class _PriorsFile(Row):
    model_config = ConfigDict(extra="forbid", frozen=True)
    facts: dict[str, PriorSpec]
    failure: dict[str, FailurePrior]


@cache
def _file() -> _PriorsFile:
    return read(_PriorsFile, "priors.toml")


@cache
def priors() -> Mapping[str, PriorSpec]:
    """The priors by fact; parents stand before their children."""
    return {n: row.model_copy(update={"name": n}) for n, row in _file().facts.items()}


def failure_priors() -> Mapping[str, FailurePrior]:
    """The logit of the failure modes, by mode."""
    return _file().failure


@cache
def children(fact: str) -> tuple[str, ...]:
    """The facts whose prior is given this one."""
    return tuple(name for name, row in priors().items() if row.given == fact)


def known_levels(facts: ProjectFacts) -> dict[str, int | None]:
    """The level of every known fact that has a prior, and of the failure mode."""
    rows = priors()
    out = {n: rows[n].level_of(f.value) for n, f in facts.known.items() if n in rows}
    if FAILURE in facts:
        out[FAILURE] = FAILURES.index(facts.value(FAILURE))
    return out


@cache
def _told_by_failure(fact: str) -> tuple[Shares, ...] | None:
    """How likely each failure mode makes each level of a fact, other drivers being neutral."""
    spread = priors()[fact].level_drivers
    modes = [failure_priors()[mode] for mode in FAILURES]
    if not any(name in mode.slopes for name in spread for mode in modes):
        return None
    logits = np.array(
        [
            m.start + sum(m.slopes.get(name, 0.0) * (d / 100.0 - 0.5) for name, d in spread.items())
            for m in modes
        ]
    )
    chances = np.exp(logits - logits.max(axis=0))
    chances /= chances.sum(axis=0)
    return tuple(_normal(row) for row in chances)


def beliefs(known: Mapping[str, int | None]) -> Mapping[str, Shares]:
    """The shares of the levels of every unknown fact, given the levels of the known ones.

    A parent's belief takes in its known children (Bayes' rule); a child with an unknown parent is
    averaged over what is believed of the parent; a known failure mode counts as evidence for what
    usually goes with it.
    """
    return _beliefs(tuple(sorted(known.items())))


@lru_cache(maxsize=1024)
def _beliefs(items: tuple[tuple[str, int | None], ...]) -> Mapping[str, Shares]:
    known = dict(items)
    out: dict[str, Shares] = {}
    for name, row in priors().items():
        if name in known:
            continue
        out[name] = posterior(row, _from_parent(row, known, out), known)
    return MappingProxyType(out)


def posterior(row: PriorSpec, base: Shares, known: Mapping[str, int | None]) -> Shares:
    """Bayes' rule: a belief times the likelihood of the known children and of the failure mode."""
    for child in children(row.name):
        level = known.get(child)
        if level is not None:
            spec = priors()[child]
            base = _times(base, [spec.given_value(key)[level] for key in row.names])
    mode = known.get(FAILURE)
    told = _told_by_failure(row.name)
    if mode is not None and told is not None:
        base = _times(base, told[mode])
    return base


def _from_parent(
    row: PriorSpec, known: Mapping[str, int | None], believed: Mapping[str, Shares]
) -> Shares:
    if row.given is None:
        return row.plain
    parent = priors()[row.given]
    if row.given in known:
        level = known[row.given]
        return row.given_value(None if level is None else parent.names[level])
    shares = [0.0] * len(row.weights)
    for share, key in zip(believed[row.given], parent.names, strict=True):
        shares = [s + share * p for s, p in zip(shares, row.given_value(key), strict=True)]
    return tuple(shares)


@lru_cache(maxsize=4096)
def driver_means(fact: str, shares: Shares) -> Mapping[str, float]:
    """The mean (0–100) of each driver of a fact, given the shares of its levels."""
    spread = priors()[fact].level_drivers
    return MappingProxyType({name: float(np.dot(of, shares)) for name, of in spread.items()})


def _times(shares: Shares, likelihood: Sequence[float]) -> Shares:
    return _normal([a * b for a, b in zip(shares, likelihood, strict=True)])


def _normal(weights: Any) -> Shares:
    total = float(sum(weights))
    return tuple(float(w) / total for w in weights)

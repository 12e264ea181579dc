"""Samples of facts: the unknown ones as is believed of them, the ranged ones over their range."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.drivers import Column, drivers_of
from tools.facts import Fact, ProjectFacts
from tools.priors import Shares, beliefs, known_levels, posterior, priors

MOST_KEPT = 5_000  # samples a fact; what is drawn of more is not kept for the next turn


@lru_cache(maxsize=256)
def uniforms(seed: int, name: str, samples: int) -> Column:
    """The random numbers of one fact: the same whatever else is known."""
    stream = np.random.default_rng([seed, zlib.crc32(name.encode())])
    numbers = stream.random(samples)
    numbers.setflags(write=False)
    return numbers


@dataclass(frozen=True)
class Draw:
    """Samples of one unknown or ranged fact: level numbers, for numbers the values too."""

    fact: str
    level: NDArray[np.int64]
    numbers: Column | None

    @cached_property
    def drivers(self) -> Mapping[str, Column]:
        """The fact's drivers (0–100) in each sample, by name."""
        rows = drivers_of(self.fact)
        if self.numbers is not None:
            columns = {row.name: row.of_numbers(self.numbers) for row in rows}
        else:
            spread = priors()[self.fact].level_drivers
            columns = {row.name: spread[row.name][self.level] for row in rows}
        for column in columns.values():
            column.setflags(write=False)
        return columns

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The same as the model takes them (0–1)."""
        columns = {name: column / 100.0 for name, column in self.drivers.items()}
        for column in columns.values():
            column.setflags(write=False)
        return columns

    @cached_property
    def members(self) -> NDArray[np.float64]:
        """Which samples lie at each level: a row a level, a column a sample, ones and zeros."""
        rows = np.arange(self.level.max() + 1)[:, None]
        members = np.asarray(self.level == rows, dtype=np.float64)
        members.setflags(write=False)
        return members

    @cached_property
    def counts(self) -> Column:
        """How many samples lie at each level."""
        counts = np.bincount(self.level).astype(np.float64)
        counts.setflags(write=False)
        return counts


def draw_unknown(
    facts: ProjectFacts, *, seed: int, samples: int
) -> tuple[dict[str, Draw], Mapping[str, Shares]]:
    """Sample every unknown fact from its prior, children after and given their parents."""
    known = known_levels(facts)
    believed = beliefs(known)
    draws: dict[str, Draw] = {}
    lots: dict[str, _Lot] = {}
    make = _draw if samples <= MOST_KEPT else _draw.__wrapped__
    for name, row in priors().items():
        if name in known:
            continue
        table: tuple[Shares, ...] = (believed[name],)
        above = None
        if row.given is not None and row.given not in known:
            keys = priors()[row.given].names
            table = tuple(posterior(row, row.given_value(key), known) for key in keys)
            above = lots[row.given]
        given = None if above is None else draws[above.name].level
        lots[name] = _Lot(name, seed, samples, table, above, given)
        draws[name] = make(lots[name])
    return draws, believed


@dataclass(frozen=True)
class _Lot:
    """What decides the draws of one fact: its shares, one row for each level of its parent."""

    name: str
    seed: int
    samples: int
    table: tuple[Shares, ...]
    parent: "_Lot | None"
    given: NDArray[np.int64] | None = field(compare=False)  # which row holds for each sample


@lru_cache(maxsize=256)
def _draw(lot: _Lot) -> Draw:
    """Sample one fact. Most facts of a project are as unknown as in the turn before."""
    row, u = priors()[lot.name], uniforms(lot.seed, lot.name, lot.samples)
    given: Any = 0 if lot.given is None else lot.given
    cuts = np.zeros((len(lot.table), len(row.weights) + 1))
    np.cumsum(lot.table, axis=1, out=cuts[:, 1:])
    level = np.zeros(lot.samples, dtype=np.int64)
    for cut in cuts.T[1:-1]:
        level += u > cut.take(given)
    level.setflags(write=False)
    if row.bins is None:
        return Draw(lot.name, level, None)
    lower, upper = cuts[given, level], cuts[given, level + 1]
    within = np.clip((u - lower) / np.maximum(upper - lower, 1e-12), 0.0, 1.0)
    numbers = row.number(level, within)
    numbers.setflags(write=False)
    return Draw(lot.name, level, numbers)


def draw_range(fact: Fact, name: str, *, seed: int, samples: int) -> Column:
    """Sample a ranged fact evenly between its ends, on a logarithm where the range is wide."""
    assert fact.low is not None
    assert fact.high is not None
    u = uniforms(seed, name, samples)
    if fact.low > 0 and fact.high / fact.low > 3:
        return np.asarray(fact.low * (fact.high / fact.low) ** u)
    return np.asarray(fact.low + u * (fact.high - fact.low))

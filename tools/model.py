"""The additive value model: terms read from data, their levels, and scores as one matrix product.

Multi-attribute value theory (Keeney and Raiffa, Decisions with Multiple Objectives, 1976): a score
is a starting value plus weight x gives x (level - neutral) over the terms; contributions add up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from tools.datafiles import Row, read
from tools.drivers import FAILURE, FAILURES, GAP, Column, accuracy_gap, driver_names, driver_specs
from tools.errors import BrokenDataFile
from tools.facts import ProjectFacts
from tools.priors import Shares, beliefs, driver_means, failure_priors, known_levels
from tools.sampling import Draw, draw_range, draw_unknown, uniforms
from tools.vocabulary import STRATEGIES, vocabulary

Matrix = NDArray[np.float64]

# More points than two scores can lie apart; a number, since means are taken of the scores.
OUT_OF_REACH = 1000.0


class Term(Row):
    """One need, burden or gate: how high it stands, and what each strategy gains or loses by it."""

    key: str = ""
    kind: Literal["need", "burden", "gate"]
    label: str
    weight: float
    neutral: float = 0.0
    speaks_on: tuple[str, ...] = ()
    level: tuple[tuple[float | str, ...], ...]
    gives: dict[str, float]
    high: str
    half: str | None = None
    low: str
    why: str
    source: str


class GateLevels(Row):
    """The levels (0–1) above which a gate is half closed, and from which it is closed."""

    half: float
    closed: float
    why: str
    source: str

    def text(self, term: Term, level: float) -> str:
        """What a gate at this level says: `blocked until …` or `limited until …`."""
        if level >= self.closed:
            return f"blocked {term.high}"
        return f"limited {term.half or term.high}"


class ScoringFile(Row):
    """The schema of `scoring.toml`."""

    start: float
    start_why: str
    points_per_weight: float
    points_why: str
    gates: GateLevels
    terms: dict[str, Term]


def polynomial(
    level: tuple[tuple[float | str, ...], ...], columns: Mapping[str, Any]
) -> Column | float:
    """A sum of  coefficient x product of drivers  ("!x" is 1 - x), as the data files write it."""
    total: Column | float = 0.0
    for product in level:
        part: Any = float(product[0])
        for name in product[1:]:
            key = str(name)
            part = part * (1.0 - columns[key[1:]] if key[0] == "!" else columns[key])
        total = total + part
    return total


@dataclass(frozen=True)
class ValueModel:
    """The terms with their points as a matrix: one row a term, one column a strategy."""

    start: float
    start_why: str
    gates: GateLevels
    terms: tuple[Term, ...]
    points: Matrix
    neutral: Column

    def levels(self, columns: Mapping[str, Column]) -> Matrix:
        """The level (0–1) of every term, one row a project."""
        rows = max(len(c) for c in columns.values())
        factors: Mapping[str, Any] = columns
        if rows == 1:  # plain numbers multiply faster than arrays of one
            factors = {name: float(column[0]) for name, column in columns.items()}
        out = np.empty((rows, len(self.terms)), order="F")
        for i, term in enumerate(self.terms):
            out[:, i] = polynomial(term.level, factors)
        return np.clip(out, 0.0, 1.0, out=out)

    def scores(self, levels: Matrix) -> Matrix:
        """The scores of every strategy, not yet held to 0–100, one row a project."""
        return np.asarray(self.start + (levels - self.neutral) @ self.points)


def held_back(scores: Matrix, facts: ProjectFacts) -> Matrix:
    """The scores for an order of the strategies, in which those that are ruled out come last."""
    if not facts.ruled_out:
        return scores
    return scores - OUT_OF_REACH * np.array([name in facts.ruled_out for name in STRATEGIES])


@cache
def value_model() -> ValueModel:
    """The packaged model (`tools/data/scoring.toml`), checked for names that do not exist."""
    return check_model(read(ScoringFile, "scoring.toml"))


def check_model(file: ScoringFile) -> ValueModel:
    """Turn the data file into the model.

    Raises:
        BrokenDataFile: a term names a driver or a strategy that does not exist.
    """
    terms = tuple(row.model_copy(update={"key": key}) for key, row in file.terms.items())
    names = {*driver_names(), *FAILURES}
    for term in terms:
        used = {str(n).removeprefix("!") for product in term.level for n in product[1:]}
        strangers = (used - names) | (set(term.gives) - set(STRATEGIES))
        for name in sorted(strangers | (set(term.speaks_on) - set(vocabulary()))):
            raise BrokenDataFile(f"scoring.toml: terms.{term.key}: unknown name {name!r}")
    weights = np.array([[t.weight * t.gives.get(s, 0.0) for s in STRATEGIES] for t in terms])
    neutral = np.array([t.neutral for t in terms])
    points = file.points_per_weight * weights
    return ValueModel(file.start, file.start_why, file.gates, terms, points, neutral)


def mean_columns(
    facts: ProjectFacts, drivers: Mapping[str, float] | None = None, *, raw: bool = False
) -> dict[str, Column]:
    """One row of drivers (0–1): known facts as they are, the rest at the means of their priors.

    A slider sets its own driver exactly, and through the value of the fact that it stands for what
    hangs on that fact: 72 of labelled data are some 4,000 examples, enough for every gate. `raw`
    leaves out the last steps (0–100, no accuracy gap, no failure modes).
    """
    drivers = drivers or {}
    implied = ProjectFacts.of(
        {
            row.fact: row.closest_value(drivers[name])
            for name, row in driver_specs().items()
            if name in drivers and row.fact not in facts and row.contains is None
        }
    )
    facts = facts.with_facts(implied.known)
    believed = beliefs(known_levels(facts))
    columns: dict[str, Column] = {}
    for name, row in driver_specs().items():
        if row.fact in facts:
            columns[name] = np.array([row.of_value(facts.value(row.fact))])
        else:
            columns[name] = np.array([driver_means(row.fact, believed[row.fact])[name]])
    columns |= {name: np.array([value]) for name, value in drivers.items()}
    if raw:
        return columns
    return with_failures(finish(columns, drivers), facts, None)


def finish(columns: dict[str, Column], drivers: Mapping[str, float]) -> dict[str, Column]:
    """Add the accuracy gap, unless a slider sets it, and bring all drivers to 0–1."""
    if GAP not in drivers:
        columns[GAP] = accuracy_gap(columns)
    return {name: column / 100.0 for name, column in columns.items()}


def failure_shares(columns: Mapping[str, Column]) -> Matrix:
    """How likely each failure mode is, one row a project: a multinomial logit over the drivers."""
    rows = max(len(c) for c in columns.values())
    logits = np.zeros((rows, len(FAILURES)), order="F")
    for i, mode in enumerate(FAILURES):
        row = failure_priors()[mode]
        total: Any = row.start
        for name, slope in row.slopes.items():
            total = total + slope * (columns[name] - 0.5)
        logits[:, i] = total
    logits -= logits.max(axis=1, keepdims=True)
    shares = np.exp(logits)
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def with_failures(
    columns: dict[str, Column], facts: ProjectFacts, u: Column | None
) -> dict[str, Column]:
    """Add the failure modes: as known, as shares (`u` None), or drawn with `u`."""
    if FAILURE in facts:
        known = facts.value(FAILURE)
        return columns | {mode: np.array([float(mode == known)]) for mode in FAILURES}
    shares = failure_shares(columns)
    if u is None:
        return columns | {mode: shares[:, i] for i, mode in enumerate(FAILURES)}
    cuts = np.cumsum(shares, axis=1)
    drawn = np.zeros(len(u), dtype=np.int64)
    for cut in cuts.T[:-1]:
        drawn += u > cut
    return columns | {mode: (drawn == i).astype(float) for i, mode in enumerate(FAILURES)}


@dataclass(frozen=True)
class Samples:
    """Sampled projects: columns of drivers (0–1), the draws of the facts, and what was believed."""

    columns: Mapping[str, Column]
    draws: Mapping[str, Draw]
    believed: Mapping[str, Shares]


def sample_columns(facts: ProjectFacts, *, seed: int, samples: int) -> Samples:
    """Sample unknown facts from their priors and ranged ones from their ranges."""
    draws, believed = draw_unknown(facts, seed=seed, samples=samples)
    columns: dict[str, Column] = {}
    for name, fact in facts.known.items():
        if fact.ranged:
            numbers = draw_range(fact, name, seed=seed, samples=samples)
            draws[name] = Draw(name, np.zeros(samples, dtype=np.int64), numbers)
    whole: dict[str, Column] = {}  # 0–100
    for name, row in driver_specs().items():
        if row.fact in draws:
            whole[name] = draws[row.fact].drivers[name]
            columns[name] = draws[row.fact].columns[name]
        else:
            whole[name] = np.array([row.of_value(facts.value(row.fact))])
            columns[name] = whole[name] / 100.0
    columns[GAP] = accuracy_gap(whole) / 100.0
    columns = with_failures(columns, facts, uniforms(seed, FAILURE, samples))
    return Samples(columns, draws, believed)

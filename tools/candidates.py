"""Scores at other values of single facts, many at once: what flip points and the tornado read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tools.drivers import FAILURE, FAILURES, Column, drivers_of
from tools.facts import ProjectFacts
from tools.model import Matrix, finish, held_back, mean_columns, value_model, with_failures
from tools.priors import Shares, beliefs, children, driver_means, known_levels, priors


@dataclass(frozen=True)
class Candidate:
    """One fact at one value, everything else as it is."""

    fact: str
    value: Any


def scores_at(facts: ProjectFacts, candidates: Sequence[Candidate]) -> Matrix:
    """The scores of every strategy at each candidate, one row each.

    Equal to scoring the facts with that one fact set, at a fraction of the price: only what hangs
    on the fact is computed again.
    """
    base, levels = mean_columns(facts, raw=True), known_levels(facts)
    rows = len(candidates)
    columns = {name: np.full(rows, column[0]) for name, column in base.items()}
    places: dict[str, list[int]] = {}
    for i, candidate in enumerate(candidates):
        places.setdefault(candidate.fact, []).append(i)
    for fact, at in places.items():
        values = [candidates[i].value for i in at]
        for name, mean in _shifted(levels, fact, values, base).items():
            columns[name][at] = mean
        for row in drivers_of(fact):
            columns[row.name][at] = row.of_values(values)
    modes = np.array([c.value if c.fact == FAILURE else "" for c in candidates])
    filled = _with_modes(finish(columns, {}), facts, modes)
    model = value_model()
    return held_back(model.scores(model.levels(filled)), facts)


def _with_modes(
    columns: dict[str, Column], facts: ProjectFacts, modes: np.ndarray[Any, Any]
) -> dict[str, Column]:
    out = with_failures(columns, facts, None)
    tried = modes != ""
    for mode in FAILURES if tried.any() else ():
        whole = np.array(np.broadcast_to(out[mode], len(modes)))
        whole[tried] = modes[tried] == mode
        out[mode] = whole
    return out


def _shifted(
    levels: dict[str, int | None], fact: str, values: Sequence[Any], base: Mapping[str, Column]
) -> dict[str, Column]:
    """The means of the unknown drivers that a fact moves at each of its values, if any do."""
    if not _related(fact, levels):
        return {}
    spec = None if fact == FAILURE else priors()[fact]
    at = [FAILURES.index(v) if spec is None else spec.level_of(v) for v in values]
    before = beliefs(levels)
    means = {level: _moved({**levels, fact: level}, before) for level in dict.fromkeys(at)}
    names = dict.fromkeys(name for moved in means.values() for name in moved)
    return {
        name: np.array([means[level].get(name, base[name][0]) for level in at]) for name in names
    }


def _related(fact: str, levels: dict[str, int | None]) -> bool:
    if fact == FAILURE:
        return True
    parent = priors()[fact].given
    near = (*children(fact), *((parent,) if parent else ()))
    return any(name not in levels for name in near)


def _moved(levels: dict[str, int | None], before: Mapping[str, Shares]) -> dict[str, float]:
    """The means of the drivers of those facts about which another belief is held than before."""
    means: dict[str, float] = {}
    for fact, shares in beliefs(levels).items():
        if shares != before[fact]:
            means |= driver_means(fact, shares)
    return means

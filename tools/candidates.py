"""Scores at other values of single facts, many at once: what flip points and the tornado read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tools.drivers import FAILURE, FAILURES, Column, driver_specs, drivers_of
from tools.facts import ProjectFacts
from tools.model import Matrix, finish, mean_columns, value_model, with_failures
from tools.priors import beliefs, children, known_levels, priors


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
    base = mean_columns(facts, raw=True)
    rows = len(candidates)
    columns = {name: np.repeat(column, rows) for name, column in base.items()}
    levels = known_levels(facts)
    means: dict[tuple[str, int | None], dict[str, float]] = {}
    for i, candidate in enumerate(candidates):
        fact = candidate.fact
        for row in drivers_of(fact):
            columns[row.name][i] = row.of_value(candidate.value)
        if fact == FAILURE:
            level: int | None = FAILURES.index(candidate.value)
        else:
            level = priors()[fact].level_of(candidate.value)
        if not _related(fact, levels):
            continue
        if (fact, level) not in means:
            means[fact, level] = _means({**levels, fact: level})
        for name, mean in means[fact, level].items():
            columns[name][i] = mean
    modes = np.array([c.value if c.fact == FAILURE else "" for c in candidates])
    filled = _with_modes(finish(columns, {}), facts, modes)
    model = value_model()
    return model.scores(model.levels(filled))


def _with_modes(
    columns: dict[str, Column], facts: ProjectFacts, modes: np.ndarray[Any, Any]
) -> dict[str, Column]:
    rows = len(modes)
    out = with_failures(columns, facts, None)
    for mode in np.unique(modes[modes != ""]):
        at = modes == mode
        single = with_failures({}, ProjectFacts.of({FAILURE: str(mode)}), None)
        for name, share in single.items():
            whole = np.array(np.broadcast_to(out[name], rows))
            whole[at] = share[0]
            out[name] = whole
    return out


def _related(fact: str, levels: dict[str, int | None]) -> bool:
    if fact == FAILURE:
        return True
    parent = priors()[fact].given
    near = (*children(fact), *((parent,) if parent else ()))
    return any(name not in levels for name in near)


def _means(levels: dict[str, int | None]) -> dict[str, float]:
    believed = beliefs(levels)
    return {
        name: float(np.dot(priors()[row.fact].level_drivers[name], believed[row.fact]))
        for name, row in driver_specs().items()
        if row.fact in believed
    }

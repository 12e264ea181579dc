"""How likely a fact is to stand elsewhere: what is unknown by belief, what is known by nearness."""

import math

import numpy as np

from tools.advice import advice
from tools.drivers import FAILURE, FAILURES, Column, drivers_of
from tools.facts import ProjectFacts
from tools.model import failure_shares
from tools.priors import Shares, beliefs, known_levels, priors
from tools.vocabulary import spec


def ordered(name: str) -> bool:
    """Whether the choices of a fact are steps of one scale, as in daily, weekly, monthly."""
    rule = spec(name)
    return any(row.values and len(row.values) == len(rule.choices) for row in drivers_of(name))


def chances_of_choices(facts: ProjectFacts, name: str, columns: dict[str, Column]) -> Column:
    """The chance of each choice of a fact (yes before no), the one that is known included.

    `columns` holds one row of drivers (0–1), from which the failure mode is inferred.
    """
    rule, leeway = spec(name), advice().leeway
    likely: Column
    values = (True, False) if rule.kind == "flag" else rule.choices
    if name == FAILURE:
        likely = failure_shares(columns)[0]
        likely = likely[[FAILURES.index(v) for v in rule.choices]]
    elif name in facts:
        likely = np.full(len(values), 1.0 / len(values))
    else:
        shares = beliefs(known_levels(facts))[name]
        likely = np.array([shares[_level(name, value)] for value in values])
    if name not in facts:
        return likely
    here = values.index(facts.value(name))
    if ordered(name):
        steps = np.abs(np.arange(len(values)) - here)
        return np.asarray(leeway.known_step**steps, dtype=np.float64)
    return np.where(np.arange(len(values)) == here, 1.0, leeway.known_step * likely)


def chance_beyond(facts: ProjectFacts, name: str, threshold: float, *, up: bool) -> float:
    """The chance that a number lies above (or below) a threshold."""
    row, leeway = priors()[name], advice().leeway
    if name in facts:
        value = float(facts.value(name))
        if row.linear:
            away = abs(threshold - value) / leeway.known_points
        else:
            away = abs(math.log((threshold + 1.0) / (value + 1.0))) / math.log(leeway.known_factor)
        return 0.5 * math.erfc(away / math.sqrt(2.0))
    below = _share_below(beliefs(known_levels(facts))[name], name, threshold)
    return 1.0 - below if up else below


def _share_below(shares: Shares, name: str, threshold: float) -> float:
    row = priors()[name]
    edges = np.array(row.bins, dtype=float)
    at, ends = (threshold, edges) if row.linear else (np.log1p(threshold), np.log1p(edges))
    return float(np.interp(at, ends, np.concatenate([[0.0], np.cumsum(shares)])))


def _level(name: str, value: str | bool) -> int:
    level = priors()[name].level_of(value)
    return 0 if level is None else level

"""The complements of a first choice: strategies that serve the needs it leaves open."""

from collections.abc import Mapping

import numpy as np

from tools.advice import ComplementRule, advice
from tools.drivers import Column
from tools.facts import ProjectFacts
from tools.model import polynomial, value_model
from tools.vocabulary import STRATEGIES


def complements(
    primary: str, columns: Mapping[str, Column], level: Column, facts: ProjectFacts
) -> tuple[str, ...]:
    """The strategies worth adding to `primary`, the most needed first.

    `columns` holds one row of drivers (0–1), `level` that of each term. Strategies that are
    blocked, ruled out or already in place are left out.
    """
    tried = facts.value("tried", ())
    found: dict[str, float] = {}
    for rule in advice().complements.rules.values():
        name = rule.strategy
        if name in tried or name in facts.ruled_out or not rule.serves(primary):
            continue
        need = _need(rule, columns)
        if need >= rule.least and not _blocked(name, level):
            found[name] = max(found.get(name, 0.0), need / rule.least)
    ordered = sorted(found, key=lambda name: (-found[name], STRATEGIES.index(name)))
    return tuple(ordered[: advice().complements.most])


def _need(rule: ComplementRule, columns: Mapping[str, Column]) -> float:
    return float(np.clip(polynomial(rule.level, columns), 0.0, 1.0).max())


def _blocked(name: str, level: Column) -> bool:
    model, at = value_model(), STRATEGIES.index(name)
    gates = np.array([term.kind == "gate" for term in model.terms])
    points = float((model.points[gates, at] * level[gates]).sum())
    return -points >= advice().complements.blocked_points

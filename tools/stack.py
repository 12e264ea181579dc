"""The complements of a first choice: strategies that serve the needs it leaves open."""

import numpy as np

from tools.advice import advice
from tools.drivers import Column
from tools.facts import STRATEGIES, ProjectFacts
from tools.model import value_model


def complements(primary: str, level: Column, facts: ProjectFacts) -> tuple[str, ...]:
    """The strategies worth adding to `primary`, most useful first.

    `level` holds the levels of the terms. A complement's use is what it gives to the needs beyond
    what the primary gives; blocked ones and those already in place are left out.
    """
    model, rule = value_model(), advice().complements
    needs = np.array([t.kind == "need" for t in model.terms])
    gates = np.array([t.kind == "gate" for t in model.terms])
    points = np.maximum(model.points, 0.0) * level[:, None]
    own = points[:, STRATEGIES.index(primary)]
    tried = facts.value("tried", ())
    found: list[tuple[float, str]] = []
    for i, name in enumerate(STRATEGIES):
        if name == primary or name in tried:
            continue
        blocked = -float((model.points[gates, i] * level[gates]).sum())
        use = float(np.maximum(points[needs, i] - own[needs], 0.0).max())
        if blocked < rule.blocked_points and use >= rule.points:
            found.append((-use, name))
    return tuple(name for _, name in sorted(found)[: rule.most])

"""Figures that a sentence makes of others: a sum it shows, a lead of one strategy over another."""

from collections.abc import Sequence
from itertools import combinations

from agent.grounding.evidence import Evidence
from agent.grounding.figure import Figure
from agent.grounding.naming import Named


def is_derived(
    figure: Figure, borne: Sequence[Figure], named: Sequence[Named], evidence: Evidence
) -> bool:
    """True for dollars that two supported figures of the sentence add up to, or a lead in points.

    Everything else a model works out for itself is no evidence.
    """
    half = 0.5000001 * figure.step
    if figure.kind == "usd" and figure.role is None:
        parts = [f.value for f in borne if f.kind == "usd"]
        return any(abs(a + b - figure.value) <= half for a, b in combinations(parts, 2))
    if figure.kind == "points" and len(named) == 2:
        first, second = (evidence.points(name.strategies) for name in named)
        return any(abs(abs(a - b) - figure.value) <= half for a in first for b in second)
    return False

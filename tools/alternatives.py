"""Why not the others: what each lacks against the first choice, and what would put it first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tools.candidates import Candidate, scores_at
from tools.drivers import FAILURE, drivers_of
from tools.facts import ProjectFacts
from tools.model import Matrix
from tools.priors import priors
from tools.results import Assessment, Flip, Ranked
from tools.showing import rounded, show
from tools.vocabulary import STRATEGIES, spec

STEPS = 9
REASONS = 2
LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Alternative:
    """One strategy that is not the first choice.

    `behind` is its distance to the first choice in points, `lacks` the criteria on which it loses
    most of them (negative points), `gates` what blocks it, `would_win` what would put it first, and
    `beside` is true where the advice takes it along as a complement.
    """

    strategy: str
    label: str
    score: float
    probability: float
    behind: float
    lacks: tuple[tuple[str, float], ...]
    gates: tuple[str, ...]
    would_win: str
    beside: bool


def alternatives(facts: ProjectFacts, found: Assessment) -> tuple[Alternative, ...]:
    """Every strategy but the first choice, in the order of the ranking."""
    candidates = _candidates(facts)
    scores = scores_at(facts, candidates)
    flips: dict[str, Flip] = {}
    for flip in found.flips:
        flips.setdefault(flip.strategy, flip)
    first = found.ranking[0]
    out = []
    for row in found.ranking[1:]:
        flip_point = flips.get(row.strategy)
        nearest = _nearest(row.strategy, candidates, scores)
        out.append(
            Alternative(
                strategy=row.strategy,
                label=row.label,
                score=row.score,
                probability=row.probability,
                behind=first.score - row.score,
                lacks=_lacks(first, row),
                gates=tuple(gate.text for gate in row.gates),
                would_win=_would_win(row, first, facts, flip_point, nearest),
                beside=row.strategy in found.complements,
            )
        )
    return tuple(out)


def _would_win(
    row: Ranked, first: Ranked, facts: ProjectFacts, flip: Flip | None, nearest: str
) -> str:
    if row.ruled_out:
        return "if it were allowed again" if row.score > first.score else ""
    return nearest if flip is None else _condition(facts, flip)


def _condition(facts: ProjectFacts, flip: Flip) -> str:
    if flip.direction == "is":
        return _setting(flip.fact, flip.threshold)
    near = show(flip.fact, flip.near)
    return f"if “{spec(flip.fact).label}” is {flip.direction} about {near}"


def _setting(fact: str, value: Any) -> str:
    shown = show(fact, rounded(value) if spec(fact).numeric else value)
    return f"if “{spec(fact).label}” is {shown}"


def _nearest(strategy: str, candidates: list[Candidate], scores: Matrix) -> str:
    """The one change that brings a strategy to the front, or closest to it."""
    at = STRATEGIES.index(strategy)
    lead = scores[:, at] - np.delete(scores, at, axis=1).max(axis=1)
    best = int(lead.argmax())
    setting = _setting(candidates[best].fact, candidates[best].value)
    if lead[best] > 0:
        return setting
    return f"no single fact; closest {setting}, {-lead[best]:.1f} points behind"


def _candidates(facts: ProjectFacts) -> list[Candidate]:
    """Each fact that counts, at the values it may plausibly have."""
    out = []
    for name in (FAILURE, *priors()):
        rule = spec(name)
        if name == "tried" or not (name in (FAILURE, "task") or drivers_of(name)):
            continue
        values: tuple[Any, ...] = (True, False) if rule.kind == "flag" else rule.choices
        if rule.numeric:
            row = priors()[name]
            assert row.bins is not None
            low, high = row.bins[0], row.bins[-1]
            spread = np.linspace(low, high, STEPS)
            if not row.linear:
                spread = np.expm1(np.linspace(np.log1p(low), np.log1p(high), STEPS))
            values = tuple(float(x) for x in spread)
            if rule.kind == "integer":
                values = tuple(dict.fromkeys(float(round(x)) for x in values))
        out += [Candidate(name, v) for v in values if facts.value(name) != v]
    return out


def _lacks(first: Ranked, row: Ranked) -> tuple[tuple[str, float], ...]:
    """The criteria on which a strategy loses most against the first choice, with the points."""
    ours, theirs = _points(first), _points(row)
    labels = {c.key: c.label for c in (*first.contributions, *row.contributions)}
    gaps = {key: theirs.get(key, 0.0) - ours.get(key, 0.0) for key in labels if key != "base"}
    worst = sorted(gaps, key=lambda key: (gaps[key], key))[:REASONS]
    return tuple((labels[key], round(gaps[key], 1)) for key in worst if gaps[key] <= -LEAST)


def _points(row: Ranked) -> Mapping[str, float]:
    return {c.key: c.points for c in row.contributions}

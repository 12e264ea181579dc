"""What would change the advice: flip points of single facts, and the tornado of their swings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from tools.candidates import Candidate, scores_at
from tools.drivers import FAILURE, drivers_of
from tools.facts import STRATEGIES, ProjectFacts, spec
from tools.model import Matrix
from tools.priors import beliefs, known_levels, priors
from tools.results import Flip, Swing
from tools.showing import rounded, show
from tools.strategies import strategy_texts

GRID = 17
SWINGS = 8


@dataclass(frozen=True)
class _Scan:
    """The values of one fact in order, where the project stands among them, and their scores."""

    fact: str
    values: tuple[Any, ...]
    here: int
    scores: Matrix


def flips_and_tornado(
    facts: ProjectFacts, primary: str
) -> tuple[tuple[Flip, ...], tuple[Swing, ...]]:
    """Scan every fact that counts over its plausible values.

    Flips: for numbers the nearest point on either side at which another strategy leads; for choices
    the nearest other choice that does so. Facts that are known come first.
    """
    scans = _scans(facts, [name for name in (FAILURE, *priors()) if name != "tried"])
    flips = [flip for scan in scans for flip in _flips_of(facts, scan, primary)]
    flips.sort(key=lambda flip: flip.fact not in facts)
    swings = [_swing(facts, scan, primary) for scan in scans]
    swings = [s for s in swings if abs(s.lead_at_high - s.lead_at_low) >= 0.05]
    swings.sort(key=lambda s: -abs(s.lead_at_high - s.lead_at_low))
    return tuple(flips), tuple(swings[:SWINGS])


def _scans(facts: ProjectFacts, names: Sequence[str]) -> list[_Scan]:
    grids = {name: _grid(facts, name) for name in names if _counts(name)}
    flat = [Candidate(name, v) for name, (values, _) in grids.items() for v in values]
    scores = scores_at(facts, flat)
    out, start = [], 0
    for name, (values, here) in grids.items():
        out.append(_Scan(name, values, here, scores[start : start + len(values)]))
        start += len(values)
    return out


def _counts(name: str) -> bool:
    return name in (FAILURE, "task") or bool(drivers_of(name))


def _grid(facts: ProjectFacts, name: str) -> tuple[tuple[Any, ...], int]:
    rule = spec(name)
    if not rule.numeric:
        values = (True, False) if rule.kind == "flag" else rule.choices
        if name in facts:
            return values, values.index(facts.value(name))
        if name == FAILURE:
            return values, -1
        believed = beliefs(known_levels(facts))[name]
        likely = priors()[name].values_of(int(np.argmax(believed)))[0]
        return values, values.index(likely)
    row = priors()[name]
    assert row.bins is not None
    low, high = row.bins[0], row.bins[-1]
    if name in facts:
        value = float(facts.value(name))
        low, high = min(low, value), max(high, value)
        below, above = _spread(low, value, row.linear), _spread(value, high, row.linear)
        points = [*below[:-1], value, *above[1:]]
        return tuple(points), len(below) - 1
    points = _spread(low, high, row.linear)
    middle = _median(facts, name)
    return tuple(points), int(np.argmin([abs(np.log1p(p) - np.log1p(middle)) for p in points]))


def _median(facts: ProjectFacts, name: str) -> float:
    row, shares = priors()[name], np.cumsum(beliefs(known_levels(facts))[name])
    level = int(np.searchsorted(shares, 0.5))
    return float(row.values_of(min(level, len(shares) - 1))[3])


def _spread(low: float, high: float, linear: bool) -> list[float]:
    if high <= low:
        return [low]
    if linear:
        return [float(x) for x in np.linspace(low, high, GRID // 2)]
    return [float(x) for x in np.expm1(np.linspace(np.log1p(low), np.log1p(high), GRID // 2))]


def _flips_of(facts: ProjectFacts, scan: _Scan, primary: str) -> list[Flip]:
    lead = np.array([STRATEGIES[i] != primary for i in scan.scores.argmax(axis=1)])
    if not spec(scan.fact).numeric:
        near = [int(i) for i in np.flatnonzero(lead) if i != scan.here]
        if not near:
            return []
        at = min(near, key=lambda i: (abs(i - scan.here), i))
        return [_choice_flip(scan, at)]
    out = []
    below = [int(i) for i in np.flatnonzero(lead) if i < scan.here]
    above = [int(i) for i in np.flatnonzero(lead) if i > scan.here]
    if below:
        out.append(_number_flip(facts, scan, below[-1] + 1, below[-1], primary))
    if above:
        out.append(_number_flip(facts, scan, above[0] - 1, above[0], primary))
    return [flip for flip in out if flip is not None]


def _choice_flip(scan: _Scan, at: int) -> Flip:
    other = STRATEGIES[int(scan.scores[at].argmax())]
    value = scan.values[at]
    label = spec(scan.fact).label
    text = f"If “{label}” were {show(scan.fact, value)}, {_name(other)} would lead."
    return Flip(scan.fact, other, value, "is", text)


def _number_flip(
    facts: ProjectFacts, scan: _Scan, stays: int, goes: int, primary: str
) -> Flip | None:
    """Narrow the bracket in which the lead changes, and round towards the side that has changed."""
    name, linear = scan.fact, priors()[scan.fact].linear
    inside = _spread_between(scan.values[stays], scan.values[goes], linear)
    scores = scores_at(facts, [Candidate(name, v) for v in inside])
    changed = [i for i, row in enumerate(scores) if STRATEGIES[int(row.argmax())] != primary]
    if not changed:
        return None
    threshold = _outward(inside[changed[0]], up=goes > stays, name=name)
    last = scores_at(facts, [Candidate(name, threshold)])[0]
    other = STRATEGIES[int(last.argmax())]
    if other == primary:
        threshold, other = inside[changed[0]], STRATEGIES[int(scores[changed[0]].argmax())]
    direction: Literal["below", "above"] = "above" if goes > stays else "below"
    shown = show(name, threshold)
    text = f"{_name(primary)} stops leading {direction} {shown}; {_name(other)} leads there."
    return Flip(name, other, threshold, direction, text)


def _spread_between(stays: float, goes: float, linear: bool) -> list[float]:
    share = np.linspace(0.0, 1.0, 33)
    if linear:
        return [float(stays + s * (goes - stays)) for s in share]
    a, b = np.log1p(stays), np.log1p(goes)
    return [float(x) for x in np.expm1(a + share * (b - a))]


def _outward(value: float, *, up: bool, name: str) -> float:
    near = rounded(value)
    step = 10.0 ** (np.floor(np.log10(abs(value))) - 1) if value else 0.0
    if up and near < value:
        near = rounded(near + step)
    if not up and near > value:
        near = rounded(near - step)
    rule = spec(name)
    near = min(max(near, rule.low), rule.high)
    return float(round(near)) if rule.kind == "integer" else near


def _swing(facts: ProjectFacts, scan: _Scan, primary: str) -> Swing:
    at = STRATEGIES.index(primary)
    others = np.delete(scan.scores, at, axis=1).max(axis=1)
    leads = scan.scores[:, at] - others
    if spec(scan.fact).numeric:
        low, high = 0, len(scan.values) - 1
    else:
        low, high = int(leads.argmin()), int(leads.argmax())
    return Swing(
        scan.fact,
        spec(scan.fact).label,
        show(scan.fact, scan.values[low]),
        show(scan.fact, scan.values[high]),
        round(float(leads[low]), 2),
        round(float(leads[high]), 2),
    )


def _name(strategy: str) -> str:
    return strategy_texts()[strategy].label

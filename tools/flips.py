"""What would change the advice: flip points of single facts, and the tornado of their swings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from tools.advice import advice
from tools.candidates import Candidate, scores_at
from tools.drivers import FAILURE, Column, drivers_of
from tools.facts import ProjectFacts
from tools.leeway import chance_beyond, chances_of_choices, ordered
from tools.model import Matrix, mean_columns
from tools.priors import beliefs, known_levels, priors
from tools.results import Flip, Swing
from tools.showing import about, rounded, show, show_beside_label
from tools.strategies import strategy_texts
from tools.vocabulary import STRATEGIES, spec, vocabulary

GRID = 8
STEPS = 33
SWINGS = 8
LEAST_SWING = 0.05


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

    Flips, the likeliest first: for numbers the nearest point on either side at which another
    strategy leads; for choices the nearest other choice that does so, the likeliest where they have
    no order. Facts that say what the project is are left out unless nothing else would change it.
    """
    scans = _scans(facts, [name for name in (FAILURE, *priors()) if name != "tried"])
    columns = mean_columns(facts)
    found = [pair for scan in scans for pair in _choice_flips(facts, scan, columns, primary)]
    brackets = [b for scan in scans for b in _brackets(scan, primary)]
    found += [
        (chance_beyond(facts, flip.fact, float(flip.threshold), up=flip.direction == "above"), flip)
        for flip in _number_flips(facts, brackets, primary)
    ]
    order = {name: i for i, name in enumerate(vocabulary())}
    found.sort(key=lambda pair: (-round(pair[0], 9), order[pair[1].fact], pair[1].direction))
    swings = [_swing(scan, primary) for scan in scans]
    swings = [s for s in swings if abs(s.lead_at_high - s.lead_at_low) >= LEAST_SWING]
    swings.sort(key=lambda s: -abs(s.lead_at_high - s.lead_at_low))
    free = {scan.fact for scan in scans if not _is_fixed(facts, scan.fact)}
    flips = [flip for _, flip in found]
    return (
        tuple([flip for flip in flips if flip.fact in free] or flips),
        tuple([swing for swing in swings if swing.fact in free] or swings)[:SWINGS],
    )


def _is_fixed(facts: ProjectFacts, name: str) -> bool:
    return name in facts and name in advice().leeway.fixed


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
        return [float(x) for x in np.linspace(low, high, GRID)]
    return [float(x) for x in np.expm1(np.linspace(np.log1p(low), np.log1p(high), GRID))]


def _choice_flips(
    facts: ProjectFacts, scan: _Scan, columns: dict[str, Column], primary: str
) -> list[tuple[float, Flip]]:
    """The flip of a fact with choices, and how likely any choice is that would change the lead."""
    if spec(scan.fact).numeric:
        return []
    near = [i for i in _elsewhere(scan.scores, primary) if i != scan.here]
    if not near:
        return []
    chances = chances_of_choices(facts, scan.fact, columns)
    if ordered(scan.fact):
        at = min(near, key=lambda i: (abs(i - scan.here), -chances[i], i))
    else:
        at = max(near, key=lambda i: (chances[i], -i))
    return [(float(chances[near].sum()), _choice_flip(facts, scan, at))]


def _elsewhere(scores: Matrix, primary: str) -> list[int]:
    """The rows in which another strategy leads."""
    return [i for i, at in enumerate(scores.argmax(axis=1)) if STRATEGIES[int(at)] != primary]


def _choice_flip(facts: ProjectFacts, scan: _Scan, at: int) -> Flip:
    other = STRATEGIES[int(scan.scores[at].argmax())]
    value = scan.values[at]
    goes = "changed to" if scan.fact in facts else "turned out to be"
    text = _sentence(scan.fact, f"{goes} {show(scan.fact, value)}", other)
    return Flip(scan.fact, other, value, "is", text, value)


def _sentence(fact: str, goes: str, other: str) -> str:
    return f"If “{spec(fact).label}” {goes}, {_name(other)} would lead."


@dataclass(frozen=True)
class _Bracket:
    """Two numbers of one fact between which the lead changes, and those in between."""

    fact: str
    up: bool
    inside: tuple[float, ...]


def _brackets(scan: _Scan, primary: str) -> list[_Bracket]:
    if not spec(scan.fact).numeric:
        return []
    linear, found = priors()[scan.fact].linear, _elsewhere(scan.scores, primary)
    below, above = [i for i in found if i < scan.here], [i for i in found if i > scan.here]
    ends = [(below[-1] + 1, below[-1])] if below else []
    ends += [(above[0] - 1, above[0])] if above else []
    values = scan.values
    return [
        _Bracket(scan.fact, goes > stays, _whole(scan.fact, inside))
        for stays, goes in ends
        for inside in [_spread_between(values[stays], values[goes], linear)]
    ]


def _number_flips(
    facts: ProjectFacts, brackets: Sequence[_Bracket], primary: str
) -> Iterator[Flip]:
    """Narrow each bracket, and round towards the side on which the lead has changed."""
    if not brackets:
        return
    inside = scores_at(facts, [Candidate(b.fact, v) for b in brackets for v in b.inside])
    exact = []
    for i, bracket in enumerate(brackets):
        rows = inside[i * STEPS : (i + 1) * STEPS]
        exact.append(bracket.inside[_elsewhere(rows, primary)[0]])
    round_ = [_outward(x, up=b.up, name=b.fact) for b, x in zip(brackets, exact, strict=True)]
    pairs = [Candidate(b.fact, v) for b, v in zip(brackets, round_, strict=True)]
    pairs += [Candidate(b.fact, v) for b, v in zip(brackets, exact, strict=True)]
    leaders = [STRATEGIES[int(i)] for i in scores_at(facts, pairs).argmax(axis=1)]
    for i, bracket in enumerate(brackets):
        threshold, other = round_[i], leaders[i]
        if other == primary:  # rounding has overshot a narrow lead: stay with the exact number
            threshold, other = exact[i], leaders[len(brackets) + i]
        yield _flip(facts, bracket, threshold, other)


def _flip(facts: ProjectFacts, bracket: _Bracket, threshold: float, other: str) -> Flip:
    direction: Literal["below", "above"] = "above" if bracket.up else "below"
    moved = "rose" if bracket.up else "fell"
    goes = f"{moved if bracket.fact in facts else 'turned out'} {direction}"
    today = float(facts.value(bracket.fact)) if bracket.fact in facts else None
    near = about(bracket.fact, threshold, beyond=today)
    text = _sentence(bracket.fact, f"{goes} about {show_beside_label(bracket.fact, near)}", other)
    return Flip(bracket.fact, other, threshold, direction, text, near)


def _whole(fact: str, numbers: tuple[float, ...]) -> tuple[float, ...]:
    """Whole numbers where the fact counts things; the ends of the bracket stay as they are."""
    if spec(fact).kind != "integer":
        return numbers
    return (numbers[0], *(float(round(x)) for x in numbers[1:-1]), numbers[-1])


def _spread_between(stays: float, goes: float, linear: bool) -> tuple[float, ...]:
    share = np.linspace(0.0, 1.0, STEPS)
    if linear:
        return tuple(float(stays + s * (goes - stays)) for s in share)
    a, b = np.log1p(stays), np.log1p(goes)
    inner = [float(x) for x in np.expm1(a + share[1:-1] * (b - a))]
    return (stays, *inner, goes)


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


def _swing(scan: _Scan, primary: str) -> Swing:
    at = STRATEGIES.index(primary)
    others = scan.scores.copy()
    others[:, at] = -np.inf
    leads = scan.scores[:, at] - others.max(axis=1)
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

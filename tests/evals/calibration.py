"""How well chances hold: reliability in bins, and the calibration refitted with a case left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tools.advice import advice
from tools.facts import ProjectFacts
from tools.uncertainty import look_ahead
from tools.vocabulary import STRATEGIES

EDGES = (0.0, 0.4, 0.6, 0.75, 0.9, 1.0)
SHARES = tuple(n / 20 for n in range(0, 21))
POINTS = (0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 9.0)

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Forecast:
    """What the chance of a first choice is made of, and whether the choice was accepted."""

    case: int
    way: int
    shares: Array
    scores: Array
    first: int
    right: bool


@dataclass(frozen=True)
class LeftOut:
    """Brier scores by way: as shipped, fitted to all cases, and each case without itself."""

    shipped: tuple[float, ...]
    fitted: tuple[float, ...]
    left_out: tuple[float, ...]
    fit: tuple[float, float]


def forecast(case: int, way: int, facts: ProjectFacts, first: int, *, right: bool) -> Forecast:
    """Sample a case once, so that calibrations can be tried on it."""
    outlook = look_ahead(facts)
    best = outlook.noisy.argmax(axis=1)
    shares = np.bincount(best, minlength=len(STRATEGIES)) / len(best)
    return Forecast(case, way, shares, outlook.plain.mean(axis=0), first, right)


def leave_one_out(rows: Sequence[Forecast]) -> LeftOut:
    """Fit the two numbers of the calibration on a grid, and again without each case in turn."""
    settings = [(share, points) for share in SHARES for points in POINTS]
    errors = np.array([[_error(row, *setting) for row in rows] for setting in settings])
    cases, ways = np.array([r.case for r in rows]), np.array([r.way for r in rows])
    best = int(errors.mean(axis=1).argmin())
    without = np.empty(len(rows))
    for case in np.unique(cases):
        mine = cases == case
        without[mine] = errors[int(errors[:, ~mine].mean(axis=1).argmin()), mine]
    rule = advice().calibration
    shipped = np.array([_error(row, rule.sampled_share, rule.points) for row in rows])

    def by_way(values: Array) -> tuple[float, ...]:
        return tuple(float(values[ways == way].mean()) for way in np.unique(ways))

    return LeftOut(by_way(shipped), by_way(errors[best]), by_way(without), settings[best])


def _error(row: Forecast, share: float, points: float) -> float:
    chances = np.exp((row.scores - row.scores.max()) / points)
    chance = share * row.shares + (1.0 - share) * chances / chances.sum()
    return float((chance[row.first] - row.right) ** 2)


def reliability(label: str, said: Sequence[float], right: Sequence[bool]) -> str:
    """One line: for each bin of chances how many there are, their mean, and the share right."""
    chances, hits = np.array(said), np.array(right, dtype=float)
    bins = np.clip(np.searchsorted(EDGES, chances, side="right") - 1, 0, len(EDGES) - 2)
    cells = []
    for n in range(len(EDGES) - 1):
        at = bins == n
        if at.any():
            cells.append(f"{chances[at].mean():.2f} → {hits[at].mean():.2f} ({at.sum()})")
        else:
            cells.append("–")
    return f"{label:38s}" + "".join(f"{cell:>21s}" for cell in cells)


def reliability_head(title: str) -> str:
    """The heading above such lines."""
    spans = [f"{a:.2f}–{b:.2f}" for a, b in pairwise(EDGES)]
    return f"{title:38s}" + "".join(f"{span:>21s}" for span in spans)

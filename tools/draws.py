"""Seeded draws of what is uncertain, and which of them a result follows most."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOVERS = 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something uncertain: how it is called, and one value for each sample."""

    label: str
    values: NDArray[np.float64]


def draw(
    name: str, low: float, mode: float, high: float, samples: int, seed: int
) -> NDArray[np.float64]:
    """Values between `low` and `high`, most often near `mode`: triangular, in the logarithm.

    Each `name` has a stream of random numbers of its own, whatever else is drawn.
    """
    random = np.random.default_rng([seed, zlib.crc32(name.encode())])
    share = random.random(samples)
    if low <= 0 or mode <= 0:
        return _triangle(share, low, mode, high)
    return np.exp(_triangle(share, np.log(low), np.log(mode), np.log(high)))


def _triangle(
    share: NDArray[np.float64], low: float, mode: float, high: float
) -> NDArray[np.float64]:
    """The quantile function of the triangular distribution."""
    if high <= low:
        return np.full_like(share, low)
    turn = (mode - low) / (high - low)
    left = low + np.sqrt(share * (high - low) * (mode - low))
    right = high - np.sqrt((1 - share) * (high - low) * (high - mode))
    return np.asarray(np.where(share < turn, left, right), dtype=np.float64)


def movers(inputs: Sequence[Drawn], result: NDArray[np.float64]) -> tuple[str, ...]:
    """The inputs that the result follows most, by rank correlation (Spearman)."""
    if len(result) < 3 or np.ptp(result) == 0:
        return ()
    ranked = _ranks(result)
    strength = {
        row.label: abs(float(np.corrcoef(_ranks(row.values), ranked)[0, 1]))
        for row in inputs
        if np.ptp(row.values) > 0
    }
    return tuple(sorted(strength, key=lambda label: -strength[label])[:MOVERS])


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.argsort(np.argsort(values)).astype(np.float64)

"""How sure the advice is: sampled scores, chances of being best, calibrated confidence.

Two things are uncertain. What the facts are, and how much each weight counts, is sampled: Monte
Carlo with common random numbers (Owen, Monte Carlo theory, methods and examples, 2013), each fact
and each weight with its own stream, keyed by its name, so the order of facts changes nothing. That
the score misses something altogether is a noise of some points on every strategy: a softmax of the
scores (McFadden, Conditional logit analysis of qualitative choice behavior, 1974). The two chances
are averaged: a linear opinion pool (Stone, The opinion pool, 1961), which forgets no possibility.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from tools.advice import Noise, advice
from tools.drivers import Column
from tools.facts import ProjectFacts
from tools.model import Matrix, Samples, held_back, mean_columns, sample_columns, value_model
from tools.sampling import MOST_KEPT
from tools.strategies import strategy_texts
from tools.vocabulary import STRATEGIES


@dataclass(frozen=True)
class Outlook:
    """The scores of one project as known, and sampled without and with the weights' own noise.

    `columns` and `level` are the drivers and terms as known, one row of them. `groups` numbers the
    samples by where they lie in the ranges that were given: a range is said to be open, so the
    expected scores are taken in each part of it, not over the whole.
    """

    samples: Samples
    columns: Mapping[str, Column]
    level: Column
    scores: Column
    plain: Matrix
    noisy: Matrix
    groups: NDArray[np.int64]

    @cached_property
    def _best(self) -> NDArray[np.int64]:
        """The strategy that is the best of each sample."""
        return np.asarray(self.noisy.argmax(axis=1))

    @cached_property
    def probability(self) -> Column:
        """Each strategy's calibrated chance of being the best; adds up to 1."""
        return _chances(self._best, self.groups, self.plain)

    def probability_where(self, rows: NDArray[np.bool_]) -> Column:
        """The same among some of the samples; even, where there are none."""
        if not rows.any():
            return np.full(len(STRATEGIES), 1.0 / len(STRATEGIES))
        return _chances(self._best[rows], self.groups[rows], self.plain[rows])

    def confidence(self, strategy: int) -> float:
        """The calibrated probability that a strategy is right: the best, or about as good.

        The chance of each strategy to be best, times how often this one is then within a few points
        of it; held below the ceiling of what the cases can show.
        """
        top = self.noisy[np.arange(len(self.noisy)), self._best]
        near = top - self.noisy[:, strategy] <= advice().closeness.near_points
        count = np.bincount(self._best, minlength=len(STRATEGIES))
        hits = np.bincount(self._best, weights=near, minlength=len(STRATEGIES))
        close = hits / np.maximum(count, 1)
        close[strategy] = 1.0
        return min(float(self.probability @ close), advice().calibration.highest)


def _chances(best: NDArray[np.int64], group: NDArray[np.int64], plain: Matrix) -> Column:
    """Shares of being best, pooled with the softmax of the expected scores of each group."""
    shares = np.bincount(best, minlength=len(STRATEGIES)) / len(best)
    count = np.bincount(group)
    sums = np.stack([np.bincount(group, scores) for scores in plain.T], axis=1)
    seen = count > 0
    expected = softmax(sums[seen] / count[seen, None])
    sampled = advice().calibration.sampled_share
    return np.asarray(sampled * shares + (1.0 - sampled) * (count[seen] @ expected) / len(best))


def softmax(scores: Matrix) -> Matrix:
    """The chances of being best, along the last axis, when each score may be some points off."""
    lead = scores - scores.max(axis=-1, keepdims=True)
    chances = np.exp(lead / advice().calibration.points)
    return np.asarray(chances / chances.sum(axis=-1, keepdims=True))


def look_ahead(facts: ProjectFacts, *, seed: int = 0, samples: int = 2000) -> Outlook:
    """Sample the unknown facts and the weights, and score every sample."""
    model, noise = value_model(), advice().noise
    drawn = sample_columns(facts, seed=seed, samples=samples)
    levels = model.levels(drawn.columns)
    make = _noise if samples <= MOST_KEPT else _noise.__wrapped__
    unsure, shifts = make(noise, len(model.terms), seed, samples)
    levels -= model.neutral  # in place: half a megabyte, which takes longer to get than to fill
    apart = levels if len(levels) == samples else np.repeat(levels, samples, axis=0)
    plain = model.start + apart @ model.points
    apart *= unsure
    noisy = model.start + apart @ model.points + shifts
    columns = mean_columns(facts)
    level = model.levels(columns)
    groups = _parts_of_ranges(facts, drawn, samples)
    scores = held_back(model.scores(level)[0], facts)
    plain, noisy = held_back(plain, facts), held_back(noisy, facts)
    return Outlook(drawn, columns, level[0], scores, plain, noisy, groups)


def _parts_of_ranges(facts: ProjectFacts, drawn: Samples, samples: int) -> NDArray[np.int64]:
    """Which part of the given ranges each sample lies in, four parts to a range."""
    groups = np.zeros(samples, dtype=np.int64)
    for name, fact in facts.known.items():
        numbers = drawn.draws[name].numbers if fact.ranged else None
        if numbers is not None:
            cuts = np.quantile(numbers, [0.25, 0.5, 0.75])
            groups = 4 * groups + np.searchsorted(cuts, numbers)
            groups = np.unique(groups, return_inverse=True)[1]
    return groups


_FAMILIES = ("words", "knowledge", "checks", "weights")


@cache
def _family_of_strategy() -> tuple[int, ...]:
    return tuple(_FAMILIES.index(text.family) for text in strategy_texts().values())


@lru_cache(maxsize=4)
def _noise(noise: Noise, terms: int, seed: int, samples: int) -> tuple[Matrix, Matrix]:
    """A factor for each weight, one row a sample, and the points by which each score is off."""
    unsure = 1.0 + noise.weights * _normals("weights", seed, samples, terms)
    families = _normals("families", seed, samples, len(_FAMILIES))
    shifts = noise.families * families[:, list(_family_of_strategy())]
    shifts = shifts + noise.strategies * _normals("strategies", seed, samples, len(STRATEGIES))
    return unsure, shifts


@lru_cache(maxsize=16)
def _normals(name: str, seed: int, rows: int, columns: int) -> Matrix:
    stream = np.random.default_rng([seed, zlib.crc32(name.encode())])
    numbers = np.asfortranarray(stream.standard_normal((rows, columns)))
    numbers.setflags(write=False)
    return numbers

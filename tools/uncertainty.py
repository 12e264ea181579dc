"""How sure the advice is: sampled scores, chances of being best, calibrated confidence.

Monte Carlo with common random numbers (Owen, Monte Carlo theory, methods and examples, 2013): each
fact and each weight has its own stream, keyed by its name, so the order of facts changes nothing.
"""

import math
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from tools.advice import advice
from tools.drivers import Column
from tools.facts import STRATEGIES, ProjectFacts
from tools.model import Matrix, Samples, sample_columns, value_model
from tools.strategies import strategy_texts


@dataclass(frozen=True)
class Outlook:
    """Sampled scores of one project, without and with the model's own noise."""

    samples: Samples
    plain: Matrix
    noisy: Matrix

    @property
    def probability(self) -> Column:
        """Each strategy's calibrated chance of being the best; adds up to 1."""
        return self.probability_where(np.ones(len(self.noisy), dtype=bool))

    def probability_where(self, rows: NDArray[np.bool_]) -> Column:
        """The same among some of the samples; even, where there are none."""
        best = self.noisy[rows].argmax(axis=1)
        if not len(best):
            return np.full(len(STRATEGIES), 1.0 / len(STRATEGIES))
        shares = np.bincount(best, minlength=len(STRATEGIES)) / len(best)
        sharper = shares ** advice().calibration.power
        return np.asarray(sharper / sharper.sum())

    def near_best(self, strategy: int) -> float:
        """The share of samples in which a strategy is the best or within a few points of it."""
        near = advice().closeness.near_points
        return float(np.mean(self.noisy.max(axis=1) - self.noisy[:, strategy] <= near))

    def confidence(self, strategy: int) -> float:
        """The calibrated probability that choosing a strategy is right."""
        rule = advice().calibration
        share = min(max(self.near_best(strategy), 0.001), 0.999)
        logit = rule.intercept + rule.slope * math.log(share / (1.0 - share))
        return min(1.0 / (1.0 + math.exp(-logit)), rule.highest)


def look_ahead(facts: ProjectFacts, *, seed: int = 0, samples: int = 2000) -> Outlook:
    """Sample the unknown facts and the weights, and score every sample."""
    model, noise = value_model(), advice().noise
    drawn = sample_columns(facts, seed=seed, samples=samples)
    levels = model.levels(drawn.columns)
    if len(levels) < samples:
        levels = np.broadcast_to(levels, (samples, levels.shape[1]))
    plain = model.scores(levels)
    unsure = 1.0 + noise.weights * _normals("weights", seed, samples, len(model.terms))
    noisy = model.start + ((levels - model.neutral) * unsure) @ model.points
    families = _normals("families", seed, samples, len(_FAMILIES))
    noisy += noise.families * families[:, list(_family_of_strategy())]
    noisy += noise.strategies * _normals("strategies", seed, samples, len(STRATEGIES))
    return Outlook(drawn, plain, noisy)


_FAMILIES = ("words", "knowledge", "checks", "weights")


@cache
def _family_of_strategy() -> tuple[int, ...]:
    return tuple(_FAMILIES.index(text.family) for text in strategy_texts().values())


@lru_cache(maxsize=16)
def _normals(name: str, seed: int, rows: int, columns: int) -> Matrix:
    stream = np.random.default_rng([seed, zlib.crc32(name.encode())])
    numbers = stream.standard_normal((rows, columns))
    numbers.setflags(write=False)
    return numbers

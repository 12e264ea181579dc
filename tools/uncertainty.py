"""How sure the advice is: chances of being best, flip points and the tornado.

Monte Carlo with common random numbers (Owen, Monte Carlo theory, methods and examples, 2013): each
fact and each weight has its own stream, keyed by its name, so the order of facts changes nothing.
"""

import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tools.advice import advice
from tools.drivers import Column
from tools.facts import STRATEGIES, ProjectFacts
from tools.model import Matrix, Samples, sample_columns, value_model


@dataclass(frozen=True)
class Outlook:
    """Sampled scores of one project, without and with the model's own noise."""

    samples: Samples
    plain: Matrix
    noisy: Matrix

    @property
    def probability(self) -> Column:
        """Each strategy's chance of being the best; adds up to 1."""
        best = self.noisy.argmax(axis=1)
        return np.bincount(best, minlength=len(STRATEGIES)) / len(self.noisy)

    def near_best(self, strategy: int) -> float:
        """The chance that a strategy is the best or within a few points of it."""
        near = advice().closeness.near_points
        return float(np.mean(self.noisy.max(axis=1) - self.noisy[:, strategy] <= near))


def look_ahead(facts: ProjectFacts, *, seed: int = 0, samples: int = 2000) -> Outlook:
    """Sample the unknown facts and the weights, and score every sample."""
    model, noise = value_model(), advice().noise
    drawn = sample_columns(facts, seed=seed, samples=samples)
    levels = model.levels(drawn.columns)
    if len(levels) < samples:
        levels = np.broadcast_to(levels, (samples, levels.shape[1]))
    plain = model.scores(levels)
    shaken = (levels - model.neutral) * (
        1.0 + noise.weights * _normals("weights", seed, *levels.shape)
    )
    noisy = model.start + shaken @ model.points
    noisy += noise.strategies * _normals("strategies", seed, *noisy.shape)
    return Outlook(drawn, plain, noisy)


@lru_cache(maxsize=16)
def _normals(name: str, seed: int, rows: int, columns: int) -> Matrix:
    stream = np.random.default_rng([seed, zlib.crc32(name.encode())])
    numbers = stream.standard_normal((rows, columns))
    numbers.setflags(write=False)
    return numbers

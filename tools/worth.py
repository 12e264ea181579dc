"""What an answer is worth: the expected value of information of each unknown fact."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tools.drivers import FAILURE, FAILURES, Column
from tools.facts import ProjectFacts
from tools.model import Matrix
from tools.priors import priors
from tools.uncertainty import Outlook, look_ahead
from tools.vocabulary import STRATEGIES, vocabulary


@dataclass(frozen=True)
class Worth:
    """The worth of one answer in score points, and what it would most likely move the advice to."""

    fact: str
    gain: float
    primary: str
    other: str | None


@dataclass(frozen=True)
class Prospect:
    """What lies ahead of a project: its samples and the worth of each answer, each made once.

    Whoever scores a project, plans a measurement for it and asks it a question needs the same.
    """

    facts: ProjectFacts
    seed: int = 0
    samples: int = 2000

    @cached_property
    def outlook(self) -> Outlook:
        """The scores of the sampled project."""
        return look_ahead(self.facts, seed=self.seed, samples=self.samples)

    @cached_property
    def worths(self) -> tuple[Worth, ...]:
        """The worth of every fact that is unknown, greatest first."""
        return _worths(self.facts, self.outlook)


def worths(facts: ProjectFacts, *, seed: int = 0, samples: int = 2000) -> tuple[Worth, ...]:
    """The worth of every fact that is unknown, greatest first."""
    return Prospect(facts, seed, samples).worths


def _worths(facts: ProjectFacts, outlook: Outlook) -> tuple[Worth, ...]:
    """Expected value of partial perfect information from one Monte Carlo sample.

    After Strong, Oakley and Brennan (Medical Decision Making 2014): bin the sample by the fact,
    take the best strategy of each bin, and compare with the best overall.
    """
    drawn = {name: _members(name, facts, outlook) for name in vocabulary()}
    bins = {name: found for name, found in drawn.items() if found is not None}
    if not bins:
        return ()
    scores, stands = outlook.plain, int(outlook.scores.argmax())
    sums = np.concatenate([members @ scores for members, _ in bins.values()])  # a row a bin
    counts = np.concatenate([counts for _, counts in bins.values()])
    means = sums / np.maximum(counts, 1)[:, None]
    weights, best, now = counts / len(scores), means.max(axis=1), scores.mean(axis=0).max()
    leads = (best - means[:, stands]) * weights
    found, start = [], 0
    for name, (members, _) in bins.items():
        of = slice(start, start + len(members))
        at = start + int(leads[of].argmax())
        other = STRATEGIES[int(means[at].argmax())] if leads[at] > 0 else None
        gain = max(float(weights[of] @ best[of] - now), 0.0)
        found.append(Worth(name, gain, STRATEGIES[stands], other))
        start += len(members)
    return tuple(sorted(found, key=lambda w: -w.gain))


def _members(name: str, facts: ProjectFacts, outlook: Outlook) -> tuple[Matrix, Column] | None:
    """Which samples lie in each bin of an unknown fact, as ones, and how many; None if known."""
    if name == FAILURE and name not in facts:
        modes = np.stack([outlook.samples.columns[mode] for mode in FAILURES])
        return modes, modes.sum(axis=1)
    if name in facts or name not in priors():
        return None
    draw = outlook.samples.draws[name]
    return draw.members, draw.counts

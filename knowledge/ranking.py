"""Which passages fit a question: vectors of passages and sentences, and words, weighed together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors
from knowledge.index import Snapshot
from knowledge.lexical import WordIndex

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """How much each signal counts. Few on purpose: each was kept only because it won."""

    passage: float = 1.0
    sentence: float = 0.6
    words: float = 0.25


@dataclass(frozen=True)
class Signals:
    """What is known about every passage for one question."""

    passage: Scores  # cosine of the passage
    sentence: Scores  # best cosine of its sentences
    each_sentence: Scores  # cosine of every sentence vector of the snapshot
    words: Scores  # BM25, as a share of the best


def signals(snapshot: Snapshot, lexical: WordIndex, vector: Vectors, question: str) -> Signals:
    """Measure every passage of a snapshot against one question."""
    passage = snapshot.vectors @ vector
    each = snapshot.sentence_vectors @ vector
    best = passage.copy()
    if len(each):
        np.maximum.at(best, snapshot.owner, each)
    scores = lexical.scores(question)
    top = float(scores.max(initial=0.0))
    return Signals(passage, best, each, scores / top if top > 0 else scores)


def fused(found: Signals, weights: Weights) -> Scores:
    """One score for each passage: the weighted sum of its signals."""
    total = weights.passage + weights.sentence + weights.words
    mixed = (
        weights.passage * found.passage
        + weights.sentence * found.sentence
        + weights.words * found.words
    )
    return np.asarray(mixed / total, dtype=np.float32)


def best_first(scores: Scores, k: int) -> list[int]:
    """The rows of the k highest scores, best first, ties in document order."""
    return [int(row) for row in np.argsort(-scores, kind="stable")[:k]]

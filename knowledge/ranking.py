"""Which passages fit a question, and whether any does.

Four signals are added up with learned weights: vectors of passages, vectors of sentences (small to
big: a sentence finds its passage), words by BM25, and how much of the question a passage holds.
Plain reciprocal rank fusion was tried and lost to vectors alone. The weights are in
`data/ranking.toml`.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors
from knowledge.lexical import WordIndex, words
from knowledge.snapshots import Snapshot

Scores = NDArray[np.float32]

PARAMETERS = Path(__file__).parent / "data" / "ranking.toml"
_NAME = re.compile(r"\b[A-Z][\w-]*")


@dataclass(frozen=True)
class Parameters:
    """The few numbers that ranking, answering and declining depend on, by table and key."""

    ranking: dict[str, float]
    results: dict[str, float]
    answer: dict[str, float]
    outright: dict[str, float]
    decline: dict[str, float]


@cache
def parameters(path: Path = PARAMETERS) -> Parameters:
    """Read the parameters from their data file."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return Parameters(
        **{name: {key: row["value"] for key, row in tables[name].items()} for name in tables}
    )


@dataclass(frozen=True)
class Signals:
    """What is known about every passage for one question."""

    passage: Scores  # cosine of the passage
    sentence: Scores  # best cosine of its sentences
    each_sentence: Scores  # cosine of every sentence vector of the snapshot
    words: Scores  # BM25, as a share of the best
    asked: Scores  # share of the question's words that it holds, the rare ones counting more


def signals(snapshot: Snapshot, lexical: WordIndex, vector: Vectors, question: str) -> Signals:
    """Measure every passage of a snapshot against one question."""
    passage = snapshot.vectors @ vector
    each = snapshot.sentence_vectors @ vector
    best = np.full_like(passage, -1.0)
    np.maximum.at(best, snapshot.owner, each)
    scores = lexical.scores(question)
    top = float(scores.max(initial=0.0))
    share = scores / top if top > 0 else scores
    return Signals(passage, best, each, share, lexical.shares(question))


def fused(found: Signals, weights: dict[str, float]) -> Scores:
    """One score for each passage, at most 1: the weighted mean of its signals."""
    mixed = sum(weight * getattr(found, name) for name, weight in weights.items())
    return np.asarray(mixed / sum(weights.values()), dtype=np.float32)


def best_first(scores: Scores, snapshot: Snapshot, k: int, limits: dict[str, float]) -> list[int]:
    """The rows of the k best passages, ties in document order: none twice, from several documents.

    A passage that says nearly the same as a better one is left out; a document that has
    `most_of_one` of the first passages waits for the next `first`.
    """
    most, first = int(limits["most_of_one"]), int(limits["first"])
    fresh = _fresh(scores, snapshot, k + int(limits["looked_at"]), limits["same"])
    chosen: list[int] = []
    after: list[int] = []
    for row in fresh:
        mine = _document(snapshot, row)
        same = sum(mine == _document(snapshot, other) for other in chosen)
        (chosen if len(chosen) < first and same < most else after).append(row)
    return (chosen + after)[:k]


def _fresh(scores: Scores, snapshot: Snapshot, n: int, same: float) -> list[int]:
    """The n best rows, without those that say nearly the same as a better one."""
    rows: list[int] = []
    for row in (int(place) for place in np.argsort(-scores, kind="stable")):
        if len(rows) == n:
            break
        near = snapshot.vectors[rows] @ snapshot.vectors[row] if rows else np.zeros(1)
        if float(near.max()) < same:
            rows.append(row)
    return rows


def _document(snapshot: Snapshot, row: int) -> tuple[str, str]:
    return str(snapshot.metadata[row]["path"]), str(snapshot.metadata[row]["source"])


def covered(
    found: Signals,
    rows: list[int],
    lexical: WordIndex,
    question: str,
    weights: dict[str, float],
) -> bool:
    """Whether the documents answer the question.

    They do when one of the best passages (`rows`) holds every word asked for, when they know every
    word and a sentence is fairly near, and else when a logistic model of four features says so.
    """
    asked = set(words(question))
    if asked and any(asked.issubset(lexical.tokens(row)) for row in rows):
        return True
    total = sum(lexical.rarity(word) for word in asked)
    known = sum(lexical.rarity(word) for word in asked if word in lexical.vocabulary)
    nearest = float(found.sentence.max(initial=0.0))
    if asked and known == total and nearest >= weights["fairly_near"]:
        return True
    evidence = (
        weights["nearest"] * nearest
        + weights["known_words"] * (known / total if total else 0.0)
        + weights["unknown_name"] * bool(unknown_names(question, lexical))
        + weights["length"] * float(np.log1p(len(asked)))
    )
    return evidence >= weights["threshold"]


def unknown_names(question: str, lexical: WordIndex) -> list[str]:
    """The names in a question, known by their capitals, that no document uses.

    A first word counts only when it has a second capital, since every sentence starts with one.
    """
    names: list[str] = []
    for match in _NAME.finditer(question):
        opens = question[: match.start()].rstrip()[-1:] in ("", ".", "?", "!", '"', "“")
        if opens and sum(letter.isupper() for letter in match[0]) < 2:
            continue
        stems = words(match[0])
        if stems and lexical.vocabulary.isdisjoint(stems):
            names.append(match[0])
    return names

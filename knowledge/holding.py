"""Collections ready to be searched: a small one in memory, a large one asked for candidates.

Both bring passages in the same form, so that one ranking judges them, alone or side by side.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors
from knowledge.lexical import WordIndex, words
from knowledge.limits import limit
from knowledge.snapshots import Snapshot, snapshot_of
from knowledge.store import Store

K1, B = 1.2, 0.75  # of BM25, as in `lexical`
COMMON = 0.2  # a word in a fifth of all passages finds too many to be worth asking for
View = tuple[Snapshot, WordIndex]


class Collected(Protocol):
    """A collection of a certain version."""

    @property
    def version(self) -> tuple[int, int]:
        """The number and the generation that it was read at."""

    def view(self, vector: Vectors, question: str) -> View:
        """The passages among which those for a question are, and their words."""


@dataclass(frozen=True)
class Small:
    """A collection that is all in memory."""

    version: tuple[int, int]
    snapshot: Snapshot
    lexical: WordIndex

    def view(self, vector: Vectors, question: str) -> View:
        """All passages."""
        return self.snapshot, self.lexical


@dataclass(frozen=True)
class Large:
    """A collection of which only what a question needs is read, from Chroma and the catalog."""

    version: tuple[int, int]
    name: str
    number: int
    size: int
    twice: frozenset[str]
    store: Store

    def _telling(self, known: dict[str, int]) -> list[str]:
        """The words that tell passages apart, the rarest first; one that all hold finds nothing."""
        rare = sorted(known, key=lambda word: known[word])
        return [word for word in rare if known[word] <= COMMON * self.size] or rare[:1]

    def view(self, vector: Vectors, question: str) -> View:
        """The passages nearest to the question, and those that hold its words."""
        store, most = self.store, limit("candidates")
        catalog, asked = store.catalog, sorted(set(words(question)))
        name = store.vectors_of(self.number)
        vectors = store.index.nearest(name, vector, min(most, self.size))
        known = catalog.known(self.number, asked)
        by_words = catalog.by_words(self.number, self._telling(known), most)
        more = [key for key in by_words if key not in vectors]
        vectors |= store.index.vectors(name, more)
        passages = catalog.passages(self.number, self.twice, list(vectors))
        snapshot, there = snapshot_of(self.name, passages, vectors)
        return snapshot, AskedWords([passage.stems for passage in there], known, self.size)


def hold(store: Store, name: str) -> Collected | None:
    """A collection ready to be searched, as it is now; None when there is no such collection."""
    held = store.catalog.held(name)
    if held is None:
        return None
    version, twice = (held.id, held.generation), store.catalog.same_names(held.id)
    if held.passages > limit("passages"):
        return Large(version, name, held.id, held.passages, twice, store)
    passages = store.catalog.passages(held.id, twice)
    keys = [passage.key for passage in passages]
    vectors = store.index.vectors(store.vectors_of(held.id), keys)
    snapshot, there = snapshot_of(name, passages, vectors)
    texts = [f"{p.metadata['title']} {p.metadata['heading']} {p.text}" for p in there]
    return Small(version, snapshot, WordIndex(texts))


class AskedWords(WordIndex):
    """The words of a question in candidates, weighed as in the whole collection they come from."""

    def __init__(self, stems: Sequence[list[str]], known: dict[str, int], size: int) -> None:
        self.vocabulary = set(known)
        self._known, self._size = known, size
        self._lengths = np.array([len(row) for row in stems], dtype=np.float32)
        self._tokens = [[word for word in row if word in known] for row in stems]

    def scores(self, question: str) -> NDArray[np.float32]:
        """BM25 (Robertson & Zaragoza, 2009), the mean length taken from the candidates."""
        asked = set(words(question)) & self.vocabulary
        norm = K1 * (1 - B + B * self._lengths / max(1.0, float(self._lengths.mean())))
        total = np.zeros(len(self._tokens), dtype=np.float32)
        for word in sorted(asked):
            held = np.array([row.count(word) for row in self._tokens], dtype=np.float32)
            total += self.rarity(word) * held / (held + norm)
        return total

    def shares(self, question: str) -> NDArray[np.float32]:
        """How much of the question's words each passage holds, rare ones counting more."""
        asked = sorted(set(words(question)))
        held = [sum(self.rarity(w) for w in asked if w in row) for row in self._tokens]
        return np.array(held, dtype=np.float32) / (sum(map(self.rarity, asked)) or 1.0)

    def rarity(self, word: str) -> float:
        """The inverse document frequency of a stemmed word in the whole collection."""
        return float(np.log(1 + (self._size + 0.5) / (self._known.get(word, 0) + 0.5)))

    def tokens(self, row: int) -> Collection[str]:
        """The words of the question in one passage."""
        return self._tokens[row]


class JoinedWords(WordIndex):
    """The words of several collections, one after the other."""

    def __init__(self, parts: Sequence[WordIndex], sizes: Sequence[int]) -> None:
        self._parts = parts
        self._starts = np.cumsum([0, *sizes])
        self.vocabulary = set().union(*(part.vocabulary for part in parts))

    def scores(self, question: str) -> NDArray[np.float32]:
        """The scores of all parts."""
        return np.concatenate([part.scores(question) for part in self._parts])

    def shares(self, question: str) -> NDArray[np.float32]:
        """The shares of all parts."""
        return np.concatenate([part.shares(question) for part in self._parts])

    def rarity(self, word: str) -> float:
        """The rarity in the part where the word is the least rare."""
        return min(part.rarity(word) for part in self._parts)

    def tokens(self, row: int) -> Collection[str]:
        """The words of one passage."""
        part = int(np.searchsorted(self._starts, row, side="right")) - 1
        return self._parts[part].tokens(row - int(self._starts[part]))

"""Word matching: BM25 (Robertson & Zaragoza, 2009) over stemmed words, with bm25s."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[a-z0-9]+(?:[.'’-][a-z0-9]+)*")
_PARTS = re.compile(r"[-']")
_BRITISH = re.compile(r"is(ation)?$")
_VOWEL = re.compile(r"[aeiouy]")
_STOP = frozenset(
    """
    a an and any are as at be been being but by can could d did do does doing for from get got
    had has have how i if in into is it its just ll m may me might must my no not of on one or
    our ours re s shall should so some such t than that the their them then there these they
    this those to too up us ve very was we were what when where which while who whom whose why
    will with would you your
    """.split()  # noqa: SIM905 - a list literal of a hundred words hides them
)


def words(text: str) -> list[str]:
    """The content words of a text in order, lower case, lightly stemmed, hyphens parted."""
    out: list[str] = []
    for match in _WORD.findall(text.lower().replace("’", "'")):
        parts = _PARTS.split(match)
        out += [_stem(part) for part in parts if part and part not in _STOP]
    return out


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    """A light suffix stripper for plurals, -ing, -ed, -ly and a final e, as Porter's first step."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    for suffix in ("ings", "ing", "edly", "ed", "es", "s", "ly"):
        stem = word.removesuffix(suffix)
        if stem != word and not word.endswith(("ss", "eed")) and _is_stem(stem):
            word = stem
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    word = word.removesuffix("e") if len(word) > 3 else word
    return _BRITISH.sub(r"iz\1", word)


def _is_stem(text: str) -> bool:
    return len(text) >= 3 and bool(_VOWEL.search(text))


class WordIndex:
    """BM25 scores of all texts for a question, and how rare each word is."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._size = len(texts)
        tokens = [words(text) for text in texts]
        self._held = [frozenset(row) for row in tokens]
        self.vocabulary = {token for held in self._held for token in held}
        self._bm25: Any = None
        if self.vocabulary:
            import bm25s  # type: ignore[import-untyped]

            self._bm25 = bm25s.BM25(k1=1.2, b=0.75)
            self._bm25.index(tokens, show_progress=False)
        self._rows: dict[str, list[int]] = {word: [] for word in self.vocabulary}
        for row, held in enumerate(self._held):
            for token in held:
                self._rows[token].append(row)

    def scores(self, question: str) -> NDArray[np.float32]:
        """The BM25 score of every text, in the order given."""
        asked = [w for w in words(question) if w in self.vocabulary]
        if self._bm25 is None or not asked:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(asked), dtype=np.float32)

    def shares(self, question: str) -> NDArray[np.float32]:
        """The share of the question's words that each text holds, rare ones counting more."""
        asked = set(words(question))
        held = np.zeros(self._size, dtype=np.float32)
        for word in sorted(asked & self.vocabulary):
            held[self._rows[word]] += self.rarity(word)
        return held / (sum(self.rarity(word) for word in asked) or 1.0)

    def rarity(self, word: str) -> float:
        """The inverse document frequency of a stemmed word; highest for words that never occur."""
        return float(np.log(1 + (self._size + 0.5) / (len(self._rows.get(word, ())) + 0.5)))

    def tokens(self, row: int) -> Collection[str]:
        """The words of one text, in no order."""
        return self._held[row]

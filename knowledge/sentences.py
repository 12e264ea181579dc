"""Where sentences, list items and table rows begin and end in a text; knows nothing of passages."""

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_WORDS = 60

_END = re.compile(r"[.!?…][\"'”’)\]*_]*\s+(?=[\"'“‘(\[*_]*[A-Z0-9$])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|etc|vs|cf|approx|no|fig|dr|mr|ms|st|inc|jan|feb|aug|sept|oct|nov|dec)"
    r"|\b[A-Za-z]|^\s*\d+)\.[\"'”’)\]*_]*\s+$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S{1,80}")  # what is longer is no word, and counts as several
_SOFT_BREAK = re.compile(r"[;:,)]\s+|\s[–—-]\s")


class Span(NamedTuple):
    """A stretch of characters [start, end)."""

    start: int
    end: int


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of `text[start:end]`, trimmed, none longer than 60 words."""
    begin = start
    for match in _END.finditer(text, start, end):
        if _ABBREVIATION.search(text, max(begin, match.end() - 14), match.end()):
            continue
        yield from _bounded(text, begin, match.end())
        begin = match.end()
    yield from _bounded(text, begin, end)


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))


def count_words(text: str) -> int:
    """The number of words, as white space parts them; a run of 80 letters and more is several."""
    count = len(text.split())
    return count if len(text) < 80 + 2 * count else len(_WORD.findall(text))


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """One sentence, cut at soft breaks into pieces of at most 60 words."""
    words = [match.span() for match in _WORD.finditer(text, start, end)]
    first = 0
    while len(words) - first > MAX_WORDS:
        cut = _cut(text, words[first : first + MAX_WORDS])
        after = next(n for n in range(first + 1, len(words)) if words[n][0] >= cut)
        yield Span(words[first][0], words[after - 1][1])
        first = after
    if words:
        yield Span(words[first][0], words[-1][1])


def _cut(text: str, words: list[tuple[int, int]]) -> int:
    """Where to cut an overlong sentence: the last soft break within 60 words, else after them."""
    limit = words[-1][1]
    soft = [m.end() for m in _SOFT_BREAK.finditer(text, words[MAX_WORDS // 3][1], limit)]
    return soft[-1] if soft else limit

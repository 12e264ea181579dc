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
    """The number of words, as white space parts them."""
    return len(text.split())


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """One sentence, cut at soft breaks into pieces of at most 60 words."""
    start, end = trim(text, start, end)
    if start >= end:
        return
    while count_words(text[start:end]) > MAX_WORDS:
        cut = _cut(text, start, end)
        yield trim(text, start, cut)
        start = trim(text, cut, end).start
    yield Span(start, end)


def _cut(text: str, start: int, end: int) -> int:
    """Where to cut an overlong sentence: the last soft break within 60 words, else after them."""
    words = list(re.finditer(r"\S+", text[start:end]))
    limit = start + words[MAX_WORDS - 1].end()
    soft = [m.end() for m in _SOFT_BREAK.finditer(text, start + words[MAX_WORDS // 3].end(), limit)]
    return soft[-1] if soft else limit

"""Cuts a text into sentences, table rows, list items and lines of code that join to it again."""

import re
from itertools import pairwise

from agent.grounding.lexicon import words

_END = re.compile(r"(?<=[.!?…。！？])[\"”’')\]*_`]*(?=\s)\s+|(?<=[。！？])|\n+")
_LAST_WORD = re.compile(r"[(\"“]?([\w.]+)\.[\"”')*_]*\s+$")
_LIST_NUMBER = re.compile(r"(?:^|\n)\s*(?:[-*+] )?\(?\d{1,3}[.)]\s+$")


def sentences(text: str) -> list[str]:
    """Cut a text into sentences that join to it again; "e.g." and "3.5" end none."""
    ends = [m.end() for m in _END.finditer(text) if not _goes_on(text, m)]
    cuts = [0, *[e for e in ends if e < len(text)], len(text)]
    return [text[a:b] for a, b in pairwise(cuts) if a < b]


def _goes_on(text: str, end: re.Match[str]) -> bool:
    """True where the stop belongs to an abbreviation, an initial or the number of a list item."""
    if "\n" in end[0]:
        return False
    before = text[max(0, end.start() - 40) : end.end()]
    if _LIST_NUMBER.search(before):
        return True
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    word = last[1]
    return word.lower() in words("abbreviations")["words"] or (len(word) == 1 and word.isupper())

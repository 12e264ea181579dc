"""Cuts a text into sentences, table rows, list items and lines of code that join to it again."""

import re
from itertools import pairwise

from agent.grounding.lexicon import words

_END = re.compile(r"(?<=[.!?…。！？])[\"”’')\]*_`]*(?=\s)\s+|(?<=[。！？])|\n+")
_LAST_WORD = re.compile(r"[(\"“]?([\w.]+)\.[\"”')*_]*\s+$")
_LIST_NUMBER = re.compile(r"(?:^|\n)\s*(?:[-*+] )?\(?\d{1,3}[.)]\s+$")

LONGEST_QUOTATION = 900  # a quotation that is not closed within so many characters is none


def sentences(text: str) -> list[str]:
    """Cut a text into sentences that join to it again; "e.g." and "3.5" end none."""
    ends = [m.end() for m in _END.finditer(text) if not _goes_on(text, m)]
    cuts = [0, *[e for e in ends if e < len(text)], len(text)]
    return [text[a:b] for a, b in pairwise(cuts) if a < b]


def _goes_on(text: str, end: re.Match[str]) -> bool:
    """True where the stop belongs to a quotation, an abbreviation or the number of a list item."""
    if "\n" in end[0]:
        return False
    line = text[text.rfind("\n", 0, end.start()) + 1 : end.end()]
    if len(line) <= LONGEST_QUOTATION and _quoting(line):
        return True
    before = text[max(0, end.start() - 40) : end.end()]
    if _LIST_NUMBER.search(before):
        return True
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    word = last[1]
    return word.lower() in words("abbreviations")["words"] or (len(word) == 1 and word.isupper())


def _quoting(line: str) -> bool:
    """True while a quotation is open: it is judged as a whole, with the mark behind it."""
    curly = line.count("“") + line.count("„") - line.count("”")
    return curly > 0 or line.count('"') % 2 == 1

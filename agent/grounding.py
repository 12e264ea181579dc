"""Is every figure and citation of a sentence supported? Compares text with the turn's evidence.

A figure is supported when some number of the evidence (tool results, the digest, the user's words)
rounds to it at the precision in which it is written, as it is, as a percentage, or in thousands and
millions. Small counts that are grammar rather than measurement ("two ways", "one question", list
numbers) are not figures.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

_NUMBER = re.compile(
    r"(?<![\w.])(?<!\w-)(?P<sign>[-−])?[$€£]?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale>\s?(?:k|K|M|bn|thousand|million|billion)\b)?(?P<percent>\s?(?:%|percent\b))?"
    r"(?!(?!x\b)[A-Za-z])"
)
_CITATION = re.compile(r"\[(\d{1,4})\]")
_LIST_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s", re.MULTILINE)
_WORDS = {
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    "thousand": 1000, "million": 1e6,
}  # fmt: skip
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_SENTENCE_END = re.compile(r"(?<=[.!?:])[\"”)*]*\s+|\n+")
ALWAYS_TRUE = frozenset({0.0, 1.0, 2.0, 8.0, 100.0})  # grammar, "of the eight", "of 100"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a text writes it: its value, and the size of its last written digit."""

    text: str
    value: float
    step: float
    percent: bool = False


@dataclass
class Evidence:
    """The numbers and citation marks that a reply may use."""

    numbers: set[float] = field(default_factory=set)
    citations: set[int] = field(default_factory=set)

    def add_text(self, text: str) -> None:
        """Admit every number of a text, such as the user's words or a quote."""
        self.numbers.update(figure.value for figure in figures(text))

    def add_json(self, value: Any) -> None:
        """Admit every number of a tool result, those inside its strings included."""
        for item in _leaves(value):
            if isinstance(item, str):
                self.add_text(item)
            elif math.isfinite(item):
                self.numbers.add(float(item))

    def supports(self, figure: Figure) -> bool:
        """True when some number of the evidence rounds to the figure."""
        if figure.value in ALWAYS_TRUE:
            return True
        half = 0.5000001 * figure.step
        return any(
            abs(abs(seen) - figure.value) <= half
            or (figure.percent and abs(100 * abs(seen) - figure.value) <= half)
            for seen in self.numbers
        )


def figures(text: str) -> list[Figure]:
    """Every figure of a text, numbers in words included; citation and list numbers are none."""
    bare = _CITATION.sub(" ", _LIST_NUMBER.sub(" ", text))
    found = []
    for match in _NUMBER.finditer(bare):
        digits = match["digits"].replace(",", "")
        scale = _SCALES.get((match["scale"] or "").strip().lower(), 1.0)
        decimals = len(digits.partition(".")[2])
        value = float(digits) * scale
        found.append(
            Figure(match[0], value, _step(digits, decimals, scale), bool(match["percent"]))
        )
    found += [
        Figure(m[0], float(_WORDS[m[0].lower()]), 1.0)
        for m in _WORD.finditer(_NUMBER.sub(" ", bare))
        if m[0].lower() not in ("hundred", "thousand", "million")
    ]
    return found


def unsupported(sentence: str, evidence: Evidence) -> list[str]:
    """The figures and citation marks of a sentence that nothing supports, as written."""
    bad = [figure.text.strip() for figure in figures(sentence) if not evidence.supports(figure)]
    marks = [m for m in _CITATION.findall(sentence) if int(m) not in evidence.citations]
    return bad + [f"[{m}]" for m in marks]


def sentences(text: str) -> list[str]:
    """Cut a text into sentences that join to it again."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text)]
    cuts = [0, *[e for e in ends if e < len(text)], len(text)]
    return [text[a:b] for a, b in pairwise(cuts) if a < b]


def evidence_of(user_texts: Iterable[str], tool_texts: Iterable[str], digest: Any) -> Evidence:
    """Gather what a turn may say from the user's words, the tools' results and the digest."""
    evidence = Evidence()
    for text in user_texts:
        evidence.add_text(text)
    for text in tool_texts:
        try:
            found = json.loads(text)
        except ValueError:
            evidence.add_text(text)
            continue
        evidence.add_json(found)
        evidence.citations.update(_numbers_of_quotes(found))
    evidence.add_json(digest)
    evidence.citations.update(_numbers_of_quotes(digest))
    return evidence


def _numbers_of_quotes(found: Any) -> Iterator[int]:
    if isinstance(found, dict):
        for key in ("sentences", "quotes"):
            yield from (int(row["n"]) for row in found.get(key) or ())


def _leaves(value: Any) -> Iterator[str | float]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
        yield value


def _step(digits: str, decimals: int, scale: float) -> float:
    """The size of the last digit that was meant: 120,000 may be rounded to tens of thousands."""
    if decimals:
        return 10.0**-decimals * scale
    zeros = len(digits) - len(digits.rstrip("0"))
    significant = len(digits) - zeros
    return (10.0**zeros if zeros and significant <= 3 and len(digits) > 3 else 1.0) * scale

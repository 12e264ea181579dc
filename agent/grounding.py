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
    r"(?<![\w.])(?<!\w-)[-−]?(?P<money>[$€£])?"
    r"(?P<digits>\d{1,3}(?:,\d{3})++(?:\.\d++)?|\d++(?:\.\d++)?(?:[eE]\+?\d++)?)"
    r"(?P<scale>\s?(?:k|K|M|bn|thousand|million|billion)\b)?"
    r"(?P<unit>\s?(?:%|percent\b|(?:ms|s|min|h|d|x|GB|MB|TB|USD|EUR|dollars?|seconds?|minutes?|hours?"
    r"|days?|weeks?|months?|years?|requests?|examples?|tokens?|GPUs?|points?|times)\b))?(?![A-Za-z])"
)
_SCALED_WORDS = re.compile(
    r"\b(?P<how>half a|a|one)\s(?P<scale>hundred|thousand|million|billion)\b(?! of\b)",
    re.IGNORECASE,
)
_CITATION = re.compile(r"\[(\d{1,4}(?:\s*,\s*\d{1,4})*)\]")
_GRAMMAR = re.compile(r"\b(?:out )?of (?:the )?(?:100|8|eight)\b", re.IGNORECASE)
_LIST_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s", re.MULTILINE)
_WORDS = {
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_SCALES = {
    "hundred": 1e2,
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "million": 1e6,
    "bn": 1e9,
    "billion": 1e9,
}
_SENTENCE_END = re.compile(r"(?<=[.!?:])[\"”)*]*\s+|\n+")
GRAMMAR_COUNTS = frozenset({0.0, 1.0, 2.0})  # "one of them", "two ways": no measurement


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a text writes it: value, size of the last digit, whether it has no unit."""

    text: str
    value: float
    step: float
    percent: bool = False
    bare: bool = True


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
        if figure.bare and figure.value in GRAMMAR_COUNTS:
            return True
        half = 0.5000001 * figure.step
        return any(
            abs(abs(seen) - figure.value) <= half
            or (figure.percent and abs(100 * abs(seen) - figure.value) <= half)
            for seen in self.numbers
        )


def figures(text: str) -> list[Figure]:
    """Every figure of a text, numbers in words included; citation and list numbers are none."""
    bare = _GRAMMAR.sub(" ", _CITATION.sub(" ", _LIST_NUMBER.sub(" ", text)))
    found = []
    for match in _NUMBER.finditer(bare):
        digits = match["digits"].replace(",", "")
        scale = _SCALES.get((match["scale"] or "").strip().lower(), 1.0)
        plain = not (match["money"] or match["scale"] or match["unit"])
        unit = (match["unit"] or "").strip()
        step = _step(digits, scale)
        value = float(digits) * scale
        found.append(Figure(match[0], value, step, unit in ("%", "percent"), plain))
    words = _NUMBER.sub(" ", bare)
    for match in _SCALED_WORDS.finditer(words):
        size = _SCALES[match["scale"].lower()]
        value = size / 2 if match["how"].lower() == "half a" else size
        found.append(Figure(match[0], value, value / 10, bare=False))
    found += [Figure(m[0], float(_WORDS[m[0].lower()]), 1.0) for m in _WORD.finditer(words)]
    return found


def unsupported(sentence: str, evidence: Evidence) -> list[str]:
    """The figures and citation marks of a sentence that nothing supports, as written."""
    bad = [figure.text.strip() for figure in figures(sentence) if not evidence.supports(figure)]
    marks = [int(m) for group in _CITATION.findall(sentence) for m in group.split(",")]
    return bad + [f"[{m}]" for m in marks if m not in evidence.citations]


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


def _step(digits: str, scale: float) -> float:
    """The size of the last digit that was meant: 120,000 may be rounded to tens of thousands."""
    mantissa, _, exponent = digits.lower().partition("e")
    part = mantissa.partition(".")[2]
    cents = len(part) == 2 and part.endswith("0")  # $5.50 says no more than 5.5 does
    decimals = len(part) - cents
    scale *= 10.0 ** int(exponent or 0)
    if decimals:
        return 10.0**-decimals * scale
    zeros = len(mantissa) - len(mantissa.rstrip("0"))
    significant = len(mantissa) - zeros
    return (10.0**zeros if zeros and significant <= 3 and len(mantissa) > 3 else 1.0) * scale

"""Notices a message in a language that is not read, and knows what to say to it."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache

from agent.offline.reading.reader import Reading
from agent.offline.words.lexicon import DATA

KEPT = 16  # messages: who reads one and who answers it ask for its language
LEAST_WORDS = 2
SURE = LEAST_WORDS  # what a word counts that no other language has
LEAST_SHARE = 0.15  # of the words: “12.000 pro Monat” in an English message is English
LEAST_LETTERS = 3
OTHER_SCRIPT = 0.5  # share of letters outside the Latin alphabet


@dataclass(frozen=True)
class _Language:
    """What gives a language away, and what is said to it; `sure` words do so alone."""

    words: frozenset[str]
    sure: frozenset[str]
    replies: tuple[str, ...]


def notice(text: str, turn: int = 0) -> str | None:
    """What to say to a message in another language; None for English.

    German, French and Spanish are answered in their language, every other one in English.
    """
    language = _language(text)
    if language is None:
        return None
    replies = _languages()[language].replies or _languages()["other"].replies
    return replies[turn % len(replies)]


def only_sure(text: str, reading: Reading) -> Reading:
    """A reading as it is surely meant: of a message in another language, nothing at all."""
    return reading if _language(text) is None else Reading("describe")


@lru_cache(maxsize=KEPT)
def _language(text: str) -> str | None:
    letters = [c for c in text if c.isalpha()]
    strange = sum(c > "\u024f" for c in letters)
    if len(letters) >= LEAST_LETTERS and strange > OTHER_SCRIPT * len(letters):
        return "other"
    said = set(re.findall(r"[^\W\d_]+", text.casefold()))
    counts = {
        name: sum(SURE if w in row.sure else w in row.words for w in said)
        for name, row in _languages().items()
    }
    best = max(counts, key=lambda name: counts[name])
    few = counts[best] < LEAST_WORDS or counts[best] < LEAST_SHARE * len(said)
    if few or counts[best] <= counts["english"]:
        return None
    return best


@cache
def _languages() -> dict[str, _Language]:
    file = DATA / "languages.toml"
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        name: _Language(frozenset(row["words"]), frozenset(row["sure"]), tuple(row["replies"]))
        for name, row in raw.items()
    }

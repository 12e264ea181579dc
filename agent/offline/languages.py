"""Notices a message in a language that is not read, and knows what to say to it."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from agent.offline.reading import Reading
from tools.facts import spec

LEAST_WORDS = 2
LEAST_LETTERS = 3
OTHER_SCRIPT = 0.5  # share of letters outside the Latin alphabet


def notice(text: str, turn: int = 0) -> str | None:
    """What to say to a message in another language; None for English.

    German, French and Spanish are answered in their language, every other one in English.
    """
    language = _language(text)
    if language is None:
        return None
    replies = _languages()[language][1] or _languages()["other"][1]
    return replies[turn % len(replies)]


def only_sure(text: str, reading: Reading) -> Reading:
    """Of a message in another language, only the facts whose words hold a plain number."""
    if _language(text) is None:
        return reading
    sure = [
        name
        for name in reading.facts
        if spec(name).numeric and re.search(r"\d", reading.quotes.get(name, ""))
    ]
    return replace(
        reading,
        kind="describe",
        facts={name: reading.facts[name] for name in sure},
        ranges={name: span for name, span in reading.ranges.items() if name in sure},
        quotes={name: reading.quotes[name] for name in sure},
        cleared=(),
        hypothetical={},
        command=None,
        args={},
        topic=None,
        unplaced=(),
    )


def _language(text: str) -> str | None:
    letters = [c for c in text if c.isalpha()]
    strange = sum(c > "\u024f" for c in letters)
    if len(letters) >= LEAST_LETTERS and strange > OTHER_SCRIPT * len(letters):
        return "other"
    said = set(re.findall(r"[^\W\d_]+", text.casefold()))
    counts = {name: sum(w in words for w in said) for name, (words, _) in _languages().items()}
    best = max(counts, key=lambda name: counts[name])
    if counts[best] < LEAST_WORDS or counts[best] <= counts["english"]:
        return None
    return best


@cache
def _languages() -> dict[str, tuple[frozenset[str], Sequence[str]]]:
    file = Path(__file__).parent / "data" / "languages.toml"
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: (frozenset(row["words"]), row["replies"]) for name, row in raw.items()}

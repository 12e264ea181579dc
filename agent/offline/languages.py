"""Notices a message in a language that is not read, and knows what to say to it."""

import re
import tomllib
from functools import cache
from pathlib import Path

LEAST_WORDS = 2


def notice(text: str) -> str | None:
    """What to say to a message in German, French or Spanish, in its language; None for English."""
    said = set(re.findall(r"[^\W\d_]+", text.casefold()))
    counts = {name: sum(w in words for w in said) for name, (words, _) in _languages().items()}
    best = max(counts, key=lambda name: counts[name])
    if counts[best] < LEAST_WORDS or counts[best] <= counts["english"]:
        return None
    return _languages()[best][1]


@cache
def _languages() -> dict[str, tuple[frozenset[str], str]]:
    file = Path(__file__).parent / "data" / "languages.toml"
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: (frozenset(row["words"]), row["reply"]) for name, row in raw.items()}

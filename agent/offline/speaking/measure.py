"""How much the offline advisor says at once, from a data file."""

import tomllib
from dataclasses import dataclass
from functools import cache

from agent.offline.words.lexicon import DATA

FILE = DATA / "speaking.toml"


@dataclass(frozen=True, slots=True)
class Measure:
    """The thresholds of speaking: shares (0–1), facts at once, words."""

    moved_much: float
    wide_open: float
    fairly_sure: float
    very_sure: float
    facts: int
    quote_words: int
    answer_words: int
    advice_words: int
    complaint_words: int


@cache
def measure() -> Measure:
    """The thresholds of `data/speaking.toml`."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    values = {**raw["lead"], **raw["lengths"]}
    return Measure(**{name: values[name] for name in Measure.__dataclass_fields__})

"""Recognises short asides: "you're wrong", "make it cheaper", "chart of that", "no retrieval"."""

import re
import tomllib
from functools import cache
from pathlib import Path

from agent.offline.intents import polished
from agent.offline.lexicon import lists
from agent.offline.message import take_apart
from agent.offline.reading import Reading

FILE = Path(__file__).parent / "data" / "asides.toml"
_SURE_TOPICS = ("why_", "plateau", "change_mind", "break_even", "experiment_result", "precedents")


def aside_of(reading: Reading, text: str) -> str:
    """Which aside a message is; empty where it says something of a kind of its own.

    What states facts, gives a command or asks about the advice is never an aside.
    """
    if reading.facts or reading.ranges or reading.cleared or reading.hypothetical:
        return ""
    if reading.kind in ("adversarial", "smalltalk"):
        return ""
    if reading.command and reading.command != "show_sources":  # what blunt doubt is read as
        return ""
    if reading.topic and reading.topic.startswith(_SURE_TOPICS):
        return ""
    words = polished(take_apart(text).norm)
    for name, pattern in _patterns().items():
        if pattern.fullmatch(words) and (name == "wrong" or not reading.command):
            return name
    return "check_data" if reading.topic == "check_dataset" else ""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    names = "|".join(p for patterns in lists("strategies").values() for p in patterns)
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: re.compile("|".join(p.replace("STRATEGY", f"(?:{names})") for p in patterns))
        for name, patterns in raw.items()
    }

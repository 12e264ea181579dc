"""Tells what a message leaves open: "I'd have to ask legal whether it may leave the building"."""

import re
from functools import cache

from agent.offline.words.lexicon import any_of, pattern
from agent.offline.words.message import Message

FILE = "left_open"


def is_left_open(message: Message, start: int, end: int) -> bool:
    """True for words at `start`-`end` that reach into a question which others have to answer."""
    open_ones = (m.span() for m in _all().finditer(message.norm))
    return any(begin < end and start < stop for begin, stop in open_ones)


def leaves_to_others(norm: str) -> bool:
    """True where somebody else has to be asked first."""
    return pattern("ask_first", FILE).search(norm) is not None


def without_left_open(norm: str) -> str:
    """The words without what is left open."""
    return _all().sub(" ", norm)


@cache
def _all() -> re.Pattern[str]:
    """What is open, with the heading before it: "as for hosting: I'd have to ask legal"."""
    heading = f"(?:{any_of('heading', FILE)})?"
    said = "|".join(any_of(name, FILE) for name in ("ask_first", "undecided"))
    return re.compile(rf"(?<!\w){heading}(?:{said})(?!\w)")

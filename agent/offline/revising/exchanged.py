"""Reads what-ifs that put a figure in the place of a known one: "what if the 300 ms became 900"."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from agent.offline.words.lexicon import shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import MS_PER_DAY, Quantity, whole
from tools.vocabulary import Value, spec

FILE = "whatifs"
DAYS = "time_to_launch_days"
_UNIT = {DAYS: float(MS_PER_DAY)}  # figures of time are in milliseconds


def exchanged(
    message: Message, known: Mapping[str, Any]
) -> tuple[dict[str, Value], list[tuple[int, int]]]:
    """The new values by fact, and the places of the figures that they take.

    The first figure is the value of exactly one known fact; the second has its unit, or none.
    """
    out: dict[str, Value] = {}
    used: list[tuple[int, int]] = []
    for old, new in pairwise(message.quantities):
        between = message.norm[max(old.end, old.number.end) : new.start]
        facts = [f for f, value in known.items() if _is(old, f, value)]
        if len(facts) != 1 or not shape("becomes", FILE).fullmatch(between):
            continue
        bare = not (new.unit or new.per)
        if not bare and (new.unit, bool(new.per)) != (old.unit, bool(old.per)):
            continue
        like = replace(new, factor=old.factor) if bare else new
        out[facts[0]] = whole(like.value / _UNIT.get(facts[0], 1.0))
        used += [(old.start, old.end), (new.start, new.end)]
    return out, used


def _is(quantity: Quantity, fact: str, value: object) -> bool:
    """True where a figure is the known value of a fact."""
    if not spec(fact).numeric or not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return abs(quantity.value / _UNIT.get(fact, 1.0) - value) < abs(value) / MS_PER_DAY

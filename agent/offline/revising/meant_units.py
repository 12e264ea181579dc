"""Reads a unit set right: "I meant weeks", "seconds, not milliseconds"."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import expand, lists, shape, tables
from agent.offline.words.message import Message
from agent.offline.words.quantities import MS_PER_DAY, whole

UNITS = {
    "latency_target_ms": ("ms", "second", "minute", "hour"),
    "time_to_launch_days": ("day", "week", "month", "year"),
}
_LEAST_LETTERS = 2


def meant_unit(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """The known length of time with its figure in the unit that was meant.

    Its figure is the one in the unit that is denied; where none is, the one in the largest unit
    that leaves it whole, for so people tell a length of time.
    """
    match = None if message.quantities else _meant().search(message.norm)
    if match is None:
        return []
    before = message.norm[message.text.sentence_at(match.start()).start : match.start()]
    if not shape("unit_led", "corrections").fullmatch(before):
        return []  # "we plan in weeks, not months" tells of something else
    named = {k.rstrip("0123456789"): _unit(w) for k, w in match.groupdict().items() if w}
    unit, denied = named["unit"], named.get("denied", "")
    lasting = tables("units")["milliseconds"]
    for fact, units in UNITS.items():
        if unit not in units or fact not in known or (denied and denied not in units):
            continue
        in_ms = float(known[fact]) * (MS_PER_DAY if fact == "time_to_launch_days" else 1.0)
        said = _said_in(in_ms, [denied] if denied else [u for u in units if u != unit])
        if not said:
            return []
        value = in_ms / lasting[said] * lasting[unit]
        if fact == "time_to_launch_days":
            value /= MS_PER_DAY
        return [Finding(fact, whole(value), match.start(), match.end(), weight=5)]
    return []


def _said_in(in_ms: float, units: list[str]) -> str:
    lasting = tables("units")["milliseconds"]
    fitting = [u for u in units if in_ms >= lasting[u] and in_ms % lasting[u] == 0]
    return max(fitting, key=lambda u: lasting[u], default="")


def _unit(word: str) -> str:
    names = lists("quantities")
    return next(u for us in UNITS.values() for u in us if _one_of(names[u]).fullmatch(word))


@cache
def _one_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(words))


@cache
def _meant() -> re.Pattern[str]:
    """The ways to say which unit was meant; `unit…` is that one and `denied…` the other."""
    names = lists("quantities")
    words = "|".join(
        w for us in UNITS.values() for u in us for w in names[u] if len(w) > _LEAST_LETTERS
    )
    ways = [
        expand(way)
        .replace("#", rf"(?P<unit{place}>{words}|ms)")
        .replace("%", rf"(?P<denied{place}>{words}|ms)")
        for place, way in enumerate(lists("corrections")["unit_meant"])
    ]
    return re.compile(r"(?<!\w)(?:" + "|".join(ways) + r")(?!\w)")

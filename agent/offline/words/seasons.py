"""Tells a rate of a season from the usual one: "500 a week at Christmas" says nothing of March."""

import re
from functools import cache

from agent.offline.words.lexicon import any_of, pattern, shape
from agent.offline.words.text import Span

FILE = "seasons"


def of_a_season(norm: str, sentence: Span, start: int, end: int) -> bool:
    """True when the rate at `start`-`end` of a sentence is said of one time of the year only."""
    for time in pattern("then", FILE).finditer(norm, sentence.start, sentence.end):
        if shape("not_then_before", FILE).search(norm[sentence.start : time.start()]):
            continue
        if shape("not_then_behind", FILE).match(norm, time.end(), sentence.end):
            continue
        if time.start() >= end:
            if shape("to_the_time", FILE).fullmatch(norm, end, time.start()):
                return True
        elif time.end() <= start and _leads(norm, sentence, time, start):
            return True
    return False


def _leads(norm: str, sentence: Span, time: re.Match[str], start: int) -> bool:
    """True for a time before a rate that is not that of another rate before it."""
    before = norm[sentence.start : time.start()]
    between = norm[time.end() : start]
    joined = _from_the_time().fullmatch(between)
    return joined is not None and (
        "," not in between or shape("leads", FILE).search(before) is not None
    )


@cache
def _from_the_time() -> re.Pattern[str]:
    return re.compile(any_of("from_the_time", FILE) + r"[$~]?\s?")

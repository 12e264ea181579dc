"""Reads on which days of the week something comes: "90 a day, Monday to Friday"."""

import re
from functools import cache

from agent.offline.words.lexicon import any_of, tables
from agent.offline.words.text import Span

FILE = "workdays"
_ALL, _WORKING = 7, 5


@cache
def _said() -> tuple[re.Pattern[str], re.Pattern[str]]:
    days = f"(?:{any_of('on_working_days', FILE)}|{any_of('so_many_days', FILE)})"
    return (
        re.compile(any_of("between", FILE) + days + r"(?![\w-])"),
        re.compile(r"(?<![\w-])" + days + any_of("up_to_figure", FILE) + "$"),
    )


def days_of_the_week(norm: str, sentence: Span, start: int, end: int) -> tuple[str, float]:
    """The period and the multiple that "a day" means for a rate at `start`-`end`.

    ("day", 1) unless the words around the rate say on which days of the week it holds.
    """
    behind, before = _said()
    found = behind.match(norm, end, sentence.end) or before.search(norm[sentence.start : start])
    if found is None:
        return "day", 1.0
    days = found["days"]
    count = _WORKING if days is None else _number(days)
    if count == _WORKING:
        return "working_day", 1.0
    return ("day", 1.0) if count == _ALL else ("week", float(count))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else int(tables("numbers")["small"][word])

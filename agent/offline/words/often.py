"""Reads how often something is done, in times a month: "twice a year", "every night", "weekly"."""

import re
from functools import cache

from agent.offline.words.lexicon import alternatives, any_of, tables, words

PERIODS = ("day", "week", "month", "quarter", "year")  # what comes by the hour is a rate


@cache
def how_often() -> re.Pattern[str]:
    """The words for how often; groups `count` or `number`, `period`, `each`, `over`, `adverb`."""
    small = tables("numbers")["small"]
    number = alternatives([word for word, value in small.items() if value > 1])
    count = alternatives(tables("numbers")["times"])
    each = alternatives([*PERIODS, *words("periods")["part_of_day"]])
    adverb = alternatives(words("periods")["adverb"])
    return re.compile(
        rf"(?<!\w)(?:(?:(?P<count>{count})|(?P<number>\d+|{number}) ?(?:times|x))"
        rf" (?:a|an|per|each|every) (?P<period>{'|'.join(PERIODS)})"
        rf"|(?:every|each) (?:single )?(?P<each>{each})"
        rf"|{any_of('once_over', 'frequencies')} (?P<over>{'|'.join(PERIODS)})"
        rf"|(?P<adverb>{adverb}))(?!\w)"
    )


def times_a_month(often: re.Match[str]) -> float:
    """How many times a month the words found by `how_often` name."""
    period = often["period"] or often["each"] or often["over"] or often["adverb"]
    period = words("periods")["adverb"].get(period) or words("periods")["part_of_day"].get(
        period, period
    )
    return _times(often) * tables("units")["per_month"][period]


@cache
def every_so_often() -> re.Pattern[str]:
    """The words for the time between two runs: "every minute", "every 15 minutes"."""
    number = alternatives(tables("numbers")["small"])
    period = alternatives(p for p in tables("units")["per_month"] if p != "working_day")
    return re.compile(
        rf"(?<!\w)(?:every|each)(?: (?P<many>\d+|{number}))?(?: single)?"
        rf" (?P<period>{period})s?(?!\w)"
    )


def runs_a_month(every: re.Match[str]) -> float:
    """How many runs a month the words found by `every_so_often` make; 0 where there is no time."""
    many = every["many"]
    if many is None:
        count = 1.0
    else:
        count = float(many) if many.isdigit() else tables("numbers")["small"][many]
    return tables("units")["per_month"][every["period"]] / count if count else 0.0


def _times(often: re.Match[str]) -> float:
    number = often["number"]
    if number is not None:
        return float(number) if number.isdigit() else tables("numbers")["small"][number]
    return tables("numbers")["times"].get(often["count"] or "once", 1.0)

"""Reads the period a number stands for: "500 a day", "weekly: 40", "one every ten seconds"."""

import re
from functools import cache
from typing import NamedTuple

from agent.offline.words.lexicon import alternatives, any_of, lists, pattern, shape, tables, words
from agent.offline.words.number_words import Number

FILE = "rates"


class Pace(NamedTuple):
    """The period a number is per, "" for none; `end` is where its words end.

    `odd` marks days whose number a month nobody can tell, `each` a rate of every person or thing,
    `times` what the number is to be multiplied with ("one every ten seconds": 0.1).
    """

    per: str
    odd: bool
    each: bool
    end: int
    times: float = 1.0


_PERIODS = (
    r"(?P<second>{second})|(?P<minute>{minute})|(?P<hour>{hour})|(?P<working_day>{weekday})"
    r"|(?P<day>{day})|(?P<week>{week})"
    r"|(?P<fortnight>fortnight)|(?P<month>{month})|(?P<quarter>quarter|qtr)|(?P<year>{year}"
    r"|annum)"
)

_HOURS = 24
_NAMED = ("second", "minute", "hour", "day", "week", "month", "year")


@cache
def _period() -> str:
    names = {n: list(lists("quantities")[n]) for n in _NAMED}
    names["minute"].remove("m")  # "900/m" are 900 a month
    names["month"].append("m")
    names["day"] += [rf"(?<!and ){part}" for part in words("periods")["part_of_day"]]
    return _PERIODS.format(
        weekday="|".join(lists("quantities")["workday"]),
        **{n: "|".join(names[n]) for n in _NAMED},
    )


@cache
def periods_in_words() -> dict[str, str]:
    """The period of each word that holds one: "daily", "annual"."""
    return {**words("periods")["adverb"], **words("periods")["adjective"]}


def _named(table: str) -> str:
    return alternatives(words("periods")[table])


@cache
def _rate_after() -> re.Pattern[str]:
    odd = "|".join(lists("quantities")["odd_day"])
    return re.compile(
        r"(?P<gap>(?:[ -][a-z][\w'/&+-]*){0,5}?)(?:\s?(?<![ \d]p)/\s?"
        rf"|\s{any_of('per', FILE)}\s|(?<=\d)p)"
        rf"(?:(?P<odd>{odd})[ -])?(?:{any_of('kind_of_period', FILE)} )?(?:{_period()})(?![a-z])"
        rf"|(?P<gap2>(?:[ -][a-z][\w'/&-]*){{0,4}}?)\s(?P<adverb>{_named('adverb')})(?![a-z])"
        rf"(?! {any_of('no_rate_behind', FILE)})"
        r"|(?P<gap4>(?:[ -][a-z][\w'/&-]*){0,3}?)"
        rf" on (?P<workdays>{any_of('workdays', FILE)})(?![a-z])"
        r"|(?P<gap3>(?:[ -](?!and |or |but )[a-z][\w'/&+-]*){0,3}?)"
        rf"\s?(?P<short>p\.?a\.?|{_named('short')})(?![a-z])"
    )


@cache
def _rate_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<![a-z]){any_of('per_ahead', FILE)}"
        rf"\s(?:{any_of('kind_of_period_ahead', FILE)} )?(?:{_period()})"
        rf"|(?<![a-z])(?P<adverb>{alternatives(periods_in_words())})(?!\s?,)|/\s?(?P<slash>{_named('slash')}))"
        r"(?![a-z])(?:\s?[:,=]\s?|\s)"
        rf"(?:(?!{any_of('not_between', FILE)}\b)[a-z':=~(-]+\s?){{0,5}}$"
    )


def _is_hour(number: Number, match: re.Match[str], before: str) -> bool:
    """True for a time of day: "5 pm", "until 17 pm"; 340 pm are so many a month."""
    if number.scaled or match["gap3"] or number.value > _HOURS:
        return False
    timed = number.value <= _HOURS / 2 or shape("time_of_day_before", FILE).search(before)
    return bool(timed)


def pace_of(norm: str, number: Number, end: int, stop: int, before: str, unit: str) -> Pace:
    """The pace of a number: by the words from `end` to `stop`, or by the words `before` it."""
    spaced = _spaced(norm, end, stop)
    if spaced is not None:
        return spaced
    match = _rate_after().match(norm, end, stop)
    if match is not None and (_is_place(norm, match) or (not unit and _lasts(norm, match))):
        match = None
    if match is not None and match["short"] == "pm" and unit != "money":
        match = None if _is_hour(number, match, before) else match
    if match is not None:
        gap = match["gap"] or match["gap2"] or match["gap4"] or ""
        between = shape("said_of_each", FILE).sub("", gap)
        if not pattern("breaks_off", FILE).search(between):
            each = bool(shape("each_before", FILE).search(gap))
            if match["workdays"]:
                return Pace("working_day", False, each, match.end())
            if match["short"]:
                per = words("periods")["short"][match["short"].replace(".", "")]
            elif match["adverb"]:
                per = words("periods")["adverb"][match["adverb"]]
            else:
                per = next(p for p in tables("units")["per_month"] if match.groupdict().get(p))
            if per == "day" and match["odd"] in lists("quantities")["weekday"]:
                return Pace("working_day", False, each, match.end())
            times = tables("numbers")["times"].get(gap.rsplit(" ", 1)[-1], 1.0)  # "twice a year"
            return Pace(per, bool(match["odd"]), each, match.end(), times)
    spent = _over(norm, end, stop, unit)
    if spent is not None:
        return spent
    match = _rate_before().search(before)
    if match is not None and not unit and _lasts(before, match):
        return Pace("", False, False, end)
    if match is not None and unit in ("", "money"):
        if match["adverb"]:
            per = periods_in_words()[match["adverb"]]
        elif match["slash"]:
            per = words("periods")["slash"][match["slash"]]
        else:
            per = next(p for p in tables("units")["per_month"] if match.groupdict().get(p))
        return Pace(per, False, False, end)
    arriving = _arriving(norm, end, stop, before) if not unit else None
    return arriving or Pace("", False, False, end)


def _over(norm: str, end: int, stop: int, unit: str) -> Pace | None:
    """As in "$300 for the entire year"; what is no money needs the word for all of it."""
    match = shape("over", FILE).match(norm, end, stop)
    if match is None or not (unit == "money" or (unit == "" and match["whole"])):
        return None
    return Pace(match["period"], False, False, match.end())


def _is_place(norm: str, match: re.Match[str]) -> bool:
    """True for a second that stands in a row: "every second one", "and a second one checked"."""
    if not shape("ends_in_second", FILE).search(match.group()):
        return False
    return shape("second_of_several", FILE).match(norm, match.end()) is not None


def _lasts(norm: str, match: re.Match[str]) -> bool:
    """True for "a day" that is how long something takes: "they wait a day", "needs a week, 40"."""
    name = next((n for n in tables("units")["per_month"] if match.groupdict().get(n)), "")
    if not name:
        return False
    begin = match.start(name)
    led = _ONE.search(norm, max(0, begin - 3), begin)
    return led is not None and shape("lasts_before", FILE).search(norm[: led.start()]) is not None


_ONE = re.compile(r"\ban? $")


@cache
def _every() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[ -][a-z][\w'/&-]*){{0,3}}? {any_of('per_several', FILE)} "
        rf"(?P<many>\d+|{'|'.join(tables('numbers')['small'])}|{any_of('several', FILE)})"
        rf" ?(?:{_period()})s?(?![a-z])"
    )


def _spaced(norm: str, end: int, stop: int) -> Pace | None:
    """As in "one every ten seconds", "3 calls every 5 minutes"."""
    match = _every().match(norm, end, len(norm))
    if match is None:
        return None
    many = match["many"]
    small, vague = tables("numbers")["small"], tables("numbers")["vague_value"]
    count = float(many) if many.isdigit() else small.get(many, vague.get(many, 2.0))
    per = next(p for p in tables("units")["per_month"] if match.groupdict().get(p))
    return Pace(per, False, False, match.end(), 1 / count) if count else None


@cache
def _later() -> re.Pattern[str]:
    return re.compile(
        rf"[^,;:.()\d]{{0,60}}?\s(?:{any_of('per_behind', FILE)}\s"
        rf"(?:{any_of('kind_of_period_behind', FILE)} )?(?:{_period()})"
        rf"|(?P<adverb>{_named('adverb')}))(?![a-z])"
    )


def _arriving(norm: str, end: int, stop: int, before: str) -> Pace | None:
    """As in "1,900 claims land in the inbox each week": a verb of arrival before the period.

    Or one of making before the figure: "we draft 90 letters to donors a week".
    """
    match = _later().match(norm, end, stop)
    if match is None:
        return None
    between = norm[end : match.end()]
    comes = pattern("arrives").search(between) or shape("makes_before", "totals").search(before)
    if not comes or pattern("no_arrival").search(between):
        return None
    per = (
        words("periods")["adverb"][match["adverb"]]
        if match["adverb"]
        else next(p for p in tables("units")["per_month"] if match.groupdict().get(p))
    )
    return Pace(per, False, False, match.end())

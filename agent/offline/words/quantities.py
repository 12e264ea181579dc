"""Turns numbers into quantities: what they measure, per which period, how sure they are."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from agent.offline.words.hedges import is_hedged, limit_of
from agent.offline.words.lexicon import (
    alternatives,
    any_of,
    compiled,
    lists,
    pattern,
    shape,
    tables,
    words,
)  # fmt: skip
from agent.offline.words.number_words import Number
from agent.offline.words.numbers import find_numbers
from agent.offline.words.periods import pace_of
from agent.offline.words.seasons import of_a_season
from agent.offline.words.text import Text
from agent.offline.words.workdays import days_of_the_week

FILE = "quantities"
MS_PER_DAY = 86_400_000
BEFORE, BEHIND = 110, 90  # characters of a sentence that may tell what a figure is
Unit = Literal[
    "", "percent", "points", "money", "foreign", "duration", "tokens", "words", "pages", "factor"
]
HEDGE = 0.10
ACCURACY_HEDGE = 3.0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and rate.

    `start`–`end` spans number, unit and rate; `number_end` is where the bare number ends. `factor`
    turns the number into the unit (milliseconds for durations, requests a month for rates);
    `noun` is what stands right behind it, `before` the same sentence up to it.
    """

    start: int
    end: int
    number: Number
    unit: Unit
    per: str
    factor: float
    hedged: bool
    limit: str
    noun: str
    before: str
    after: str
    odd_rate: bool
    each: bool

    @property
    def value(self) -> float:
        """The value in its unit."""
        return self.number.value * self.factor

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The range the words stand for, None for an exact value or a limit."""
        if self.number.ranged or self.number.vague:
            return self.number.low * self.factor, self.number.high * self.factor
        if self.hedged and not self.limit:
            return self.value * (1 - HEDGE), self.value * (1 + HEDGE)
        return None


@cache
def _right() -> re.Pattern[str]:
    names = lists(FILE)

    def group(name: str) -> str:
        return "|".join(names[name])

    return re.compile(
        rf"\s?-?\s?(?:{any_of('before_unit', FILE)} (?!points))?"
        rf"(?:(?P<percent>{group('percent')})|(?P<points>{group('points')})"
        rf"|(?P<foreign>{group('foreign')})|(?P<money>{group('money')})"
        rf"|(?P<tokens>{group('tokens')})|(?P<words>{group('words')})|(?P<pages>{group('pages')})"
        rf"|(?P<factor>{group('factor')})|(?P<ms>{group('ms')})|(?P<second>{group('second')})"
        rf"|(?P<minute>{group('minute')})|(?P<hour>{group('hour')})|(?P<day>{group('day')})"
        rf"|(?P<week>{group('week')})|(?P<fortnight>{group('fortnight')})|(?P<month>{group('month')})"
        rf"|(?P<quarter>{group('quarters')})|(?P<year>{group('year')}))(?![a-z0-9])"
    )


_NOUN = re.compile(r"[ -]?((?:(?:[a-z][\w'/&+-]*)[ ,/]?\s?){0,7})")


@cache
def _noun_stop() -> re.Pattern[str]:
    short, adverb = (alternatives(words("periods")[name]) for name in ("short", "adverb"))
    slash = alternatives(words("periods")["slash"])
    return re.compile(
        rf"[,.;:()]|(?<![\w&/-])(?:{any_of('ends_noun', FILE)}|{short}|(?:{adverb})(?! active))"
        rf"(?![\w&/-])|/ ?(?:{slash}|{any_of('behind_slash', FILE)})(?![a-z])"
    )


def find_quantities(text: Text, masked: str) -> list[Quantity]:
    """All quantities in order; `masked` is the text with names and codes blotted out."""
    numbers = find_numbers(masked)
    out: list[Quantity] = []
    for place, number in enumerate(numbers):
        following = numbers[place + 1].start if place + 1 < len(numbers) else len(masked)
        earlier = out[-1].end if out and out[-1].per else 0
        out.append(_quantity(text, masked, number, following, earlier))
    return out


def _quantity(text: Text, norm: str, number: Number, limit: int, earlier: int) -> Quantity:
    sentence = text.sentence_at(number.start)
    begin = max(sentence.start, number.start - BEFORE)
    before = norm[begin : number.start].lstrip()
    stop = min(sentence.end, max(limit, number.end))
    unit: Unit = ""
    factor, end = 1.0, number.end
    match = _right().match(norm, number.end, sentence.end)
    duration = ""
    if match is not None:
        name = match.lastgroup or ""
        letter = match.group().strip() in lists(FILE)["letters"]
        attached = letter and match.end() - number.end <= 3
        if name in tables("units")["milliseconds"]:
            duration, end = name, match.end()
            half = shape("and_a_half_behind", FILE).match(norm, end, sentence.end)
            if half is not None and number.value == int(number.value):
                value = number.value + 0.5
                number, end = replace(number, value=value, low=value, high=value), half.end()
        elif not (attached and name not in ("second",)):
            unit, end = name, match.end()  # type: ignore[assignment]
    sign = norm[max(0, number.start - 3) : number.start + 1]
    if shape("foreign_before", FILE).search(norm[max(0, number.start - 5) : number.start + 1]):
        unit = "foreign"
    elif (
        "$" in sign
        or shape("dollars_before", FILE).search(before)
        or shape("is_money", FILE).search(norm[number.start : number.end])
    ):
        unit = "money"
    per, odd, each = "", False, False
    if duration:
        unit, factor = "duration", tables("units")["milliseconds"][duration]
    else:
        free = norm[max(begin, earlier) : number.start]
        per, odd, each, end, times = pace_of(norm, number, end, stop, free, unit)
        if per == "day" and not odd:
            per, days = days_of_the_week(text.norm, sentence, number.start, end)
            times *= days
        if per and unit in ("", "factor"):
            unit, factor = "", tables("units")["per_month"][per] * times
        odd = odd or (unit == "" and of_a_season(text.norm, sentence, number.start, end))
    after = norm[number.end : min(sentence.end, number.end + BEHIND)]
    noun = _noun(
        norm[
            (match.end() if match and (unit not in ("", "duration")) else number.end) : min(
                sentence.end, limit
            )
        ]
    )
    return Quantity(
        number.start,
        max(end, number.end),
        number,
        unit,
        per,
        factor,
        hedged=number.rough or is_hedged(before, norm[number.end : stop]),
        limit=limit_of(before, norm[end:stop]),
        noun=noun,
        before=before,
        after=after,
        odd_rate=odd,
        each=each,
    )


def unit_end(norm: str, quantity: Quantity) -> int:
    """Where the unit of a quantity ends; where its number does when it has none."""
    match = _right().match(norm, quantity.number.end) if quantity.unit else None
    return quantity.number.end if match is None else match.end()


def _noun(behind: str) -> str:
    match = _NOUN.match(behind)
    found = match.group(1) if match else ""
    stop = _noun_stop().search(found)
    return (found[: stop.start()] if stop else found).strip()


def accuracy_range(value: float, quantity: Quantity) -> tuple[float, float] | None:
    """The range of a hedged accuracy in percent: plus or minus three points."""
    if quantity.number.ranged:
        return None
    if quantity.hedged and not quantity.limit:
        return max(0.0, value - ACCURACY_HEDGE), min(100.0, value + ACCURACY_HEDGE)
    return None


def mask(norm: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with names, codes, dates and the given spans blotted out, at the same length."""
    out = list(norm)
    for name in ("numbers_that_are_names",):
        for match in compiled(lists("masks")[name]).finditer(norm):
            spans = [*spans, (match.start(), match.end())]
    for start, end in spans:
        for place in range(start, end):
            if not out[place].isspace():
                out[place] = "_"
    return "".join(out)


def whole(value: float) -> float | int:
    """The value without a needless fraction."""
    rounded = round(value, 4)
    return int(rounded) if math.isfinite(rounded) and rounded == int(rounded) else rounded


__all__ = [
    "Quantity",
    "accuracy_range",
    "find_quantities",
    "mask",
    "pattern",
    "unit_end",
    "whole",
]

"""Finds numbers in normalised text: digits in every common notation, and numbers in words."""

import re
from dataclasses import replace
from functools import cache

from agent.offline.words.lexicon import alternatives, any_of, shape, tables
from agent.offline.words.number_words import ISH, Number, find_number_words

MAX_NUMBERS = 200

_DIGITS = (
    r"(?<![\w#.,$€£])(?:(?<![^\d][a-z_]-)|(?<=\bsub-))(?<!\d[/.,:])(?<![a-z_][/.,])(?<!# )"
    r"(?P<sign>(?<![\w)])-(?=[$€£]?\d))?[$€£]?\s?"
    r"(?!(?!(?:1/(?:[2-9]|10)|3/4) )\d+/\d+ (?:million|thousand|billion)\b)"
    r"(?P<digits>(?:1/(?:[2-9]|10)|3/4)(?= (?:million|thousand|billion))"
    r"|[1-9]/[1-9]0?(?= of an? (?:million|thousand|billion))"
    r"|\d+(?:\.\d+)?e[+-]?\d{1,2}(?![\w.])"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])"
    r"|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d.])"
    r"|\d{1,3}(?:'\d{3})+(?!\d)|[1-9]\d{0,2}(?: \d{3})+(?!\d|[.,]\d)|\d+(?:[.,]\d+)?|\.\d+)"
)
_NEXT_WORD = re.compile(r" ([a-z]+)")


@cache
def _digit_pattern() -> re.Pattern[str]:
    suffixes = tables("numbers")["suffix"]
    long = alternatives(s for s in suffixes if len(s) > 1)
    counted = any_of("millions_behind", "number_words")
    suffix = rf"(?:(?:(?<=/\d) of an?)?\s?(?P<long>{long})|(?P<short>[km])"
    suffix += rf"|\s(?P<apart>k|m(?={counted})))(?![a-z0-9])"
    suffix += rf"{any_of('shortened_scale', 'number_words')}?"
    return re.compile(_DIGITS + rf"(?:{suffix})?(?:(?<=\d)(?=[a-z%$€£]|\b)|(?<=[a-z.]))")


def find_numbers(text: str) -> list[Number]:
    """All numbers in order, ranges already joined ("20-30k", "between 2 and 4 thousand")."""
    found = sorted(_digits(text) + find_number_words(text), key=lambda n: (n.start, -n.end))
    kept: list[Number] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(_with_its_ish(text, number))
    return _multiplied(text, _joined(text, kept)[:MAX_NUMBERS])


def _with_its_ish(text: str, number: Number) -> Number:
    """As in "70ish", "3k-ish": what makes it rough belongs to the number."""
    ish = ISH.match(text, number.end)
    return replace(number, end=ish.end(), rough=True) if ish else number


def _multiplied(text: str, numbers: list[Number]) -> list[Number]:
    """A calculation such as "300 x 12" is one number, or none when its result is stated too."""
    out: list[Number] = []
    results: set[int] = set()
    for number in numbers:
        if (
            out
            and shape("times_between", "number_words").fullmatch(text[out[-1].end : number.start])
            and not number.vague
        ):
            value = out[-1].value * number.value
            out[-1] = Number(out[-1].start, number.end, value, value, value)
            results.add(out[-1].start)
        else:
            out.append(number)
    stated = [n for n in out if n.start not in results]
    return [n for n in out if n.start not in results or not any(_same(n, s) for s in stated)]


def _same(one: Number, other: Number) -> bool:
    return abs(one.value - other.value) <= 0.03 * abs(one.value)


def _digits(text: str) -> list[Number]:
    out = []
    for match in _digit_pattern().finditer(text):
        suffix = match["long"] or match["short"] or match["apart"]
        value = _value(match["digits"], decimal=suffix is not None)
        if value is None:
            continue
        value *= tables("numbers")["suffix"][suffix] if suffix else 1
        end, scaled = match.end(), suffix is not None
        if not scaled:
            value, end, scaled = _and_a_half(text, value, end)
        if match["sign"]:
            value = -value
        start = match.start("sign") if match["sign"] else match.start("digits")
        out.append(
            Number(
                start,
                end,
                value,
                value,
                value,
                scaled=scaled,
                decimal="." in match["digits"] or "," in match["digits"],
            )
        )
    return out


def _and_a_half(text: str, value: float, end: int) -> tuple[float, int, bool]:
    """As in "7 and a half million": the value, its end, and whether a scale belongs to it."""
    half = shape("and_a_half", "number_words").match(text, end)
    if half is None:
        return value, end, False
    word = _NEXT_WORD.match(text, half.end())
    scale = tables("numbers")["scale"].get(word.group(1)) if word else None
    if word is None or scale is None:
        return value + 0.5, half.end(), False
    return (value + 0.5) * scale, word.end(), True


def _value(digits: str, *, decimal: bool) -> float | None:
    """The value of digits; "12.000" is 12 thousand, "1,5" one and a half, "3/4" its quotient."""
    top, bar, bottom = digits.partition("/")
    if bar:
        return float(top) / float(bottom)
    if "e" in digits:
        return float(digits)
    plain = digits.replace("'", "").replace(" ", "")
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", plain) and not (
        decimal and plain.count(",") == 1 and len(plain) < 6
    ):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", plain) and not decimal:
        plain = plain.replace(".", "").replace(",", ".")
    else:
        plain = plain.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None


def _joined(text: str, numbers: list[Number]) -> list[Number]:
    """Join "20-30k", "between 5 and 10" and "$5k, maybe 6" into one ranged number each."""
    out: list[Number] = []
    for number in numbers:
        if out and not out[-1].ranged and not out[-1].vague and not number.vague:
            first = _range(text, out[-1], number)
            if first is not None:
                out[-1] = first
                continue
        out.append(number)
    return out


def _range(text: str, first: Number, second: Number) -> Number | None:
    gap = text[first.end : second.start]
    match = shape("joins_a_range", "number_words").fullmatch(gap)
    if match is None:
        unit = shape("joins_with_unit", "number_words").fullmatch(gap)
        if unit is None:
            return None
        join = unit.group(1)
    else:
        join = match["join"].strip(" ,")
    before = text[max(0, first.start - 14) : first.start]
    if join == "and" and not shape("between_before", "number_words").search(before):
        return None
    if join == "to" and shape("moves_from", "number_words").search(
        text[max(0, first.start - 40) : first.start]
    ):
        return None
    if join == "/" or (
        join == "to"
        and shape("from_before", "number_words").search(before)
        and not first.scaled
        and second.value > 50
        and second.value <= 100
    ):
        return None
    low, high = first.value, second.value
    if second.scaled and not first.scaled and low < high:
        factor = _factor(text, second)
        if low * factor <= high:
            low *= factor
    elif first.scaled and not second.scaled and high < low:
        high *= _factor(text, first)
    elif second.words and not first.scaled and low < high and second.value >= 1000 and low < 1000:
        factor = max(s for s in tables("numbers")["scale"].values() if s <= second.value)
        if low * factor <= high:
            low *= factor
    if not 0 <= low < high or high > 20 * max(low, 1e-9):
        return None
    return replace(
        first,
        end=second.end,
        value=(low + high) / 2,
        low=low,
        high=high,
        ranged=True,
        scaled=first.scaled or second.scaled,
        words=first.words and second.words,
    )


def _factor(text: str, number: Number) -> float:
    shown = re.search(r"([a-z]+)$", text[number.start : number.end])
    return tables("numbers")["suffix"].get(shown.group(1), 1.0) if shown else 1.0

"""Finds numbers in normalised text: digits in every common notation, and numbers in words."""

import re
from dataclasses import dataclass, replace
from functools import cache

from agent.offline.lexicon import alternatives, tables

MAX_NUMBERS = 200

_DIGITS = (
    r"(?<![\w#.,$€£])(?<![^\d][a-z_]-)(?<!\d[/.,:])(?<![a-z_][/.,])(?<!# )"
    r"(?P<sign>(?<![\w)])-(?=[$€£]?\d))?[$€£]?\s?"
    r"(?P<digits>1/2(?= (?:million|thousand))|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d.])"
    r"|\d{1,3}(?:'\d{3})+(?!\d)|[1-9]\d{0,2}(?: \d{3})+(?!\d|[.,]\d)|\d+(?:[.,]\d+)?|\.\d+)"
)
_TOKEN = re.compile(r"[a-z]+")
_JOIN = re.compile(
    r"\s*(?P<join>-+|to|and|or|bis|\.\.+|,? ?(?:maybe|perhaps|possibly|or)(?: even)?|/)\s*[$€£]?\s*"
)


_PERIODS = frozenset("second minute hour day week fortnight month quarter year".split())
_BEFORE_A_PERIOD = frozenset(
    "in within only have has just another under than got about maybe take takes".split()
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `start`–`end`; `low` and `high` differ from `value` for a range or a vague word."""

    start: int
    end: int
    value: float
    low: float
    high: float
    scaled: bool = False
    vague: bool = False
    ranged: bool = False
    words: bool = False
    decimal: bool = False


@cache
def _digit_pattern() -> re.Pattern[str]:
    suffixes = tables("numbers")["suffix"]
    long = alternatives(s for s in suffixes if len(s) > 1)
    suffix = rf"(?:\s?(?P<long>{long})|(?P<short>[km])|\s(?P<apart>k))(?![a-z0-9])"
    return re.compile(_DIGITS + rf"(?:{suffix})?(?:(?<=\d)(?=[a-z%$€£]|\b)|(?<=[a-z]))")


def find_numbers(text: str) -> list[Number]:
    """All numbers in order, ranges already joined ("20-30k", "between 5 and 10 thousand")."""
    found = sorted(_digits(text) + _words(text), key=lambda n: (n.start, -n.end))
    kept: list[Number] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return _joined(text, kept)[:MAX_NUMBERS]


def _digits(text: str) -> list[Number]:
    out = []
    for match in _digit_pattern().finditer(text):
        suffix = match["long"] or match["short"] or match["apart"]
        value = _value(match["digits"], decimal=suffix is not None)
        if value is None:
            continue
        value *= tables("numbers")["suffix"][suffix] if suffix else 1
        if match["sign"]:
            value = -value
        start = match.start("sign") if match["sign"] else match.start("digits")
        out.append(
            Number(
                start,
                match.end(),
                value,
                value,
                value,
                scaled=suffix is not None,
                decimal="." in match["digits"] or "," in match["digits"],
            )
        )
    return out


def _value(digits: str, *, decimal: bool) -> float | None:
    """The value of a digit string; "12.000" is twelve thousand, "1,5" one and a half."""
    if digits == "1/2":
        return 0.5
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


def _words(text: str) -> list[Number]:
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    out: list[Number] = []
    place = 0
    while place < len(tokens):
        read = _phrase(text, tokens, place)
        if read is None:
            place += 1
            continue
        number, place = read
        out.append(number)
    return out


def _phrase(text: str, tokens: list[tuple[str, int, int]], place: int) -> tuple[Number, int] | None:
    """A number phrase from `tokens[place]` on, with the place after it."""
    table = tables("numbers")
    begin = tokens[place][1]
    if begin and (
        text[begin - 1].isalnum()
        or (text[begin - 1] == "-" and begin > 1 and text[begin - 2].isalnum())
    ):
        return None
    here = place
    word = tokens[here][0]

    def at(index: int) -> str:
        """The token at `index` when only a blank or a hyphen stands before it."""
        if index >= len(tokens) or index == 0:
            return ""
        gap = text[tokens[index - 1][2] : tokens[index][1]]
        return tokens[index][0] if gap in (" ", "-", "") else ""

    def make(
        end: int, value: float, low: float, high: float, *, vague: bool = False
    ) -> tuple[Number, int]:
        number = Number(begin, tokens[end - 1][2], value, low, high, vague=vague, words=True)
        return number, end

    if word == "half" and at(here + 1) == "a" and at(here + 2) not in _PERIODS:
        scale = at(here + 2)
        if at(here + 1) == "a" and scale in table["scale"] and scale != "k":
            value = table["scale"][scale] / 2
            return make(here + 3, value, value, value)
        return None
    if word == "half" and at(here + 1) in ("million", "thousand", "billion"):
        value = table["scale"][at(here + 1)] / 2
        return make(here + 2, value, value, value)
    if word == "half" and at(here + 1) in ("a", "an") and at(here + 2) in _PERIODS:
        return make(here + 2, 0.5, 0.5, 0.5)
    if (
        word in ("a", "an")
        and at(here + 1) in _PERIODS - {"quarter"}
        and not place
        and not text[:begin].strip()
    ):
        return make(here + 1, 1.0, 1.0, 1.0)
    if word in ("a", "an") and at(here + 1) in _PERIODS and place:
        previous = tokens[place - 1]
        if previous[0] in _BEFORE_A_PERIOD and text[previous[2] : begin] == " ":
            return make(here + 1, 1.0, 1.0, 1.0)
        return None
    if word == "quarter" and at(here + 1) == "of" and at(here + 2) == "a":
        scale = table["scale"].get(at(here + 3), 0.0)
        return make(here + 4, scale / 4, scale / 4, scale / 4) if scale >= 1e6 else None
    article = word in ("a", "the", "some")
    if article:
        here += 1
        word = at(here)
        if word == "quarter" and at(here + 1) in ("million", "of"):
            step = 1 if at(here + 1) == "million" else 3
            if at(here + step) == "million" or at(here + step) == "billion":
                value = table["scale"][at(here + step)] / 4
                return make(here + step + 1, value, value, value)
        if word not in table["scale"] and word not in ("couple", "few"):
            return None
        if word in ("k", "grand", "mil"):
            return None
    if word in ("couple", "few", "several", "dozens", "hundreds", "thousands", "millions", "tens"):
        return _vague(tokens, at, begin, here, word)
    if word not in table["small"] and not (article and word in table["scale"]):
        return None
    total, current, seen = 0.0, 0.0, False
    last_small = 0.0
    while True:
        word = tokens[here][0] if here == place or (article and here == place + 1) else at(here)
        if word in table["small"]:
            small = table["small"][word]
            if (
                seen
                and last_small
                and not (last_small >= 20 and last_small % 10 == 0 and small < 10)
            ):
                break
            current += small
            last_small = small if small else 0.1
        elif word in table["scale"] and not (word in ("k", "grand", "mil", "mn") and not seen):
            scale = table["scale"][word]
            current = (current or 1.0) * scale
            last_small = 0.0
            if scale >= 1000:
                total += current
                current = 0.0
        elif word == "and" and seen and at(here + 1) in table["small"] and last_small == 0.0:
            here += 1
            continue
        elif word == "and" and seen and at(here + 1) == "a" and at(here + 2) == "half":
            unit = table["scale"].get(at(here + 3), 1.0)
            if total:
                total *= 1 + 0.5 / (total / max(s for s in table["scale"].values() if s <= total))
            else:
                total, current = (current + 0.5) * unit, 0.0
            here += 4 if unit > 1 else 3
            break
        elif word == "point" and seen and at(here + 1) in table["small"]:
            current += table["small"][at(here + 1)] / 10
            here += 1
        else:
            break
        seen = True
        here += 1
    value = total + current
    return make(here, value, value, value) if seen else None


def _vague(
    tokens: list[tuple[str, int, int]], at: "object", begin: int, here: int, word: str
) -> tuple[Number, int] | None:
    table = tables("numbers")
    get = at if callable(at) else None
    if get is None:
        return None
    unit, end = 1.0, here + 1
    if word == "tens":
        if get(here + 1) != "of" or get(here + 2) not in ("thousands", "millions"):
            return None
        base = 1000.0 if get(here + 2) == "thousands" else 1e6
        return (
            Number(
                begin, tokens[here + 2][2], 40 * base, 20 * base, 90 * base, vague=True, words=True
            ),
            here + 3,
        )
    if get(end) == "of" and word in ("couple", "hundreds", "dozens"):
        following = get(end + 1)
        if following in table["scale"] or following in ("thousands", "millions", "hundreds"):
            end += 1
    scale = get(end)
    singular = scale[:-1] if scale.endswith("s") else scale
    if (
        singular in table["scale"]
        and scale != "k"
        and (end > here + 1 or word in ("couple", "few", "several"))
    ):
        unit, end = table["scale"][singular], end + 1
    if word == "hundreds" and unit > 1:
        unit = 1000.0 if unit == 1000.0 else unit
    low, high = table["vague_low"][word] * unit, table["vague_high"][word] * unit
    value = table["vague_value"][word] * unit
    return Number(begin, tokens[end - 1][2], value, low, high, vague=True, words=True), end


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
    match = _JOIN.fullmatch(gap)
    if match is None:
        unit = re.fullmatch(r"\s?(?:%|\$|€|£|ms|s|usd|percent)\s?(-|to|and)\s?[$€£]?\s?", gap)
        if unit is None:
            return None
        join = unit.group(1)
    else:
        join = match["join"].strip(" ,")
    before = text[max(0, first.start - 14) : first.start]
    if join == "and" and not re.search(r"between (?:about |roughly |\$)?\s?$", before):
        return None
    if join == "/" or (
        join == "to"
        and re.search(r"\bfrom (?:about |around |\$)?\s?$", before)
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

"""Finds numbers written in words: "half a million", "a couple of hundred", "twenty-five"."""

import re
from dataclasses import dataclass
from functools import cache

from agent.offline.words.lexicon import lists, shape, tables

_TOKEN = re.compile(r"[a-z]+?(?=ish(?![a-z]))|[a-z]+")
ISH = re.compile(r"[ -]?ish(?![a-z])")
FILE = "number_words"
_AND_A_HALF = " and a half"
# "400 of them in another week", "90 a whole day": the period of a rate
_RATED = re.compile(r"\d(?:k|m)?(?: [a-z-]+){0,2} (?:in )?$")
_COUNTED_IN = re.compile(r"\d(?:k|m)? [a-z-]+ in $")
_PER_CENT = ("per", "cent")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `start`–`end`; `low` and `high` differ for a range or a vague word.

    `rough` is one that says so itself: "70ish".
    """

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
    rough: bool = False


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(lists(FILE)[name])


def find_number_words(text: str) -> list[Number]:
    """All numbers in words, in order."""
    phrases = _Phrases(text)
    out: list[Number] = []
    place = 0
    while place < len(phrases.tokens):
        read = phrases.read(place)
        if read is None:
            place += 1
            continue
        number, place = read
        out.append(number)
    return out


class _Phrases:
    """The words of a text; `read` gives the number phrase that begins at one of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]

    def at(self, index: int) -> str:
        """The word at `index` when only a blank or a hyphen stands before it, else ""."""
        if not 0 < index < len(self.tokens):
            return ""
        gap = self.text[self.tokens[index - 1][2] : self.tokens[index][1]]
        return self.tokens[index][0] if gap in (" ", "-", "") else ""

    def read(self, place: int) -> tuple[Number, int] | None:
        """The phrase from `place` on and the place behind it; None when there is none."""
        word, begin, _ = self.tokens[place]
        before = self.text[max(0, begin - 2) : begin]
        if re.search(r"\w$|\w-$", before):
            return None
        if word in ("half", "quarter"):
            return self._part(place, place, 0.5 if word == "half" else 0.25)
        if word == "sub" and self.at(place + 1) == "second":
            return self._make(place, place + 1, 1.0)
        share = self._share(place)
        part = self._part(place, place + 1, share) if share else None
        if part is not None:
            return part
        if word in ("a", "an") and self.at(place + 1) in _set("periods"):
            million = self.at(place + 1) == "quarter" and self.at(place + 2) in ("million", "of")
            if _COUNTED_IN.search(self.text[max(0, begin - 40) : begin]):
                return None  # "900 letters in a month" is a rate
            if not million:
                return self._one_period(place)
        whole = self._whole_period(place)
        if whole is not None:
            return whole
        here = place
        if word in ("a", "the", "some"):
            here, word = place + 1, self.at(place + 1)
            share = self._share(here) if word else 0.0
            part = self._part(place, here + 1, share) if share else None
            if part is not None:
                return part
            if word == "quarter":
                return self._part(place, here, 0.25)
            if word == "grand" and shape("money_behind", FILE).match(
                self.text, self.tokens[here][2]
            ):
                return self._make(place, here + 1, 1000.0)
            if word in _set("never_alone"):
                return None
        if word in _set("vague") and (here == place or word in _set("vague_with_article")):
            return self._vague(place, here, word)
        table = tables("numbers")
        led = here > place or (place > 0 and self.tokens[place - 1][0] in _set("leads_a_scale"))
        if word in table["small"] or (led and word in table["scale"]):
            return self._cardinal(place, here)
        return None

    def _make(self, place: int, stop: int, value: float) -> tuple[Number, int]:
        start, end = self.tokens[place][1], self.tokens[stop - 1][2]
        return Number(start, end, value, value, value, words=True), stop

    def _share(self, place: int) -> float:
        """The share that two words name, "two thirds" or "a fifth"; 0 where they name none."""
        word, part = self.tokens[place][0], self.at(place + 1)
        parts = tables("numbers")["fraction"]
        if part not in parts:
            return 0.0
        top = 1.0 if word in ("a", "one") else tables("numbers")["small"].get(word, 0.0)
        return top * parts[part] if top * parts[part] < 1 else 0.0

    def _part(self, place: int, here: int, share: float) -> tuple[Number, int] | None:
        """As in "Half a million", "a quarter of a million", "half a year", "half a percent"."""
        scale = tables("numbers")["scale"]
        behind = here + 1
        if self.at(behind) == "of" and self.at(behind + 1) in ("a", "an"):
            behind += 2
        elif self.at(behind) in ("a", "an"):
            behind += 1
        word = self.at(behind)
        if word in _set("periods") and self.at(behind - 2) == "of":  # "three quarters of a second"
            return self._make(place, behind, share)
        alone = word in _set("never_alone") and not (
            behind > here + 1 and scale.get(word, 0.0) >= 1e6
        )
        if word in scale and not alone and (share == 0.5 or scale[word] >= 1e3):
            return self._make(place, behind + 1, scale[word] * share)
        if share == 0.5 and behind > here + 1 and word in _set("periods"):
            return self._make(place, behind, share)
        if behind > here + 1 and (word == "percent" or (word, self.at(behind + 1)) == _PER_CENT):
            return self._make(place, behind, share)
        return None

    def _one_period(self, place: int) -> tuple[Number, int] | None:
        """As in "Within a week", "a minute is fine": one of it; in "500 a day" it is a rate."""
        begin = self.tokens[place][1]
        if not self.text[:begin].strip():
            return None if self.at(place + 1) == "quarter" else self._make(place, place + 1, 1.0)
        if place == 0:
            return None
        word, _, end = self.tokens[place - 1]
        led = word in _set("before_a_period") and self.text[end:begin] == " "
        led = led or self.text.startswith(_AND_A_HALF, self.tokens[place + 1][2])
        return self._make(place, place + 1, 1.0) if led else None

    def _whole_period(self, place: int) -> tuple[Number, int] | None:
        """As in "a full minute", "an extra week", "another fortnight": one of it."""
        word, begin, _ = self.tokens[place]
        stop = place + 1 if word == "another" else place + 2
        led = word == "another" or (word in ("a", "an") and self.at(place + 1) in _set("whole"))
        if (
            not led
            or self.at(stop) not in _set("periods")
            or _RATED.search(self.text[:begin][-30:])
        ):
            return None
        return self._make(place, stop, 1.0)

    def _cardinal(self, place: int, here: int) -> tuple[Number, int] | None:
        """As in "Five hundred thousand", "twenty-five", "one million and a half"."""
        small, scales = tables("numbers")["small"], tables("numbers")["scale"]
        total, current, last = 0.0, 0.0, 0.0
        first = here
        while True:
            word = self.tokens[here][0] if here == first else self.at(here)
            if word in small:
                tens = last >= 20 and last % 10 == 0 and small[word] < 10
                if here > first and last and not tens:
                    break
                current += small[word]
                last = small[word] or 0.1
            elif word in scales and not (word in _set("never_alone") and here == first):
                current, last = (current or 1.0) * scales[word], 0.0
                if scales[word] >= 1000:
                    total, current = total + current, 0.0
            elif word == "and" and here > first and not last and self.at(here + 1) in small:
                pass
            elif word == "point" and here > first and self.at(here + 1) in small:
                current += small[self.at(here + 1)] / 10
                here += 1
            else:
                break
            here += 1
        if word == "and" and [self.at(here + 1), self.at(here + 2)] == ["a", "half"]:
            return self._and_a_half(place, here + 3, total, current)
        period = self.at(here + 2).removesuffix("s") in _set("periods")
        if word == "and" and self.at(here + 1) == "half" and period:  # "one and half month"
            return self._and_a_half(place, here + 2, total, current)
        return self._make(place, here, total + current) if here > first else None

    def _and_a_half(
        self, place: int, stop: int, total: float, current: float
    ) -> tuple[Number, int]:
        scales = tables("numbers")["scale"]
        if total:
            unit = max(s for s in scales.values() if s <= total)
            return self._make(place, stop, total + unit / 2)
        unit = scales.get(self.at(stop), 1.0)
        return self._make(place, stop + (unit > 1), (current + 0.5) * unit)

    def _vague(self, place: int, here: int, word: str) -> tuple[Number, int] | None:
        """As in "A couple of hundred", "dozens", "tens of thousands"."""
        table = tables("numbers")
        stop, unit = here + 1, 1.0
        following = self.at(stop + 1).removesuffix("s") if self.at(stop) == "of" else ""
        if following in table["scale"] and following not in _set("never_alone"):
            stop, unit = stop + 2, table["scale"][following]
        elif word in _set("vague_before_a_scale"):
            scale = self.at(stop).removesuffix("s")
            if scale in table["scale"] and scale not in _set("never_alone"):
                stop, unit = stop + 1, table["scale"][scale]
        while unit > 1.0 and table["scale"].get(self.at(stop), 0.0) >= 1000 > unit:
            stop, unit = stop + 1, unit * table["scale"][self.at(stop)]
        if word == "tens":
            if unit == 1.0:
                return None
            word = "dozens"
        low, high = table["vague_low"][word] * unit, table["vague_high"][word] * unit
        start, end = self.tokens[place][1], self.tokens[stop - 1][2]
        value = table["vague_value"][word] * unit
        return Number(start, end, value, low, high, vague=True, words=True), stop

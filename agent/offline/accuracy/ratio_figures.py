"""Finds the shares that a message tells, with their own words: "3 in 100", "64 of 100", "8%"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from agent.offline.accuracy.ratio_words import FILE, Words, is_wrong, whose
from agent.offline.words.lexicon import limit, lists, pattern, reach, shape, tables
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Share:
    """A share in percent, said of `base` and ending at `end`.

    `places` are those of its figures, `wrong` tells whether it is one of wrong answers, `fact`
    whose it is; None and "" for unknown.
    """

    places: tuple[int, ...]
    quantity: Quantity
    end: int
    base: float
    wrong: bool | None
    fact: str

    @property
    def percent(self) -> float:
        """The share in percent, of whatever it is one."""
        return 100 * self.quantity.number.value / self.base

    @property
    def is_few(self) -> bool:
        """True for so few that nobody would aim at them: what may be so few are errors."""
        return is_few(self.percent)


def is_few(percent: float) -> bool:
    """True for a share so small that nobody would aim at it."""
    return percent <= limit(FILE, "few")


def find_shares(message: Message, inside: Sequence[Quantity]) -> Iterator[Share]:
    """The shares among some figures, each judged by its own words; of outputs' form none."""
    for places, top, base, end in _spans(message, inside):
        if pattern("of_form", FILE).search(message.sentence(top)):
            continue
        front, back = own_words(message, inside, top.start, end)
        words: Words = (front, message.norm[top.number.end : end], back)
        few = is_few(100 * top.number.value / base)
        wrong = is_wrong(words) if few or len(places) > 1 else None
        if wrong and top.number.value > base / 2:  # most are wrong: only where it is said at once
            close = reach(FILE, "close")
            wrong = is_wrong((front[-close:], words[1], back[:close]))
        yield Share(places, top, end, base, wrong, whose(words, few=few))


def is_of_broken_form(message: Message, quantity: Quantity) -> bool:
    """True for a share of outputs that cannot be read in: "1 in 20 is invalid JSON"."""
    end = message.text.sentence_at(quantity.start).end
    return shape("of_broken_form", FILE).match(message.norm, quantity.end, end) is not None


def _spans(
    message: Message, inside: Sequence[Quantity]
) -> Iterator[tuple[tuple[int, ...], Quantity, float, int]]:
    """The places of each share's figures, the upper one, what it is a share of, and its end."""
    taken = -1
    for place, top in enumerate(inside):
        if place <= taken or top.number.value < 0 or top.number.ranged or top.number.vague:
            continue
        if top.unit == "percent" and top.number.value <= 100:
            yield (place,), top, 100.0, top.end
        elif top.unit in ("", "factor", "words") and not top.number.scaled:
            below = _below(message, inside, place)
            if below is not None:
                base, end, places = below
                taken = places[-1]
                yield places, top, base, end


def _below(
    message: Message, inside: Sequence[Quantity], place: int
) -> tuple[float, int, tuple[int, ...]] | None:
    """What the figure at `place` is a share of: the number, where it ends, and the places used."""
    top = inside[place]
    link = shape("between", FILE).match(message.norm, top.number.end)
    if link is None:
        return None
    in_words = shape("base_in_words", FILE).match(message.norm, link.end())
    behind = inside[place + 1] if place + 1 < len(inside) else None
    if behind is not None and behind.start == link.end() and not behind.number.vague:
        base, end = behind.number.value, behind.number.end
        places: tuple[int, ...] = (place, place + 1)
        if behind.unit not in ("", "words", "factor") or behind.number.ranged:
            return None
    elif in_words is not None:
        base = tables("numbers")["scale"][in_words[1]]
        end, places = in_words.end(), (place,)
    else:
        return None
    value = top.number.value
    picked = value == 1 and " of " in link.group() and base < limit(FILE, "least_per_one")
    counted_out_of = base in _bases() or base % limit(FILE, "group") == 0
    if picked or not 0 < value < base or not counted_out_of:
        return None
    return None if shape("no_share", FILE).match(message.norm, end) else (base, end, places)


@cache
def _bases() -> frozenset[float]:
    return frozenset(float(base) for base in lists(FILE)["bases"])


def own_words(
    message: Message, inside: Sequence[Quantity], start: int, end: int
) -> tuple[str, str]:
    """The words of the clause around `start`–`end`, and the next that belong to no other figure."""
    boundary, norm = shape("boundary", FILE), message.norm
    sentence = message.text.sentence_at(start)
    before = max((q.number.end for q in inside if q.number.end <= start), default=0)
    after = min((q.start for q in inside if q.start >= end), default=len(norm))
    another = shape("another", FILE).search(norm, end, after)
    after = another.start() + 2 if another else after
    most = end + reach(FILE, "behind")
    left, right = max(sentence.start, before), min(sentence.end, after, most)
    cuts = [m.end() for m in boundary.finditer(norm, left, start)]
    said = norm[cuts[-1] : start].strip() if cuts else ""
    if said or (cuts and boundary.split(norm[end:right])[0].strip(" .")):
        left = cuts[-1]
    elif before > sentence.start:
        left = cuts[0] if cuts else start
    if after < sentence.end:
        cuts = [m.start() for m in boundary.finditer(norm, end, right)]
        right = cuts[-1] if cuts else right
    return norm[left:start], norm[end:right]

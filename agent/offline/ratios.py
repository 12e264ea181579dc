"""Reads accuracies said as a ratio: "two errors in a hundred at most", "64 of 100 are right"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from agent.offline.findings import Finding, accuracy
from agent.offline.lexicon import expand, lists, pattern
from agent.offline.message import Message
from agent.offline.quantities import Quantity

FILE = "ratios"
CURRENT, TARGET = "current_accuracy", "target_accuracy"
_FEW = 35.0  # percent: nobody aims at so few right answers, so what may be so few are errors
_ROUND = (
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    12,
    15,
    20,
    25,
    30,
    40,
    50,
    60,
    75,
    80,
    100,
    150,
    200,
    250,
    300,
    400,
    500,
)
_LEAST_PER_ONE = 20  # "one of 12" picks one; "one in 40" is a share
_HUNDRED = re.compile(r"(?:a )?(hundred|thousand)(?![\w-])")
_BOUNDARY = re.compile(r"[,;:()]|\s-\s|\b(?:and|but|while|whereas)\b")
_VERB = re.compile(r"(?:would|could|may|might|must|should|has to|have to|needs?|will|can|today)\b")
_ONE = re.compile(r"[,;] ?one (?:would|is|could|may|might)\b")
_DENIED = re.compile(r"(?:\bnot|n't|\bnever|\bhardly|\bcannot)(?: \w+){0,2} $")
_GROUP = 1000
_BEHIND = 90
_CLOSE = 30  # characters between a short figure and the word that tells whose it is
_APART = 60


@dataclass(frozen=True, slots=True)
class _Share:
    """A share in percent with the words around it that are its own.

    `wrong` tells whether it is one of wrong answers, `fact` whose it is; None and "" for unknown.
    """

    places: tuple[int, ...]
    quantity: Quantity
    end: int
    base: float
    words: str
    wrong: bool | None
    fact: str

    @property
    def percent(self) -> float:
        """The share in percent, of whatever it is one."""
        return 100 * self.quantity.number.value / self.base


def ratios(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """The accuracies said as n of m, or as shares of errors, with the places of their figures.

    Of two, the second may be short: "22 of 100 fail, ten is the goal", "8% off, 3% would be fine".
    """
    shares = list(_shares(message, inside))
    if not shares or not any(len(s.places) > 1 or s.wrong for s in shares):
        return []
    shares = [_settled(s) for s in shares]
    short = list(_short(message, inside, shares))
    for told in ([*shares, *short], shares) if short else (shares,):
        found = _found([_beside(s, told) for s in told])
        if not _upside_down(found):
            return found
    return []


def _found(shares: Sequence[_Share]) -> list[tuple[Finding, list[int]]]:
    out: list[tuple[Finding, list[int]]] = []
    for fact in (CURRENT, TARGET):
        told = [s for s in shares if s.fact == fact and s.wrong is not None]
        if len({_level(s) for s in told}) == 1:
            found = accuracy(fact, told[0].quantity, _level(told[0]), weight=4)
            places = [p for s in told for p in s.places]
            out.append((replace(found, bounds=None, end=told[0].end), places))
    return out


def _level(share: _Share) -> float:
    return round(100 - share.percent if share.wrong else share.percent, 4)


def _upside_down(found: Sequence[tuple[Finding, list[int]]]) -> bool:
    """True when what is wanted lies below what is reached: one of the two is something else."""
    levels = {f.fact: float(f.value) for f, _ in found}  # type: ignore[arg-type]
    return levels.get(TARGET, 100.0) < levels.get(CURRENT, 0.0)


def _shares(message: Message, inside: Sequence[Quantity]) -> Iterator[_Share]:
    spans: list[tuple[tuple[int, ...], Quantity, float, int]] = []
    taken = -1
    for place, top in enumerate(inside):
        if place <= taken or top.number.value < 0 or top.number.ranged or top.number.vague:
            continue
        if top.unit == "percent" and top.number.value <= 100:
            spans.append(((place,), top, 100.0, top.end))
        elif top.unit in ("", "factor", "words") and not top.number.scaled:
            below = _below(message, inside, place)
            if below is not None:
                base, end, places = below
                taken = places[-1]
                spans.append((places, top, base, end))
    for places, top, base, end in spans:
        front, back = _own_words(message, inside, top.start, end)
        words = front + " # " + message.norm[top.number.end : end] + " # " + back
        if pattern("of_form", FILE).search(message.sentence(top)):
            continue
        few = 100 * top.number.value / base <= _FEW
        wrong = _wrong(words) if few or len(places) > 1 else None
        if wrong and top.number.value > base / 2:  # most are wrong: only where it is said at once
            wrong = _wrong(" # ".join((front[-_CLOSE:], words.split(" # ")[1], back[:_CLOSE])))
        yield _Share(places, top, end, base, words, wrong, _whose(words, few=few))


def _below(
    message: Message, inside: Sequence[Quantity], place: int
) -> tuple[float, int, tuple[int, ...]] | None:
    """What the figure at `place` is a share of: the number, where it ends, and the places used."""
    top = inside[place]
    link = _between().match(message.norm, top.number.end)
    if link is None:
        return None
    literal = _HUNDRED.match(message.norm, link.end())
    behind = inside[place + 1] if place + 1 < len(inside) else None
    if behind is not None and behind.start == link.end() and not behind.number.vague:
        base, end = behind.number.value, behind.number.end
        places: tuple[int, ...] = (place, place + 1)
        if behind.unit not in ("", "words", "factor") or behind.number.ranged:
            return None
    elif literal is not None:
        base = 100.0 if literal[1] == "hundred" else 1000.0
        end, places = literal.end(), (place,)
    else:
        return None
    value = top.number.value
    picked = value == 1 and " of " in link.group() and base < _LEAST_PER_ONE
    if picked or not 0 < value < base or not (base in _ROUND or base % _GROUP == 0):
        return None
    if re.match(rf"\s(?:{'|'.join(lists(FILE)['no_share'])})\b", message.norm[end:]):
        return None
    return base, end, places


def _own_words(
    message: Message, inside: Sequence[Quantity], start: int, end: int
) -> tuple[str, str]:
    """The words of the clause around `start`–`end`, and the next that belong to no other figure."""
    sentence = message.text.sentence_at(start)
    before = max((q.number.end for q in inside if q.number.end <= start), default=0)
    after = min((q.start for q in inside if q.start >= end), default=len(message.norm))
    one = _ONE.search(message.norm, end, after)
    after = one.start() + 2 if one else after
    left, right = max(sentence.start, before), min(sentence.end, after, end + _BEHIND)
    cuts = [m.end() for m in _BOUNDARY.finditer(message.norm, left, start)]
    said = message.norm[cuts[-1] : start].strip() if cuts else ""
    if said or (cuts and _BOUNDARY.split(message.norm[end:right])[0].strip(" .")):
        left = cuts[-1]
    elif before > sentence.start:
        left = cuts[0] if cuts else start
    if after < sentence.end:
        cuts = [m.start() for m in _BOUNDARY.finditer(message.norm, end, right)]
        right = cuts[-1] if cuts else right
    return message.norm[left:start], message.norm[end:right]


def _wrong(words: str) -> bool | None:
    """Whether a share is one of wrong answers; None when no word tells."""
    front, own, back = words.split(" # ")
    if pattern("error", FILE).search(own):
        return True
    for part in (own, _BOUNDARY.split(back.lstrip(" ,"))[0], front):
        bad, good = (pattern(name, FILE).search(part) for name in ("wrong", "right"))
        if good and _DENIED.search(part, 0, good.start()):
            return True
        if bad or good:
            return good is None or (bad is not None and bad.start() < good.start())
    return None


def _whose(words: str, *, few: bool, judged: bool = False) -> str:
    """Whose share it is: where somebody wants it, a "now" does not matter."""
    front, own, back = words.split(" # ")
    names = ("wanted", "few_wanted") if few else ("wanted",)
    if pattern("enough", FILE).match(back):
        return TARGET
    if not judged and _wrong(words) is None:
        back = _BOUNDARY.split(back)[0]
        names = ("few_wanted",) if few else names
    for name in ("wrong",) if few else ("wrong", "right"):
        front, back = (pattern(name, FILE).sub(" ", part) for part in (front, back))
    for part in (back, front + " #"):
        if any(pattern(name, FILE).search(part) for name in names):
            return TARGET
    if any(pattern("current", FILE).search(part) for part in (back, front)):
        return CURRENT
    return TARGET if few and pattern("error", FILE).search(own) else ""


def _settled(share: _Share) -> _Share:
    """The share with what its size tells: few errors are bearable, few right ones are no goal."""
    few = share.percent <= _FEW
    if few and share.fact == TARGET:
        return replace(share, wrong=True)
    if share.wrong is None and not few and share.fact and len(share.places) > 1:
        return replace(share, wrong=False)
    if share.wrong is not None and not share.fact:
        return replace(share, fact=CURRENT)
    return share


def _short(
    message: Message, inside: Sequence[Quantity], shares: Sequence[_Share]
) -> Iterator[_Share]:
    """Bare figures of the same base beside a share: "Six in ten are fine. Eight and I'm glad"."""
    used = {p for s in shares for p in s.places}
    for place, quantity in enumerate(inside):
        near = [s for s in shares if abs(s.places[-1] - place) == 1 and s.wrong is not None]
        plain = not (quantity.unit or quantity.per or _counts(quantity)) and place not in used
        near = [s for s in near if abs(s.quantity.start - quantity.start) < _APART]
        if not near or not plain or quantity.number.ranged or quantity.number.vague:
            continue
        first = near[0]
        front, back = _own_words(message, inside, quantity.start, quantity.number.end)
        value = quantity.number.value
        base = first.base if value < first.base and _same_kind(value, first) else 100.0
        few = 100 * value / base <= _FEW
        front, back = front[-_CLOSE:], back[:_CLOSE]
        fact = _whose(front + " #  # " + back, few=few and bool(first.wrong), judged=True)
        if fact and fact != first.fact and 0 < value <= 100:
            wrong = bool(first.wrong) and few
            yield _Share((place,), quantity, quantity.number.end, base, front + back, wrong, fact)


def _counts(quantity: Quantity) -> bool:
    """True when a noun stands behind the figure: "two would be okay" counts nothing."""
    return bool(quantity.noun) and not _VERB.match(quantity.noun)


def _same_kind(value: float, first: _Share) -> bool:
    """True when a bare figure can be one of the same base: beside "5 in a thousand", 97 is none."""
    return first.base <= 100 or value <= 5 * first.quantity.number.value


def _beside(share: _Share, others: Sequence[_Share]) -> _Share:
    """The share with what it has in common with the one next to it: both are of errors."""
    if share.wrong is not None or not share.fact:
        return share
    for one, other in pairwise(sorted([*others], key=lambda s: s.quantity.start)):
        pair = one if other is share else other if one is share else None
        if pair is not None and pair.wrong is not None:
            few = share.percent <= _FEW
            return replace(share, wrong=few) if pair.wrong or not few else share
    return share


@cache
def _between() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(expand(p) for p in lists(FILE)["between"]) + ")")

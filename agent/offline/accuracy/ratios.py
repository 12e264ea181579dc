"""Reads accuracies said as a ratio: "two errors in a hundred at most", "64 of 100 are right"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from agent.offline.accuracy.ratio_figures import Share, find_shares, is_few, own_words
from agent.offline.accuracy.ratio_words import CURRENT, FILE, TARGET, whose
from agent.offline.words.findings import Finding, accuracy
from agent.offline.words.lexicon import limit, pattern, reach, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity


def ratios(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """The accuracies said as n of m, or as shares of errors, with the places of their figures.

    Of two, the second may be short: "22 of 100 fail, ten is the goal", "8% off, 3% would be fine".
    """
    shares = list(find_shares(message, inside))
    if not any(len(s.places) > 1 or s.wrong for s in shares):
        return []
    shares = [_settled(message, s) for s in _from_to(message, inside, shares)]
    short = list(_short(message, inside, shares))
    for told in ([*shares, *short], shares) if short else (shares,):
        found = _found([_beside(s, told) for s in told])
        if not _upside_down(found):
            return found
    return []


def _from_to(message: Message, inside: Sequence[Quantity], shares: Sequence[Share]) -> list[Share]:
    """As in "errors have to drop from 12% to 3%": today's, then the wanted, both of errors."""
    out = {s.places[0]: s for s in shares}
    for first in shares:
        place = first.places[-1] + 1
        if not (first.is_few and place < len(inside) and len(first.places) == 1):
            continue
        goal = inside[place]
        joined = shape("to_between", FILE).fullmatch(message.norm[first.end : goal.start])
        falls = goal.unit in ("", "percent") and goal.number.value < first.quantity.number.value
        led = shape("from_before", FILE).search(first.quantity.before)
        if joined and led and falls and pattern("wrong", FILE).search(message.sentence(goal)):
            out[place - 1] = replace(first, wrong=True, fact=CURRENT)
            out[place] = Share((place,), goal, goal.end, first.base, True, TARGET)
    return [out[place] for place in sorted(out)]


def _found(shares: Sequence[Share]) -> list[tuple[Finding, list[int]]]:
    out: list[tuple[Finding, list[int]]] = []
    for fact in (CURRENT, TARGET):
        told = [s for s in shares if s.fact == fact and s.wrong is not None]
        if len({_level(s) for s in told}) == 1:
            found = accuracy(fact, told[0].quantity, _level(told[0]), weight=4)
            places = [p for s in told for p in s.places]
            out.append((replace(found, bounds=None, end=told[0].end), places))
    return out


def _level(share: Share) -> float:
    return round(100 - share.percent if share.wrong else share.percent, 4)


def _upside_down(found: Sequence[tuple[Finding, list[int]]]) -> bool:
    """True when what is wanted lies below what is reached: one of the two is something else."""
    levels = {f.fact: float(f.value) for f, _ in found}  # type: ignore[arg-type]
    return levels.get(TARGET, 100.0) < levels.get(CURRENT, 0.0)


def _settled(message: Message, share: Share) -> Share:
    """The share with what its size tells: few errors are bearable, few right ones are no goal."""
    if share.wrong and share.is_few and is_bare_cap(message, share.quantity):
        return replace(share, fact=TARGET)
    if share.is_few and share.fact == TARGET:
        return replace(share, wrong=True)
    if share.wrong is None and not share.is_few and share.fact and len(share.places) > 1:
        return replace(share, wrong=False)
    if share.wrong is not None and not share.fact:
        return replace(share, fact=CURRENT)
    return share


def is_bare_cap(message: Message, quantity: Quantity) -> bool:
    """True for a cap on errors that no verb says of today: "missed alarms below 2%"."""
    if quantity.limit != "most":
        return False
    clause = message.clause(quantity)
    return not (pattern("happens", FILE).search(clause) or pattern("current", FILE).search(clause))


def _short(
    message: Message, inside: Sequence[Quantity], shares: Sequence[Share]
) -> Iterator[Share]:
    """Bare figures of the same base beside a share: "Six in ten are fine. Eight and I'm glad"."""
    used = {p for s in shares for p in s.places}
    for place, quantity in enumerate(inside):
        near = [s for s in shares if abs(s.places[-1] - place) == 1 and s.wrong is not None]
        plain = not (quantity.unit or quantity.per or _counts(quantity)) and place not in used
        near = [s for s in near if abs(s.quantity.start - quantity.start) < limit(FILE, "apart")]
        if not near or not plain or quantity.number.ranged or quantity.number.vague:
            continue
        first, value, end = near[0], quantity.number.value, quantity.number.end
        base = first.base if value < first.base and _same_kind(value, first) else 100.0
        wrong = bool(first.wrong) and is_few(100 * value / base)
        front, back = own_words(message, inside, quantity.start, end)
        close = reach(FILE, "close")
        fact = whose((front[-close:], "", back[:close]), few=wrong, judged=True)
        if fact and fact != first.fact and 0 < value <= 100:
            yield Share((place,), quantity, end, base, wrong, fact)


def _counts(quantity: Quantity) -> bool:
    """True when a noun stands behind the figure: "two would be okay" counts nothing."""
    return bool(quantity.noun) and not pattern("counts_nothing", FILE).match(quantity.noun)


def _same_kind(value: float, first: Share) -> bool:
    """True when a bare figure can be one of the same base: beside "5 in a thousand", 97 is none."""
    most = limit(FILE, "same_kind") * first.quantity.number.value
    return first.base <= 100 or value <= most


def _beside(share: Share, others: Sequence[Share]) -> Share:
    """The share with what it has in common with the one next to it: both are of errors."""
    if share.wrong is not None or not share.fact:
        return share
    for one, other in pairwise(sorted([*others], key=lambda s: s.quantity.start)):
        pair = one if other is share else other if one is share else None
        if pair is not None and pair.wrong is not None:
            return replace(share, wrong=share.is_few) if pair.wrong or not share.is_few else share
    return share

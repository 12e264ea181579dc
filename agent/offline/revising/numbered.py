"""Reads a change by a number: ten times fewer, 50% more, 6 points higher, 500 more."""

from collections.abc import Mapping
from typing import Any

from agent.offline.revising.added import added, only_count
from agent.offline.revising.apart import apart
from agent.offline.revising.parts_left import is_a_part_told
from agent.offline.words.findings import Change
from agent.offline.words.lexicon import pattern, reach, shape
from agent.offline.words.message import Message, distance, macro
from agent.offline.words.quantities import Quantity

FILE = "numbered"
ACCURACIES = ("current_accuracy", "target_accuracy")


def changed_by_number(
    message: Message, quantity: Quantity, fact: str, known: Mapping[str, Any]
) -> Change | None:
    """As in "10x fewer", "grows by 50%", "2000 more examples", "6 points higher".

    `fact` is the one whose name stands nearest, "" when none is near.
    """
    if quantity.value < 0 or _replaces(message, quantity):
        return None
    distance_told = apart(message, quantity, known)
    if distance_told is not None:
        return distance_told
    fact = fact or _what_is_counted(message, quantity, known)
    for reader in (_times, _points, _percent, added):
        change = reader(message, quantity, fact, known)
        if change is not None:
            return change
    return None


def _what_is_counted(message: Message, quantity: Quantity, known: Mapping[str, Any]) -> str:
    """As in "five times as many forms": the known requests, else the known examples."""
    match = shape("so_many_behind", FILE).match(message.norm, quantity.number.end)
    if match is None or not macro("request").search(message.norm, match.end()):
        return ""
    return next((f for f in ("monthly_requests", "labeled_examples") if f in known), "")


def _replaces(message: Message, quantity: Quantity) -> bool:
    """True for "12 weeks instead of 6": a new value, not a change."""
    behind = _behind(message, quantity.end, "replaces_behind")
    return shape("replaces_behind", FILE).match(behind) is not None


def _direction(message: Message, quantity: Quantity) -> float:
    """1 or -1 by the nearest word of growth or decline in the clause, 0 when there is none."""
    clause = message.text.clause_at(quantity.start)
    up = distance(message.norm, clause, quantity.start, quantity.end, "up")
    down = distance(message.norm, clause, quantity.start, quantity.end, "down")
    if min(up, down) == float("inf"):
        return 0.0
    return 1.0 if up < down else -1.0


def _times(
    message: Message, quantity: Quantity, fact: str, known: Mapping[str, Any]
) -> Change | None:
    """As in "10x fewer", "three times as many", "by a factor of 5"."""
    number = quantity.number
    before = quantity.before[-reach(FILE, "times_before") :]
    match = shape("times_behind", FILE).match(message.norm, number.end)
    by_factor = shape("factor_before", FILE).search(before)
    fact = fact or only_count(known)
    if match is None and shape("times_before", FILE).search(before):
        return Change(fact, quantity.start, number.end, factor=number.value) if fact else None
    if (match is None and not by_factor) or not fact or not number.value:
        return None
    behind = _behind(message, match.end(), "fewer_behind") if match else ""
    near = before[-reach(FILE, "added_before") :]
    down = shape("fewer_behind", FILE).match(behind) or pattern("down").search(near)
    end = match.end() if match else number.end
    return Change(fact, quantity.start, end, factor=1 / number.value if down else number.value)


def _points(
    message: Message, quantity: Quantity, fact: str, known: Mapping[str, Any]
) -> Change | None:
    """As in "6 points more", "5% better" of an accuracy."""
    moved = shape("moved_before", FILE).search(quantity.before)
    moved = moved or shape("moved_behind", FILE).match(
        _behind(message, quantity.end, "moved_behind")
    )
    of_accuracy = quantity.unit == "percent" and fact in ACCURACIES and moved
    more = shape("more_points", FILE).match(message.norm, quantity.number.end)
    if quantity.unit != "points" and not (of_accuracy or more):
        return None
    if fact not in ACCURACIES:
        wanted = shape("wanted", FILE).search(message.clause(quantity))
        fact = "target_accuracy" if wanted and "target_accuracy" in known else "current_accuracy"
    sign = _direction(message, quantity) or 1.0
    return Change(fact, quantity.start, quantity.end, add=sign * quantity.number.value)


def _percent(
    message: Message, quantity: Quantity, fact: str, known: Mapping[str, Any]
) -> Change | None:
    """As in "grows by 50%", "20% fewer", "to 80% of it"."""
    if quantity.unit != "percent" or not fact or fact in ACCURACIES:
        return None
    share = quantity.number.value / 100
    sign = _direction(message, quantity)
    of_it = not sign and shape("of_it_behind", FILE).match(quantity.after)
    if of_it and is_a_part_told(message, quantity.end):
        return None
    if of_it or shape("to_before", FILE).search(quantity.before):
        return Change(fact, quantity.start, quantity.end, factor=share)
    return Change(fact, quantity.start, quantity.end, factor=1 + sign * share) if sign else None


def _behind(message: Message, start: int, name: str) -> str:
    """The words from `start` on, as many as the limit of that name lets in."""
    return message.norm[start : start + reach(FILE, name)]

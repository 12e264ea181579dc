"""Reads an accuracy told by its distance to another: "4 points short of the goal"."""

from collections.abc import Mapping
from typing import Any

from agent.offline.words.findings import Change
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity

FILE = "numbered"
CURRENT, TARGET = "current_accuracy", "target_accuracy"


def apart(message: Message, quantity: Quantity, known: Mapping[str, Any]) -> Change | None:
    """So many points below or above the target, or below or above what is reached today.

    Today's accuracy stands apart from the target; the target does from today's where it is named.
    """
    if quantity.unit not in ("points", "percent"):
        return None
    match = shape("apart_behind", FILE).match(message.norm, quantity.number.end)
    if match is None:
        return None
    of_target = match["goal"] is not None
    of_accuracy = of_target or pattern("accuracy").search(message.clause(quantity))
    if quantity.unit == "percent" and not of_accuracy:
        return None  # "costs are 4% below what we have"
    before = message.norm[message.text.clause_at(quantity.start).start : quantity.start]
    wanted = not of_target and shape("wanted", FILE).search(before)
    fact, other = (TARGET, CURRENT) if wanted else (CURRENT, TARGET if of_target else CURRENT)
    if not isinstance(known.get(other), (int, float)):
        return None
    sign = -1.0 if pattern("below", FILE).search(match.group()) else 1.0
    value = float(known[other]) + sign * quantity.number.value
    if not 0 <= value <= 100:
        return None
    return Change(fact, quantity.start, match.end(), factor=0.0, add=value)

"""Reads how many classes something is sorted into."""

from agent.offline.findings import Finding, numeric
from agent.offline.lexicon import pattern
from agent.offline.message import Message
from agent.offline.quantities import Quantity

REACH = 40  # characters before a number that may say what it counts


def read_classes(message: Message, quantity: Quantity) -> Finding | None:
    """A number of classes, by what it counts or by a verb of sorting."""
    value = quantity.number.value
    fits = 2 <= value <= 100_000 and value == int(value)
    named = pattern("classes").search(quantity.noun) or _sorted_into(message, quantity)
    listed = pattern("class_in_a_list").match(quantity.after.lstrip())
    return numeric("label_classes", quantity) if fits and (named or listed) else None


def _sorted_into(message: Message, quantity: Quantity) -> bool:
    """True for the number of things that something is sorted into: "to one of 14 desks"."""
    if quantity.unit or quantity.per or not quantity.noun:
        return False
    before = quantity.before[-REACH:]
    ahead = [m.end() for m in pattern("into_classes").finditer(before)]
    near = bool(ahead) and not before[ahead[-1] :].strip(" ~")
    return near and bool(pattern("sorting").search(message.sentence(quantity)))

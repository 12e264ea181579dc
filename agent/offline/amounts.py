"""Gives every quantity of a message its role: volume, examples, accuracy, money, time or size."""

from agent.offline.accuracies import is_share, read_accuracies
from agent.offline.budgets import read_money
from agent.offline.durations import read_time
from agent.offline.findings import Finding
from agent.offline.message import Message
from agent.offline.quantities import Quantity
from agent.offline.sizes import read_sides, read_tokens
from agent.offline.text import Span
from agent.offline.volumes import batches, read_count, users_times_rate


def read_amounts(message: Message, spans: list[Span], *, about_accuracy: str = "") -> list[Finding]:
    """All numeric facts in the given sentences.

    `about_accuracy` is the accuracy that was asked for, so bare shares are read as it.
    """
    inside = [q for q in message.quantities if any(s.holds(q.start) for s in spans)]
    found: list[Finding] = []
    used: set[int] = set()
    for reader in (users_times_rate, batches, read_sides):
        for finding, places in reader(message, inside):
            found.append(finding)
            used.update(places)
    for place, quantity in enumerate(inside):
        if place not in used:
            finding_or_none = _one(message, quantity)
            if finding_or_none is not None:
                found.append(finding_or_none)
    return found + read_accuracies(message, inside, spans, found, default=about_accuracy)


def _one(message: Message, quantity: Quantity) -> Finding | None:
    if quantity.value < 0 or is_share(quantity):
        return None
    if quantity.unit == "money":
        return read_money(message, quantity)
    if quantity.unit == "duration":
        return read_time(message, quantity)
    if quantity.unit in ("tokens", "words", "pages"):
        return read_tokens(message, quantity)
    if quantity.unit == "":
        return read_count(message, quantity)
    return None

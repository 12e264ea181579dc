"""Judges what no honest message holds: insults, orders to the program, impossible figures."""

from agent.offline.words.lexicon import limit, pattern, reach, shape
from agent.offline.words.message import Message


def is_hostile(message: Message) -> bool:
    """True for insults at the advisor and for attempts to take over its instructions."""
    if is_injection(message):
        return True
    blunt = [m.span() for m in pattern("criticism", "intents").finditer(message.norm)]
    if _of_own_words(message):
        return False
    insults = pattern("hostile", "intents").finditer(message.norm)
    return any(not any(s <= m.start() and m.end() <= e for s, e in blunt) for m in insults)


def _of_own_words(message: Message) -> bool:
    """True for one's own figure put down: "the sum I named was rubbish, drop it"."""
    return shape("of_own_words", "intents").search(message.norm) is not None


def is_injection(message: Message) -> bool:
    """True for text that tries to instruct the program rather than to tell it about a project."""
    return shape("injection", "intents").search(message.norm) is not None


def is_absurd(message: Message) -> bool:
    """True when a figure is impossible: a negative count, an accuracy above 100%."""
    for quantity in message.quantities:
        value = quantity.number.value
        near = quantity.noun + " " + quantity.after[: reach("harm", "behind")]
        if value < 0 and (
            quantity.per
            or quantity.unit in ("percent", "money", "tokens", "duration")
            or pattern("countable", "talk").search(near)
        ):
            return True
        clause = message.clause(quantity)
        accuracy = pattern("accuracy_noun", "talk").search(clause)
        growth = pattern("growth", "talk").search(clause)
        if quantity.unit == "percent" and value > 100 and accuracy and not growth:
            return True
        if quantity.unit in ("", "money") and value * quantity.factor > limit("harm", "largest"):
            return True
    return bool(pattern("absurd", "talk").search(message.norm))

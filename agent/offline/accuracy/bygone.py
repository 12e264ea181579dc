"""Tells how good something was in years that are over: "we were 92% right in 2021"."""

from collections.abc import Sequence

from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity

FILE = "bygone"
_WHOLE = 100


def standing(message: Message, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities without those that are accuracies of a year that is over."""
    return [q for q in quantities if not is_bygone(message, q)]


def is_bygone(message: Message, quantity: Quantity) -> bool:
    """True for an accuracy that its own words put into a year that is over."""
    if quantity.per or quantity.unit not in ("percent", "") or quantity.number.value > _WHOLE:
        return False
    if not quantity.unit and not message.said("accuracy", quantity, clause=True):
        return False
    words = _own_words(message, quantity)
    if not pattern("was", FILE).search(words) or pattern("holds_still", FILE).search(words):
        return False
    return any(
        not shape("not_then_before", FILE).search(words[: time.start()])
        and not shape("not_then_behind", FILE).match(words, time.end())
        for time in pattern("time", FILE).finditer(words)
    )


def _own_words(message: Message, quantity: Quantity) -> str:
    """The words around a figure up to the next figure's, a time that leads the sentence with them.

    "In 2021, we were at 80%" is one statement, "in 2021 we were at 80, today at 91" two.
    """
    sentence = message.text.sentence_at(quantity.start)
    ends = [
        m.span() for m in shape("apart", FILE).finditer(message.norm, sentence.start, sentence.end)
    ]
    begin = max((e for _, e in ends if e <= quantity.start), default=sentence.start)
    end = min((s for s, _ in ends if s >= quantity.end), default=sentence.end)
    before = message.norm[sentence.start : begin].rstrip(" ,").rsplit(",", 1)[-1].strip()
    led = pattern("time", FILE).fullmatch(before)
    return (before + " " if led else "") + message.norm[begin:end]

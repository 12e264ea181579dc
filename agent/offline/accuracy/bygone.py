"""Tells how good something was in years that are over: "we were 92% right in 2021"."""

from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity

FILE = "bygone"


def is_bygone(message: Message, quantity: Quantity) -> bool:
    """True for an accuracy that its own words put into a year that is over."""
    if not quantity.unit and not message.said("accuracy", quantity, clause=True):
        return False
    words = "".join(own_words(message, quantity))
    if not pattern("was", FILE).search(words) or pattern("holds_still", FILE).search(words):
        return False
    return any(
        not shape("not_then_before", FILE).search(words[: time.start()])
        and not shape("not_then_behind", FILE).match(words, time.end())
        for time in pattern("time", FILE).finditer(words)
    )


def own_words(message: Message, quantity: Quantity) -> tuple[str, str]:
    """The words before a figure, and from it on to the next one's; a time may lead the sentence.

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
    lead = before + " " if led else ""
    return lead + message.norm[begin : quantity.start], message.norm[quantity.start : end]

"""Tells how well people do the work themselves: "our clerks get 88% right, the bot 79"."""

from agent.offline.accuracy.bygone import own_words
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity

FILE = "by_hand"


def is_by_hand(message: Message, quantity: Quantity) -> bool:
    """True for a share that its own words make one of what people get right without a model."""
    before, behind = own_words(message, quantity)
    if pattern("with_a_model", FILE).search(before + behind):
        return False
    if shape("is_the_aim", FILE).match(message.norm, quantity.end):
        return False
    return any(
        shape("which_of_them", FILE).match(before[: people.start()])
        and shape("do_it", FILE).match(before[people.end() :].lstrip())
        for people in pattern("people", FILE).finditer(before)
    )

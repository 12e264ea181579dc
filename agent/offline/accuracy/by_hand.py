"""Tells how well people do the work themselves: "our clerks get 88% right, the bot 79"."""

from agent.offline.accuracy.bygone import own_words
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message, macro
from agent.offline.words.quantities import Quantity
from agent.offline.words.text import Span

FILE = "by_hand"


def is_by_hand(message: Message, quantity: Quantity) -> bool:
    """True for a share that its own words make one of what people get right without a model."""
    before, behind = own_words(message, quantity)
    if pattern("with_a_model", FILE).search(before + behind):
        return False
    if shape("is_the_aim", FILE).match(message.norm, quantity.end):
        return False
    if shape("work_by_hand", FILE).search(before):
        return True
    return any(
        shape("which_of_them", FILE).match(before[: people.start()])
        and not shape("is_the_model", FILE).search(before[: people.end()])
        and shape("do_it", FILE).match(before[people.end() :].lstrip())
        for people in pattern("people", FILE).finditer(before)
    )


def is_own_time(message: Message, sentence: Span) -> bool:
    """True for what the work takes people and when they do it: "it takes me an hour each evening".

    What they spend on changing something, or draw on, may still say how that changes.
    """
    words = message.norm[sentence.start : sentence.end].strip()
    if macro("change").search(words):
        return False
    return shape("own_time", FILE).match(words) is not None


def set_against_people(message: Message, quantity: Quantity) -> bool:
    """True for the model's own figure beside a share of people's: "the clerks 88%, the bot 79"."""
    sentence = message.text.sentence_at(quantity.start)
    if not shape("model_before", FILE).search(message.norm[sentence.start : quantity.start]):
        return False
    shares = (q for q in message.quantities if q.unit == "percent" and q is not quantity)
    return any(is_by_hand(message, q) for q in shares)

"""Tells what a model reached that somebody tuned long ago: "we trained one in 2020, it hit 83"."""

from agent.offline.accuracy.bygone import FILE as TIMES
from agent.offline.accuracy.bygone import own_words
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity

FILE = "older"


def is_of_older(message: Message, quantity: Quantity) -> bool:
    """True for the figure of a model tuned long ago, where another is the prompted model's."""
    return _is_older(message, quantity) and any(
        _is_prompted(message, other) for other in message.quantities if other is not quantity
    )


def _is_older(message: Message, quantity: Quantity) -> bool:
    behind = own_words(message, quantity)[1]
    told = _words_before(message, quantity)
    tuned = shape("tuned_then", FILE).search(told)
    if tuned is None or not shape("came_of_it", FILE).search(told[tuned.end() :]):
        return False
    return not pattern("holds_still", TIMES).search(told[tuned.start() :] + behind)


def _is_prompted(message: Message, other: Quantity) -> bool:
    """True for a figure that its own words make that of a prompted model, or of today."""
    if other.per or other.unit not in ("percent", "", "factor") or _is_older(message, other):
        return False
    told = _words_before(message, other)
    behind = own_words(message, other)[1]
    begin = other.start - len(told)
    named = any(m.used and begin <= m.start < other.start for m in message.models)
    prompted = named or pattern("prompted", FILE).search(told + behind)
    return bool(prompted) and not shape("aim_before", FILE).search(told)


def _words_before(message: Message, quantity: Quantity) -> str:
    """The words from the figure before it on, from no further back than the sentence before."""
    sentence = message.text.sentence_at(quantity.start)
    begin = message.text.sentence_at(max(0, sentence.start - 1)).start
    numbers = [q.end for q in message.quantities if begin <= q.end <= quantity.start]
    dated = [e for e in numbers if not shape("a_year", FILE).search(message.norm[:e])]
    return message.norm[max([begin, *dated]) : quantity.start]

"""Tells rates that count no requests: what a business makes or sells, what errors should drop to.

"We sell 3,000 loaves a day" says how big the bakery is, "errors have to drop to 3 a week" what it
hopes for; neither says how often a model is called.
"""

from agent.offline.words.lexicon import shape
from agent.offline.words.message import Message, macro
from agent.offline.words.quantities import Quantity

FILE = "volumes"
_STEM = 4  # letters by which "loaf" and "loafs" are the same


def is_no_volume(message: Message, quantity: Quantity) -> bool:
    """True for goods that nothing is done with, what is hoped for, examples to be made, and pay."""
    if is_paid(quantity):
        return True
    return is_trade(message, quantity) or is_moved(quantity) or is_made(quantity)


def is_paid(quantity: Quantity) -> bool:
    """True for what somebody is paid, where no currency stands: "a clerk takes 2 min at 35/h"."""
    if quantity.unit or quantity.noun or not quantity.per:
        return False
    by_the_hour = quantity.per == "hour" and shape("paid_at_before", FILE).search(quantity.before)
    return bool(by_the_hour or shape("paid_before", FILE).search(quantity.before))


def is_trade(message: Message, quantity: Quantity) -> bool:
    """True for goods that are made or sold, unless the message says that each of them is read."""
    noun = quantity.noun.split(" ")[-1]
    if not noun or not shape("trades_before", FILE).search(quantity.before):
        return False
    written = macro("request").search(quantity.noun)
    if written and not shape("goods", FILE).search(quantity.noun):
        return False
    if shape("worked_on_behind", FILE).search(message.norm, quantity.end):
        return False
    if shape("worked_on_before", FILE).search(quantity.before):
        return False
    if shape("others_trade_before", FILE).search(quantity.before):
        return True
    rest = message.norm[: quantity.start] + message.norm[quantity.end :]
    return noun[:_STEM] not in {word[:_STEM] for word in rest.split()}


def is_made(quantity: Quantity) -> bool:
    """True for how many examples somebody could make: "we could write 20 a week more"."""
    if not shape("could_make_before", FILE).search(quantity.before):
        return False
    noun = quantity.noun
    more = not noun or shape("more_of_them", FILE).match(noun)
    return bool(more or macro("example").match(noun) or macro("good").match(noun))


def is_moved(quantity: Quantity) -> bool:
    """True for what something has to come down to, and for what errors came down to."""
    before = quantity.before
    return bool(
        shape("goal_before", FILE).search(before) or shape("errors_before", FILE).search(before)
    )

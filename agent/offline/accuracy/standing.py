"""Leaves out figures that are how well something else does, or did, than the model today."""

from collections.abc import Sequence

from agent.offline.accuracy.by_hand import is_by_hand
from agent.offline.accuracy.bygone import is_bygone
from agent.offline.accuracy.older import is_of_older
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity

_WHOLE = 100


def standing(message: Message, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities without accuracies of a year that is over, or of people."""
    return [q for q in quantities if stands(message, q)]


def stands(message: Message, quantity: Quantity) -> bool:
    """False for the accuracy of a year that is over, or of people who do the work by hand."""
    if (
        quantity.per
        or quantity.unit not in ("percent", "", "factor")
        or quantity.number.value > _WHOLE
    ):
        return True  # no accuracy at all
    then = is_bygone(message, quantity) or is_of_older(message, quantity)
    return not (then or is_by_hand(message, quantity))

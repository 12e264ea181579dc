"""Knows sums of money in another currency than the dollars that everything is reckoned in."""

from dataclasses import dataclass

from agent.offline.words.lexicon import limit, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity, unit_end

FILE = "budgets"


@dataclass(frozen=True, slots=True)
class ForeignSum:
    """A sum with its sign or unit, as the user wrote it: `words` is `raw[start:end]`."""

    quantity: Quantity
    words: str
    start: int
    end: int


def foreign_sums(message: Message) -> list[ForeignSum]:
    """The sums in another currency, in their order; pounds that something weighs are none."""
    out = []
    text = message.text
    for quantity in message.quantities:
        if quantity.unit != "foreign" or _weighs(message, quantity):
            continue
        near = max(0, quantity.start - int(limit(FILE, "sign")))
        sign = shape("sign_of_another", FILE).search(text.norm[near : quantity.start])
        start = text.starts[near + sign.start() if sign else quantity.start]
        end = text.ends[max(unit_end(text.norm, quantity), quantity.number.end) - 1]
        out.append(ForeignSum(quantity, text.raw[start:end].strip(), start, end))
    return out


def _weighs(message: Message, quantity: Quantity) -> bool:
    before = message.norm[message.text.sentence_at(quantity.start).start : quantity.start]
    behind = shape("weighs_behind", FILE).match(message.norm, quantity.number.end)
    return bool(behind or shape("weighs_before", FILE).search(before))

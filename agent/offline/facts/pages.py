"""Takes pages for cases where each page is one: "1,300 pages annotated, 1,000 new ones a month"."""

from collections.abc import Sequence
from dataclasses import replace

from agent.offline.words.lexicon import reach, shape, tables
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity

FILE = "pages"
UNIT = "pages"
CASES = "cases"  # as a noun: what comes in, and no size of a document


def as_cases(message: Message, inside: Sequence[Quantity]) -> list[Quantity]:
    """The quantities, with pages as things that are counted where some of them were worked on.

    Pages of a handbook are the size of a document: what nobody annotates stays that.
    """
    if not any(_worked_on(message, q) for q in inside):
        return list(inside)
    return [_case(q) if q.unit == UNIT and (q.per or _worked_on(message, q)) else q for q in inside]


def _case(quantity: Quantity) -> Quantity:
    if not quantity.per:
        return replace(quantity, unit="")
    return replace(quantity, unit="", noun=CASES, factor=tables("units")["per_month"][quantity.per])


def _worked_on(message: Message, quantity: Quantity) -> bool:
    """True for pages that somebody has annotated, as examples are."""
    if quantity.unit != UNIT or quantity.per:
        return False
    behind = message.norm[quantity.number.end : quantity.number.end + reach(FILE, "behind")]
    before = quantity.before[-reach(FILE, "before") :]
    if shape("of_each_before", FILE).search(before) or shape("of_each_behind", FILE).match(behind):
        return False
    return bool(
        shape("worked_on_behind", FILE).match(behind)
        or shape("worked_on_before", FILE).search(before)
    )

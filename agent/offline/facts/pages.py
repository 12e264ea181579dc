"""Takes pages for cases where each page is one: "1,300 pages annotated, 1,000 new ones a month"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from agent.offline.facts.other_rates import is_no_volume
from agent.offline.facts.sizes import TOKENS_PER_PAGE
from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import pattern, reach, shape, tables
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity

FILE = "pages"
UNIT = "pages"
CASES = "cases"  # as a noun: what comes in, and no size of a document
_STEM = 4  # letters by which "invoice" and "invoices" are the same


def as_cases(message: Message, inside: Sequence[Quantity]) -> list[Quantity]:
    """The quantities, with pages as things that are counted where they are what comes in.

    Pages of a handbook are the size of a document: what nobody annotates stays that. A rate of
    pages is one of cases where some were annotated, or where nothing else comes in at a rate.
    """
    annotated = any(_worked_on(message, q) for q in inside)
    come_in = annotated or not any(_is_rate_of_cases(q) for q in message.quantities)
    return [
        _case(q)
        if (annotated and _worked_on(message, q))
        or (q.unit == UNIT and q.per and come_in and (annotated or _comes_in(message, q)))
        else q
        for q in inside
    ]


def lengths_of_cases(
    message: Message, inside: Sequence[Quantity]
) -> list[tuple[Finding, list[int]]]:
    """As in "700 contracts a month, 40 pages each": each request holds so many pages."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (one, other) in enumerate(pairwise(inside)):
        if _is_rate_of_cases(one) and _is_length(other):
            between = message.norm[one.end : other.start]
            told = shape("length_of_case", FILE).fullmatch(between)
            behind = shape("of_each_behind", FILE).match(message.norm, other.end)
            said = told is not None and (told["of"] or behind or other.each)
            length, at = other, place + 1
        elif _is_length(one) and _is_rate_of_cases(other):
            said = _counts_what_is_long(message, one, other)
            length, at = one, place
        else:
            continue
        if said:
            times = float(TOKENS_PER_PAGE)
            out.append((numeric("prompt_tokens", length, times=times, weight=2), [at]))
    return out


def _case(quantity: Quantity) -> Quantity:
    if not quantity.per:
        return replace(quantity, unit="")
    return replace(quantity, unit="", noun=CASES, factor=tables("units")["per_month"][quantity.per])


def _comes_in(message: Message, quantity: Quantity) -> bool:
    """False for pages that documents grow by, that somebody reads, that many look at."""
    if pattern("drawn_on", FILE).search(message.sentence(quantity)):
        return False
    return not (
        quantity.odd_rate
        or shape("of_a_body_before", FILE).search(quantity.before)
        or shape("of_a_body_behind", FILE).match(message.norm, quantity.number.end)
        or is_no_volume(message, quantity)
    )


def _is_rate_of_cases(quantity: Quantity) -> bool:
    rated = quantity.unit == "" and bool(quantity.per) and quantity.value > 0
    return rated and not shape("no_document", FILE).search(quantity.noun)


def _is_length(quantity: Quantity) -> bool:
    return quantity.unit == UNIT and not quantity.per and quantity.number.value > 0


def _counts_what_is_long(message: Message, length: Quantity, rate: Quantity) -> bool:
    """As in "an invoice has 3 pages, 900 invoices a day": what has the length is what comes in."""
    said = shape("is_long_before", FILE).search(length.before)
    near = shape("then_the_rate", FILE).fullmatch(message.norm[length.end : rate.start])
    if said is None or near is None:
        return False
    noun = rate.noun.split(" ")[0]
    return not noun or said["what"][:_STEM] == noun[:_STEM]


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

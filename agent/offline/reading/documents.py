"""Joins the number of documents and their length where two messages tell them.

As in "15,000 contracts", and two messages later "about 60 pages on average".
"""

from collections.abc import Iterable
from dataclasses import replace

from agent.notebook import Notebook
from agent.offline.facts.corpora import (
    FACT,
    Body,
    bodies,
    counts_documents,
    is_drawn_on,
    is_of_one,
)
from agent.offline.reading.said import Reading
from agent.offline.words.message import Message, take_apart
from agent.offline.words.quantities import Quantity
from tools.errors import InvalidInput
from tools.facts import make_fact

_TELLING = ("describe", "answer", "correct")


def joined(reading: Reading, text: str, before: Iterable[str], book: Notebook) -> Reading:
    """The reading with the size of all documents, where this message tells the half that lacked.

    Args:
        reading: what was read of the message.
        text: the message.
        before: what the user told before it, the newest first; gone through only where needed.
        book: what is known, and what was asked for.
    """
    if reading.kind not in _TELLING or FACT in reading.facts or not is_about_documents(book):
        return reading
    message = take_apart(text)
    many, long = lone_number(message), lone_length(message)
    if (many is None) == (long is None):
        return reading
    for earlier in before:
        told = take_apart(earlier)
        if bodies(told, told.quantities, asked=True):
            return reading
        other = lone_number(told) if many is None else lone_length(told)
        if other is not None:
            return _with_body(reading, message, many or other, long or other, of=many or long)
    return reading


def is_about_documents(book: Notebook) -> bool:
    """True while the size of the documents matters and is open: asked for, or answers need them."""
    if FACT in book.facts:
        return False
    values = book.facts.values()
    of_answers = values.get("task") == "question_answering"
    return book.open_fact == FACT or bool(
        values.get("private_knowledge", "heavy" if of_answers else "none") != "none"
    )


def lone_number(message: Message) -> Quantity | None:
    """The one number of documents of a message that does not tell how long they are."""
    found = [
        q for q in message.quantities if counts_documents(message, q) and is_drawn_on(message, q)
    ]
    alone = not any(q.unit in ("pages", "words", "tokens") for q in message.quantities)
    return found[0] if len(found) == 1 and alone else None


def lone_length(message: Message) -> Quantity | None:
    """The one length of a message that is of each document, without their number."""
    found = [q for q in message.quantities if q.unit == "pages" and is_of_one(message, q)]
    alone = not any(counts_documents(message, q) for q in message.quantities)
    if len(found) != 1 or not alone or found[0].value <= 0:
        return None
    return found[0] if is_drawn_on(message, found[0]) else None


def _with_body(
    reading: Reading, message: Message, many: Quantity, long: Quantity, *, of: Quantity | None
) -> Reading:
    """The reading with the documents' size, quoted by the half that this message tells.

    It stays as it is where no documents can have that size.
    """
    assert of is not None
    found = Body(many, long).finding(of.start, of.end)
    try:
        fact = make_fact(FACT, found.value, bounds=found.bounds)
    except InvalidInput:
        return reading
    quote = message.text.quote(of.start, of.end)
    ranges = dict(reading.ranges)
    if fact.ranged and fact.low is not None and fact.high is not None:
        ranges[FACT] = (fact.low, fact.high)
    return replace(
        reading,
        facts={**reading.facts, FACT: fact.value},
        ranges=ranges,
        quotes={**reading.quotes, FACT: quote},
        unplaced=tuple(t for t in reading.unplaced if quote not in t and t not in quote),
        cleared=tuple(name for name in reading.cleared if name != FACT),
    )

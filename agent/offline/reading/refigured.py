"""A volume worked out anew where one of its factors changes: "60 nurses, not 40".

What was told before, "40 nurses, each 30 notes a day", shows that the number is a factor of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import isclose

from agent.notebook import Notebook
from agent.offline.asking.intents import corrects
from agent.offline.reading.reader import Reader, Reading
from agent.offline.revising.replaced import denied
from agent.offline.words.lexicon import shape
from agent.offline.words.message import Message, macro, take_apart
from agent.offline.words.quantities import Quantity, whole
from tools.facts import Fact
from tools.vocabulary import Value, spec

_PLURALS = "s"

_Telling = Callable[[str], Mapping[str, Value]]  # what a text tells by such a factor


def refigured(
    reader: Reader, reading: Reading, text: str, before: Iterable[str], book: Notebook
) -> Reading:
    """The reading with the fact that the number of the same people or things is a factor of.

    It stays as it is where the message tells something else, or where several facts fit.

    Args:
        reader: reads what was told before.
        reading: what was read of the message.
        text: the message.
        before: what the user told before it, the newest first; gone through only where needed.
        book: what is known.
    """
    supposes, tells = reading.kind == "what_if", reading.kind in ("describe", "answer", "correct")
    message = take_apart(text)
    new = [q for q in message.quantities if not denied(message, q)]
    if len(new) != 1 or not _kind(new[0]) or not (supposes or (tells and _puts_right(message))):
        return reading
    (number,) = new
    values = reading.hypothetical if supposes else reading.facts
    if any(value != number.value for value in values.values()):
        return reading  # it told something else
    found = _scaled(reader, number, tuple(before), book.facts.known)
    if len(found) != 1:
        return reading
    if supposes:
        return replace(reading, hypothetical=found, unplaced=())
    words = message.text.quote(number.start, number.end)
    quotes = dict.fromkeys(found, words)
    return replace(reading, kind="correct", facts=found, quotes=quotes, topic=None, unplaced=())


def _scaled(
    reader: Reader, number: Quantity, before: Sequence[str], known: Mapping[str, Fact]
) -> dict[str, int | float]:
    """The facts that a product told before has this kind of factor in, with the new number."""
    out: dict[str, int | float] = {}
    telling = cache(lambda text: _told(reader, text, number))
    for name, fact in known.items():
        if not spec(name).numeric or not fact.quote:
            continue
        old = _old(reader, telling, name, fact, number, before)
        if old is not None and old.value not in (0, number.value):
            out[name] = whole(float(str(fact.value)) * number.value / old.value)
    return out


def _old(
    reader: Reader,
    telling: _Telling,
    name: str,
    fact: Fact,
    number: Quantity,
    before: Sequence[str],
) -> Quantity | None:
    """The factor that today's value was made with; None where it was told anew since."""
    newer = [str(fact.quote)]
    for text in (str(fact.quote), *before):
        value = telling(text).get(name)
        if value is not None and _follows(reader, name, str(fact.quote), text):
            found = (_factor(take_apart(words), number) for words in (*newer, text))
            return next(filter(None, found), None)
        if value is not None and isclose(float(str(value)), float(str(fact.value))):
            return _factor(take_apart(text), number)
        if _puts_right(take_apart(text)):
            newer.append(text)
    return None


def _follows(reader: Reader, name: str, quote: str, text: str) -> bool:
    """True for words that put right nothing but one factor of what a text tells."""
    message = take_apart(quote)
    new = [q for q in message.quantities if not denied(message, q)]
    return len(new) == 1 and bool(_kind(new[0])) and name in _told(reader, text, new[0])


def _puts_right(message: Message) -> bool:
    """True for "60 nurses, not 40", "sorry, it's 60 nurses" and "we are 60 nurses now"."""
    if corrects(message) or shape("as_of_now", "groups").search(message.norm):
        return True
    return any(denied(message, q) for q in message.quantities)


def _told(reader: Reader, text: str, number: Quantity) -> Mapping[str, Value]:
    """The facts that a text tells by a product, of which such a number is a factor."""
    message = take_apart(text)
    factor = _factor(message, number)
    if factor is None or len(message.quantities) < 2:
        return {}
    start, end = factor.number.start, factor.number.end
    raw, starts, ends = message.text.raw, message.text.starts, message.text.ends
    doubled = f"{raw[: starts[start]]}{2 * factor.value:.0f}{raw[ends[end - 1] :]}"
    first, second = reader.read(text).facts, reader.read(doubled).facts
    return {name: v for name, v in first.items() if name in second and second[name] != v}


def _factor(message: Message, number: Quantity) -> Quantity | None:
    """The one figure of a message that counts the same people or things."""
    same = [q for q in message.quantities if _kind(q) == _kind(number) and not denied(message, q)]
    return same[0] if len(same) == 1 else None


def _kind(quantity: Quantity) -> str:
    """What a figure counts, without its plural; empty for requests, examples and measures."""
    plain = not (quantity.unit or quantity.per) and quantity.noun
    if not plain or macro("request").match(quantity.noun) or macro("example").match(quantity.noun):
        return ""
    return quantity.noun.split()[0].rstrip(_PLURALS)

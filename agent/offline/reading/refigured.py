"""A volume worked out anew where one of its factors changes: "60 nurses, not 40".

What was told before, "40 nurses, each 30 notes a day", shows that the number is a factor of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.notebook import Notebook
from agent.offline.asking.intents import corrects
from agent.offline.reading.reader import Reader, Reading
from agent.offline.revising.replaced import denied
from agent.offline.words.lexicon import shape
from agent.offline.words.message import Message, macro, take_apart
from agent.offline.words.quantities import Quantity, whole
from tools.facts import Fact
from tools.vocabulary import spec

_PLURALS = "s"


def refigured(
    reader: Reader, reading: Reading, text: str, before: Sequence[str], book: Notebook
) -> Reading:
    """The reading with the fact that the number of the same people or things is a factor of.

    It stays as it is where the message tells something else, or where several facts fit.

    Args:
        reader: reads what was told before.
        reading: what was read of the message.
        text: the message.
        before: what the user wrote before it, the newest last.
        book: what is known.
    """
    supposes, tells = reading.kind == "what_if", reading.kind in ("describe", "answer", "correct")
    message = take_apart(text)
    new = [q for q in message.quantities if not denied(message, q)]
    renewed = len(new) < len(message.quantities) or corrects(message)
    renewed = renewed or shape("as_of_now", "groups").search(message.norm) is not None
    if len(new) != 1 or not _kind(new[0]) or not (supposes or (tells and renewed)):
        return reading
    (number,) = new
    values = reading.hypothetical if supposes else reading.facts
    if any(value != number.value for value in values.values()):
        return reading  # it told something else
    found = _scaled(reader, number, before[::-1], book.facts.known)
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
    for name, fact in known.items():
        if not spec(name).numeric or not fact.quote:
            continue
        told = (_told(reader, name, text, number) for text in (fact.quote, *before))
        if not any(told):
            continue
        now = _factor(take_apart(fact.quote), number)
        old = now or next(filter(None, (_factor(take_apart(t), number) for t in before)), None)
        if old is not None and old.value not in (0, number.value):
            out[name] = whole(float(str(fact.value)) * number.value / old.value)
    return out


def _told(reader: Reader, name: str, text: str, number: Quantity) -> bool:
    """True where a text tells the fact by a product, of which such a number is a factor."""
    message = take_apart(text)
    factor = _factor(message, number)
    if factor is None or len(message.quantities) < 2:
        return False
    start, end = factor.number.start, factor.number.end
    raw, starts, ends = message.text.raw, message.text.starts, message.text.ends
    doubled = f"{raw[: starts[start]]}{2 * factor.value:.0f}{raw[ends[end - 1] :]}"
    first, second = reader.read(text).facts.get(name), reader.read(doubled).facts.get(name)
    return first is not None and second is not None and first != second


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

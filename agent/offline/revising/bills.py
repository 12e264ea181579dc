"""A bill that is asked for under another volume, with another model, or in house: a what-if."""

from collections.abc import Mapping
from typing import Any

from agent.offline.facts.amounts import read_amounts
from agent.offline.words.lexicon import shape
from agent.offline.words.message import Message
from agent.offline.words.models import chosen
from agent.offline.words.quantities import Quantity
from agent.offline.words.text import Span
from tools.vocabulary import Value

FILE = "whatifs"
VOLUME = "monthly_requests"
NAMED = ("model", VOLUME, "self_hosted")  # in the order in which they are told
SUPPOSED = "#"  # stands for what is supposed


def bill_supposed(
    message: Message, known: Mapping[str, Any], asked: str | None
) -> dict[str, Value]:
    """What a question about the bill supposes: "cost at 200k a month?", "what would X cost?".

    Empty for other words, and where the words answer what was `asked`.
    """
    found, spans = _named(message)
    spans += [Span(q.start, q.end) for q in message.quantities]
    if not spans or len(message.quantities) > 1 or not _is_of_a_bill(message, found, spans):
        return {}
    if message.quantities:
        volume = _volume(message, message.quantities[0], known)
        if volume is None:
            return {}
        found[VOLUME] = volume
    return {} if asked in found else {name: found[name] for name in NAMED if name in found}


def _named(message: Message) -> tuple[dict[str, Value], list[Span]]:
    """What is named besides the bill and a figure, and where."""
    found: dict[str, Value] = {}
    spans: list[Span] = []
    text = message.text
    model = chosen(message.models)
    if model is not None:
        found["model"] = text.raw[text.starts[model.start] : text.ends[model.end - 1]]
        spans.append(Span(model.start, model.end))
    home = shape("in_house", FILE).search(message.norm)
    if home is not None:
        found["self_hosted"] = True
        spans.append(Span(home.start(), home.end()))
    return found, spans


def _is_of_a_bill(message: Message, found: Mapping[str, Value], spans: list[Span]) -> bool:
    """True for words that ask for a bill with what stands in the `spans`."""
    rest = message.norm
    for span in sorted(spans, key=lambda s: -s.start):
        rest = f"{rest[: span.start]}{SUPPOSED}{rest[span.end :]}"
    words = " ".join(rest.strip(" ?.!,").split())
    if shape("bill_of", FILE).fullmatch(words):
        return True
    if "model" in found and shape("model_instead", FILE).fullmatch(words):
        return True
    brief = bool(message.quantities) and message.norm.rstrip().endswith("?")
    return brief and shape("volume_alone", FILE).fullmatch(words) is not None


def _volume(message: Message, quantity: Quantity, known: Mapping[str, Any]) -> Value | None:
    """The requests a month that the only figure tells; None where it tells something else."""
    told = read_amounts(message, list(message.text.sentences))
    said = [f for f in told if f.fact != "model"]
    if [f.fact for f in said] == [VOLUME]:
        return said[0].value
    rate = not quantity.unit and quantity.per and quantity.factor
    bare = not (quantity.unit or quantity.per or said) and VOLUME in known
    if quantity.number.value > 0 and (rate or bare):
        return quantity.value if rate else quantity.number.value
    return None

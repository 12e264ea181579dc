"""A bill that is asked for under another volume, with another model, or in house: a what-if."""

from collections.abc import Mapping
from typing import Any

from agent.offline.facts.amounts import read_amounts
from agent.offline.words.lexicon import shape
from agent.offline.words.message import Message
from agent.offline.words.models import chosen
from agent.offline.words.text import Span
from tools.vocabulary import Value

FILE = "whatifs"
VOLUME = "monthly_requests"
SUPPOSED = "#"  # stands for what is supposed


def bill_supposed(
    message: Message, known: Mapping[str, Any], asked: str | None
) -> dict[str, Value]:
    """What a question about the bill supposes: "cost at 200k a month?", "what would X cost?".

    Empty for other words, and where the words answer what was `asked`.
    """
    found, spans = _supposed(message, known)
    if not found or asked in found:
        return {}
    rest = message.norm
    for span in sorted(spans, key=lambda s: -s.start):
        rest = f"{rest[: span.start]}{SUPPOSED}{rest[span.end :]}"
    words = " ".join(rest.strip(" ?.!,").split())
    whole = shape("bill_of", FILE).fullmatch(words)
    if "model" in found and shape("model_instead", FILE).fullmatch(words):
        return found
    brief = message.norm.rstrip().endswith("?") and VOLUME in found
    return found if whole or (brief and shape("volume_alone", FILE).fullmatch(words)) else {}


def _supposed(message: Message, known: Mapping[str, Any]) -> tuple[dict[str, Value], list[Span]]:
    """What is named besides the bill, and where."""
    found: dict[str, Value] = {}
    spans: list[Span] = []
    text = message.text
    model = chosen(message.models)
    if model is not None:
        found["model"] = text.raw[text.starts[model.start] : text.ends[model.end - 1]]
        spans.append(Span(model.start, model.end))
    if len(message.quantities) == 1:
        (quantity,) = message.quantities
        said = [f for f in read_amounts(message, list(text.sentences)) if f.fact != "model"]
        rate = not quantity.unit and quantity.per and quantity.factor
        bare = not (quantity.unit or quantity.per or said) and VOLUME in known
        if [f.fact for f in said] == [VOLUME]:
            found[VOLUME] = said[0].value
        elif quantity.number.value > 0 and (rate or bare):
            found[VOLUME] = quantity.value if rate else quantity.number.value
        if VOLUME in found:
            spans.append(Span(quantity.start, quantity.end))
    home = shape("in_house", FILE).search(message.norm)
    if home is not None:
        found["self_hosted"] = True
        spans.append(Span(home.start(), home.end()))
    if len(message.quantities) > sum(VOLUME in found for _ in message.quantities):
        return {}, []
    return found, spans

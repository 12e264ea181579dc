"""Reads accuracies said by their decade: "high eighties", "in the mid 70s"."""

import re
from collections.abc import Iterator
from functools import cache

from agent.offline.words.lexicon import alternatives, tables
from agent.offline.words.message import Message
from agent.offline.words.number_words import Number
from agent.offline.words.quantities import BEFORE, BEHIND, Quantity
from agent.offline.words.text import Span

FILE = "decades"


def decades(message: Message, spans: list[Span]) -> Iterator[Quantity]:
    """Each decade that is named with the part of it, as a percentage with its range."""
    for match in _pattern().finditer(message.norm):
        span = next((s for s in spans if s.holds(match.start())), None)
        if span is None:
            continue
        tens = tables(FILE)["tens"]
        base = tens.get(match["word"] or "") or float(match["digits"] or 0)
        low, value, high = (base + tables(FILE)[at][match["part"]] for at in ("low", "kept", "top"))
        number = Number(match.start(), match.end(), value, low, high, ranged=True, words=True)
        before = message.norm[max(span.start, match.start() - BEFORE) : match.start()].lstrip()
        yield Quantity(
            match.start(), match.end(), number, "percent", "", 1.0, hedged=False, limit="",
            noun="", before=before, after=message.norm[match.end() : span.end][:BEHIND],
            odd_rate=False, each=False,
        )  # fmt: skip


@cache
def _pattern() -> re.Pattern[str]:
    tens = tables(FILE)["tens"]
    parts = alternatives(tables(FILE)["kept"])
    return re.compile(
        rf"(?<!\w)(?:(?:in )?the )?(?P<part>{parts})[ -]"
        rf"(?:(?P<word>{alternatives(tens)})|(?P<digits>[5-9]0)'?s)(?!\w)"
    )

"""Reads volumes told in pieces that are a call each.

As in "20 hours of film a week, some 4k lines, and each line is one call".
"""

from collections.abc import Sequence
from itertools import pairwise

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import limit, shape, tables
from agent.offline.words.message import Message
from agent.offline.words.periods import pace_of
from agent.offline.words.quantities import Quantity

FACT = "monthly_requests"
FILE = "pieces"
WEIGHT = 4


def called_pieces(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """The pieces that one period brings, told behind what they are cut from."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (source, pieces) in enumerate(pairwise(inside)):
        if pieces.unit or pieces.per or pieces.number.value < 2:
            continue
        call = _own_call(message, pieces)
        if call is None:
            continue
        pace = pace_of(message.norm, source.number, source.number.end, pieces.start, "", "")
        comes_to = shape("comes_to", FILE).fullmatch(message.norm[pace.end : pieces.start])
        if not pace.per or pace.odd or comes_to is None:
            continue
        times = tables("units")["per_month"][pace.per] * pace.times
        found = numeric(FACT, pieces, times=times, weight=WEIGHT)
        begin, end = call
        until = end if 0 <= begin - pieces.end <= limit(FILE, "apart") else pieces.end
        finding = Finding(FACT, found.value, source.start, until, found.bounds, WEIGHT)
        counted = [p for p, q in enumerate(inside) if begin <= q.start < end]
        out.append((finding, [place, place + 1, *(p for p in counted if p > place + 1)]))
    return out


def _own_call(message: Message, pieces: Quantity) -> tuple[int, int] | None:
    """Where it is said that each of these pieces is a call by itself; None where it isn't."""
    names = {word.removesuffix("s") for word in pieces.noun.split(" ")}
    for match in shape("is_one_call", FILE).finditer(message.norm):
        if (match["thing"] or match["of_thing"]).removesuffix("s") in names:
            return match.span()
    return None

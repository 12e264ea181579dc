"""Reads volumes told as people who come and the part of them that asks: "a third of them write"."""

import re
from collections.abc import Sequence

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import shape, tables
from agent.offline.words.message import Message, macro
from agent.offline.words.quantities import Quantity

FACT = "monthly_requests"
FILE = "askers"
WEIGHT = 3
PER_CENT = 100


def part_of_people(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "800,000 guests a year, a third of them ask something": the share of them who ask."""
    out: list[tuple[Finding, list[int]]] = []
    for place, many in enumerate(inside):
        plain = many.per and not (many.unit or many.odd_rate)
        if not plain or not macro("people").fullmatch(many.noun.rsplit(" ", 1)[-1]):
            continue
        end = message.text.sentence_at(many.start).end
        asks = shape("part_asks", FILE).match(message.norm, many.end, end)
        if asks is None:
            continue
        found = numeric(FACT, many, times=_share(asks) * _count(asks["count"]), weight=WEIGHT)
        used = [n for n, q in enumerate(inside) if many.start <= q.start < asks.end()]
        out.append((found, used or [place]))
    return out


def _share(asks: re.Match[str]) -> float:
    """The part of the people who ask."""
    if asks["percent"]:
        return float(asks["percent"]) / PER_CENT
    if asks["one_in"]:
        return 1 / _count(asks["one_in"])
    if asks["part"]:
        top = 1.0 if asks["tops"] == "a" else _count(asks["tops"])
        return min(1.0, top * tables("numbers")["fraction"][asks["part"]])
    return tables("numbers")["fraction"]["half"]


def _count(word: str) -> float:
    """How many a word names: a number, or one."""
    return float(word) if word.isdigit() else tables("numbers")["small"].get(word, 1.0)

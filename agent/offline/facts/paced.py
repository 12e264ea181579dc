"""Reads volumes of one for each of many: "each morning one text per station, 40 stations"."""

from collections.abc import Sequence

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import limit, reach, shape
from agent.offline.words.message import Message, macro
from agent.offline.words.often import how_often, times_a_month
from agent.offline.words.quantities import Quantity

FACT = "monthly_requests"
FILE = "paced"
WEIGHT = 2


def one_per_thing(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "each morning one text per station, 40 stations", "one for each of our 12 shops"."""
    out: list[tuple[Finding, list[int]]] = []
    for place, many in enumerate(inside):
        if many.unit or many.per or many.number.value < limit(FILE, "least") or not many.noun:
            continue
        if macro("example").search(many.noun) or macro("good").search(many.noun):
            continue
        times = _times(message, many)
        if times:
            out.append((numeric(FACT, many, times=times, weight=WEIGHT), [place]))
    return out


def _times(message: Message, many: Quantity) -> float:
    """How many times a month each of them gets one; 0 where that is not said."""
    if shape("one_for_each_of", FILE).search(many.before):
        return _led_by(message, many.start, many.end)
    nouns = {_stem(word) for word in many.noun.split(" ")[: reach(FILE, "name")]}
    for one in shape("one_per", FILE).finditer(message.norm):
        if _stem(one["thing"]) in nouns and abs(one.start() - many.start) < limit(FILE, "apart"):
            return _led_by(message, one.start(), one.end())
    return 0.0


def _led_by(message: Message, start: int, end: int) -> float:
    """The times a month named in the sentence up to the clause's end, 0 where there are none.

    What comes later is said of something else: "a page per product, updated daily".
    """
    sentence = message.text.sentence_at(start)
    stop = shape("clause_ends", FILE).search(message.norm, end, sentence.end)
    often = how_often().search(message.norm, sentence.start, stop.start() if stop else sentence.end)
    return times_a_month(often) if often is not None else 0.0


def _stem(word: str) -> str:
    return word.rstrip("s")[: reach(FILE, "stem")]

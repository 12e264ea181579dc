"""Reads bodies of documents told by their number and length: "800 manuals of 40 pages"."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from agent.offline.facts.sizes import TOKENS_PER_PAGE, TOKENS_PER_WORD
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import limit, shape
from agent.offline.words.message import Message, macro
from agent.offline.words.quantities import Quantity, whole

FACT = "knowledge_tokens"
FILE = "corpora"
WEIGHT = 4
_TOKENS = {"pages": float(TOKENS_PER_PAGE), "words": TOKENS_PER_WORD, "tokens": 1.0}


@dataclass(frozen=True, slots=True)
class Body:
    """Documents: how `many` there are, and how `long` each is."""

    many: Quantity
    long: Quantity

    def finding(self, start: int, end: int) -> Finding:
        """The size of all of them, said at `start`–`end`."""
        times = _TOKENS[self.long.unit]
        value = whole(self.many.number.value * self.long.number.value * times)
        bounds = None
        if self.many.bounds is not None or self.long.bounds is not None:
            few, lots = self.many.bounds or (self.many.number.value,) * 2
            short, much = self.long.bounds or (self.long.number.value,) * 2
            bounds = whole(few * short * times), whole(lots * much * times)
        return Finding(FACT, value, start, end, bounds, WEIGHT)


def bodies(
    message: Message, inside: Sequence[Quantity], *, asked: bool = False
) -> list[tuple[Finding, list[int]]]:
    """As in "20,000 PDFs of 12 pages"; when `asked` for, whatever is done with them."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (one, other) in enumerate(pairwise(inside)):
        body = _body(message, one, other)
        if body is None or not (asked or _is_drawn_on(message, body)):
            continue
        found = body.finding(min(one.start, other.start), max(one.end, other.end))
        out.append((found, [place, place + 1]))
    return _together(message, out) if len(out) > 1 else out


def _together(
    message: Message, found: Sequence[tuple[Finding, list[int]]]
) -> list[tuple[Finding, list[int]]]:
    """As in "900 contracts of 12 pages and 40 manuals of 80 pages": what all come to."""
    parts = [finding for finding, _ in found]
    for one, other in pairwise(parts):
        if not shape("both", FILE).fullmatch(message.norm[one.end : other.start]):
            return []  # two sizes of one body, or one of another kind
    value = whole(sum(float(str(f.value)) for f in parts))
    ends = [f.bounds or (float(str(f.value)),) * 2 for f in parts]
    ranged = any(f.bounds for f in parts)
    bounds = (whole(sum(e[0] for e in ends)), whole(sum(e[1] for e in ends))) if ranged else None
    places = [place for _, taken in found for place in taken]
    return [(Finding(FACT, value, parts[0].start, parts[-1].end, bounds, WEIGHT), places)]


def counts_documents(message: Message, quantity: Quantity) -> bool:
    """True for a plain number of documents: "15,000 contracts"."""
    value = quantity.number.value
    plain = not (quantity.unit or quantity.per or quantity.each) and value >= 2
    if not plain or value != int(value) or macro("good").search(quantity.noun):
        return False
    return shape("documents", FILE).match(message.norm, quantity.number.end) is not None


def named(message: Message, quantity: Quantity) -> int:
    """Where the name of the documents ends whose number a figure is."""
    found = shape("documents", FILE).match(message.norm, quantity.number.end)
    return found.end() if found else quantity.end


def is_of_one(message: Message, quantity: Quantity) -> bool:
    """True for the length of each of several documents: "60 pages on average"."""
    if quantity.unit not in _TOKENS or quantity.per:
        return False
    if shape("in_all", FILE).match(message.norm, quantity.end):
        return False
    return bool(
        shape("of_one_behind", FILE).match(message.norm, quantity.end)
        or shape("of_one_before", FILE).search(quantity.before)
        or _of_several(message, quantity)
        or shape("of_each_named", FILE).match(message.norm, quantity.start)
        or any(_body(message, *pair) for pair in _pairs_with(message, quantity))
    )


def _of_several(message: Message, quantity: Quantity) -> bool:
    """As in "the contracts are long, 60 pages", "they are 60 pages long"."""
    if shape("several_before", FILE).search(quantity.before):
        return True
    behind = shape("long_behind", FILE).match(message.norm, quantity.end)
    return bool(behind and shape("several", FILE).search(quantity.before))


def is_drawn_on(message: Message, quantity: Quantity) -> bool:
    """False for documents that are worked on one by one, or come with a request."""
    sentence = message.sentence(quantity)
    return not (
        shape("worked_on", FILE).search(sentence) or shape("of_a_request", FILE).search(sentence)
    )


def _pairs_with(message: Message, quantity: Quantity) -> list[tuple[Quantity, Quantity]]:
    return [pair for pair in pairwise(message.quantities) if quantity in pair]


def _is_drawn_on(message: Message, body: Body) -> bool:
    """False as well for a length in words that no word of knowledge stands near."""
    if not (is_drawn_on(message, body.many) and is_drawn_on(message, body.long)):
        return False
    told = shape("of_knowledge", FILE).search(message.sentence(body.many))
    return body.long.unit == "pages" or told is not None


def _body(message: Message, one: Quantity, other: Quantity) -> Body | None:
    """The documents that two neighbouring figures tell of, the number or the length first."""
    if other.unit in _TOKENS:
        many, long = one, other
    elif one.unit in _TOKENS:
        many, long = other, one
    else:
        return None
    if long.per or long.number.value <= 0:
        return None
    if shape("in_all", FILE).match(message.norm, long.end) or shape("in_all_before", FILE).search(
        long.before
    ):
        return None
    if many is one and not message.norm[one.number.end : other.start].strip(" -"):
        named = shape("documents", FILE).match(message.norm, long.end)  # "800 12-page reports"
        plain = not (many.unit or many.per) and many.number.value >= 2
        return Body(many, long) if named and plain else None
    each_named = many is other and shape("of_each_named", FILE).match(message.norm, long.start)
    if each_named and shape("of_them", FILE).match(message.norm, many.number.end):
        return Body(many, long) if not (many.unit or many.per) else None
    if not counts_documents(message, many):
        return None
    between = message.norm[one.end : other.start]
    same = message.text.sentence_at(one.start).holds(other.start)
    if len(between) > limit(FILE, "apart" if same else "next_sentence"):
        return None
    said = bool(
        shape("of_one_behind", FILE).match(message.norm, long.end)
        or shape("of_one_before", FILE).search(long.before)
    )
    if not same or many is other:
        several = same or _of_several(message, long)
        return Body(many, long) if said or (many is one and several and not same) else None
    named = shape("documents", FILE).match(message.norm, many.number.end)
    joined = named and shape("of_so_much", FILE).match(message.norm[named.end() : long.start])
    none_is_empty = long.unit == "pages" and long.number.value <= many.number.value
    return Body(many, long) if said or joined or none_is_empty else None

"""Reads sizes by the words beside them: "700 tokens in, 20 out", "context 3.5k, completion 600"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import any_of, limit, lists, pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity

FILE = "sides"
PROMPT, OUTPUT = "prompt_tokens", "output_tokens"
_NAMED = re.compile(r"(?!ish\b)\s?[a-z]{2,}")


def read_sides(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """Bare numbers that are tokens of the prompt or of the answer.

    They are when the message speaks of tokens, or when both sides are told.
    """
    told: list[tuple[int, str]] = []
    for place, quantity in enumerate(inside):
        if quantity.unit in ("", "tokens") and not quantity.per and quantity.number.value >= 1:
            side = _side(message, quantity)
            if side:
                told.append((place, side))
    known = {side for _, side in told if side != "either"}
    if known == {PROMPT}:
        told += _of_what_is_made(message, inside, told)
    spoken = pattern("talk", FILE).search(message.norm) is not None
    if not spoken and known != {PROMPT, OUTPUT}:
        return []
    if spoken and not known and not any(q.unit == "tokens" for q in inside):
        return []
    out: list[tuple[Finding, list[int]]] = []
    for place, side in told:
        if side == "either":
            if PROMPT not in _sides_before(message, inside, told, place) or OUTPUT in known:
                continue
            side = OUTPUT
        if any(f.fact == side for f, _ in out):
            continue
        out.append((numeric(side, inside[place], weight=2), [place]))
    return out


def _of_what_is_made(
    message: Message, inside: Sequence[Quantity], told: Sequence[tuple[int, str]]
) -> list[tuple[int, str]]:
    """As in "9k lines needed a month, 20 tokens each; the prompt is 400": the length of a line."""
    taken = {place for place, _ in told}
    return [
        (place, OUTPUT)
        for place, quantity in enumerate(inside)
        if quantity.unit == "tokens"
        and not quantity.per
        and place not in taken
        and shape("each_is", FILE).match(message.norm, quantity.end)
        and shape("made_before", FILE).search(quantity.before)
    ][:1]


def as_long(message: Message, found: Sequence[Finding]) -> list[Finding]:
    """The size of one side that is said to be that of the other: "3,100 in and the same out"."""
    told = [f for f in found if f.fact in (PROMPT, OUTPUT)]
    if len({f.fact for f in told}) > 1:
        return []
    if not told:
        return _both_ways(message)
    first = told[0]
    other = OUTPUT if first.fact == PROMPT else PROMPT
    both = [f for f in _both_ways(message) if f.fact == other and f.start == first.start]
    end = message.text.sentence_at(first.start).end
    match = _same_again(other).search(message.norm, first.end, end)
    return both or ([replace(first, fact=other, end=match.end())] if match else [])


def _both_ways(message: Message) -> list[Finding]:
    """As in "1,500 tokens each way"."""
    for quantity in message.quantities:
        behind = shape("both_ways", FILE).match(message.norm, quantity.number.end)
        if behind and quantity.unit == "tokens" and not quantity.per:
            return [numeric(side, quantity, weight=2) for side in (PROMPT, OUTPUT)]
    return []


@cache
def _same_again(side: str) -> re.Pattern[str]:
    way = "out" if side == OUTPUT else "in"
    again, name = any_of(f"{way}_again", FILE), any_of(f"{way}_side", FILE)
    long, much, behind, ends = (
        any_of(n, FILE) for n in ("as_long", "as_much", "as_long_behind", "side_ends")
    )
    return re.compile(rf"\b(?:{long} {again}{ends}|{much} {name}{ends}|{name}{behind})")


def _sides_before(
    message: Message, inside: list[Quantity], told: list[tuple[int, str]], place: int
) -> set[str]:
    sides = {side for other, side in told if other < place}
    for quantity in inside[:place]:
        if quantity.unit == "tokens" and pattern("prompt_side").search(message.sentence(quantity)):
            sides.add(PROMPT)
        if quantity.unit == "tokens" and pattern("prompt_doc").search(message.sentence(quantity)):
            sides.add(PROMPT)
    return sides


def _side(message: Message, quantity: Quantity) -> str:
    if not quantity.unit and quantity.number.value >= limit(FILE, "most"):
        return ""
    if shape("no_side_before", FILE).search(quantity.before):
        return ""
    behind = message.norm[quantity.number.end : message.text.sentence_at(quantity.start).end]
    for fact, name in ((PROMPT, "prompt_behind"), (OUTPUT, "output_behind")):
        match = _behind(name).match(behind)
        if match is not None and shape("stop_behind", FILE).match(behind[match.end() :]):
            return fact
    if (
        quantity.unit == ""
        and _NAMED.match(behind)
        and not shape("stop_behind", FILE).match(behind)
    ):
        return ""
    for fact, name in ((PROMPT, "prompt"), (OUTPUT, "output"), ("either", "either")):
        if _ahead(name).search(shape("fits_in", FILE).sub("", quantity.before)):
            return fact
    return ""


@cache
def _ahead(name: str) -> re.Pattern[str]:
    words, links = "|".join(lists(FILE)[name]), "|".join(lists(FILE)["links"])
    return re.compile(rf"(?<![\w-])(?:{words})(?: (?:{links})| ?[:=~|<,])*\s?~?$")


@cache
def _behind(name: str) -> re.Pattern[str]:
    tokens = any_of("tokens", FILE)
    return re.compile(rf"\s?-?{tokens}?\s?{any_of(name, FILE)}(?: ?{tokens})?(?![\w-])")

"""Reads a prompt told in parts: "900 tokens of instructions plus the letter, 200 words".

What goes in with each request is their sum; lengths told as alternatives are a range.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from agent.offline.facts.sizes import TOKENS_PER_WORD
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import any_of, limit, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity, whole

FACT = "prompt_tokens"
FILE = "input_parts"
_TIMES = {"tokens": 1.0, "words": TOKENS_PER_WORD, "": 1.0}


def input_parts(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """The input length of each run of lengths that belong together, with their places."""
    out: list[tuple[Finding, list[int]]] = []
    for run in _runs(message, inside):
        parts = [inside[place] for place in run]
        if any(p.number.ranged for p in parts) or not any(p.unit for p in parts):
            continue
        if any(_said_around(message, p, "usual") for p in parts) and not _all_added(message, parts):
            continue
        named = [_names_a_part(message, inside, place) for place in run]
        joins = [_join(message, one, other) for one, other in pairwise(parts)]
        if set(joins) == {"or"} and named[0] and len(run) == 2:
            out.append((_between(parts), run))
        elif (
            set(joins) == {"and"}
            and (all(named) or (named[0] and _all_added(message, parts)))
            and _named_apart(named)
        ):
            out.append((_sum(parts), run))
        elif set(joins) == {"and"} and len(run) == 2 and all(named) and named[0] == named[1]:
            out.append((_between(parts), run))  # "prompts of 500 for chat and prompts of 900"
    return [*out, *_beside_a_bound(message, inside)]


def _beside_a_bound(
    message: Message, inside: Sequence[Quantity]
) -> list[tuple[Finding, list[int]]]:
    """As in "the window is 8000 tokens and the prompt 900": the bound is no length of today."""
    out: list[tuple[Finding, list[int]]] = []
    for place, pair in enumerate(pairwise(inside)):
        if any(q.unit not in ("tokens", "words") or q.per for q in pair) or not _join(
            message, *pair, parted=False
        ):
            continue
        bounds = [_is_a_bound(message, q) for q in pair]
        if sum(bounds) != 1:
            continue
        today = pair[bounds.index(False)]
        whole_input = _names_a_part(message, pair, bounds.index(False))
        if whole_input in ("prompt", "input", "question") and not _is_no_part(message, today):
            out.append((_sum([today]), [place, place + 1]))
    return out


def _is_a_bound(message: Message, quantity: Quantity) -> bool:
    """True for a limit, an extreme or an old length of what goes in."""
    named = any(_part().search(words) for words in _around(message, quantity))
    return named and _said_around(message, quantity, "bound")


def _runs(message: Message, inside: Sequence[Quantity]) -> list[list[int]]:
    """The places of lengths of text that follow one another without anything else between."""
    runs: list[list[int]] = []
    for place, quantity in enumerate(inside):
        if not _is_a_length(message, quantity):
            continue
        last = inside[place - 1] if runs and runs[-1][-1] == place - 1 else None
        if last is not None and _join(message, last, quantity):
            runs[-1].append(place)
        else:
            runs.append([place])
    return [run for run in runs if len(run) > 1]


def _is_a_length(message: Message, quantity: Quantity) -> bool:
    if quantity.unit not in _TIMES or quantity.per or quantity.number.value < 1:
        return False
    if quantity.value >= limit("sizes", "surely_knowledge") or quantity.odd_rate:
        return False
    if _is_no_part(message, quantity) or _said_around(message, quantity, "one_of_several"):
        return False
    bare = quantity.unit == "" and quantity.noun
    return not bare or _part_behind().match(message.norm, quantity.number.end) is not None


def _is_no_part(message: Message, quantity: Quantity) -> bool:
    return _said_around(message, quantity, "no_part")


def _said_around(message: Message, quantity: Quantity, name: str) -> bool:
    """True where one of the words `name` stands in a figure's own clause."""
    return any(shape(name, FILE).search(words) for words in _around(message, quantity))


def _around(message: Message, quantity: Quantity) -> tuple[str, str]:
    """The words of a figure's own clause on both sides of it, up to the next figure's."""
    sentence = message.text.sentence_at(quantity.start)
    others = [q for q in message.quantities if q.start != quantity.start]
    begin = max([sentence.start, *(q.end for q in others if q.end <= quantity.start)])
    end = min([sentence.end, *(q.start for q in others if q.start >= quantity.end)])
    front = message.norm[begin : quantity.start]
    behind = message.norm[quantity.end : end]
    cut, start = shape("joint", FILE).search(behind), 0
    for match in shape("joint", FILE).finditer(front):
        start = match.end()
    return front[start:], behind[: cut.start()] if cut else behind


def _names_a_part(message: Message, inside: Sequence[Quantity], place: int) -> str:
    """What the words of a figure call a part of what goes in, "" where they name none."""
    front, behind = _around(message, inside[place])
    match = _part().search(front) or _part().search(behind)
    return match.group().removesuffix("s") if match else ""


def _named_apart(names: Sequence[str]) -> bool:
    """True where no two parts go by one name: "chat prompts 500, mail prompts 900" are two uses."""
    told = sorted((name for name in names if name), key=len)
    return not any(
        longer.endswith(name) for at, name in enumerate(told) for longer in told[at + 1 :]
    )


def _join(message: Message, one: Quantity, other: Quantity, *, parted: bool = True) -> str:
    """How two lengths are joined: `and` for parts, `or` for alternatives, "" for neither.

    Without `parted`, words that set one against the other may stand between them.
    """
    between = message.norm[one.end : other.start]
    if len(between) > limit(FILE, "apart"):
        return ""
    if parted and shape("parted", FILE).search(between):
        return ""
    if shape("alternative", FILE).search(between):
        return "or"
    return "and" if shape("joint", FILE).search(between) else ""


def _all_added(message: Message, parts: Sequence[Quantity]) -> bool:
    return all(
        shape("added", FILE).search(message.norm[one.end : other.start])
        for one, other in pairwise(parts)
    )


def _sum(parts: Sequence[Quantity]) -> Finding:
    total = sum(p.number.value * _TIMES[p.unit] for p in parts)
    bounds = None
    if any(p.bounds for p in parts):
        low = sum((p.bounds[0] if p.bounds else p.value) * _TIMES[p.unit] for p in parts)
        high = sum((p.bounds[1] if p.bounds else p.value) * _TIMES[p.unit] for p in parts)
        bounds = whole(low), whole(high)
    return Finding(FACT, whole(total), parts[0].start, parts[-1].end, bounds, weight=5)


def _between(parts: Sequence[Quantity]) -> Finding:
    low, high = sorted(p.number.value * _TIMES[p.unit] for p in parts)
    start, end = parts[0].start, parts[-1].end
    return Finding(FACT, whole((low + high) / 2), start, end, (whole(low), whole(high)), weight=5)


@cache
def _part() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){any_of('part', FILE)}(?![\w])")


@cache
def _part_behind() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:for|of|in) (?:the |a |each )?{any_of('part', FILE)}(?!\w)")

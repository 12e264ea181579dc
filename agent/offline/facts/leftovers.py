"""Reads how many of a count are examples: "24k, but a third is junk, so count on 16,000"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from agent.offline.facts.labelled import read_examples, shown_behind
from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import limit, shape, tables
from agent.offline.words.message import Message, macro
from agent.offline.words.quantities import HEDGE, Quantity

FACT, FILE = "labeled_examples", "leftovers"


def leftovers(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """What is left of a count once its bad part is gone, where somebody has worked it out.

    The finding spans count, part and rest, so nobody takes the part for a share of right answers.
    """
    out: list[tuple[Finding, list[int]]] = []
    for place, total in enumerate(inside):
        part = None if total.unit or total.per else part_of(message, total)
        if part is not None and not _may_be_examples(message, total):
            continue
        rest = None if part is None else _rest(message, inside, total, part.end)
        if part is None or rest is None:
            continue
        worked_out = abs(total.value * part.share - inside[rest].value)
        if worked_out <= limit(FILE, "off") * total.value:
            found = numeric(FACT, inside[rest], weight=4)
            found = Finding(FACT, found.value, total.start, found.end, found.bounds, 4)
            out.append((found, list(range(place, rest + 1))))
    return out


def partly_good(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "2,000 examples, half of them bad": those that are left; the share is no accuracy."""
    out: list[tuple[Finding, list[int]]] = []
    for place, total in enumerate(inside):
        part = None if total.unit or total.per else part_of(message, total)
        if part is None or not (part.labelled or read_examples(message, total)):
            continue
        places = [p for p, q in enumerate(inside) if total.start <= q.start < part.end]
        out.append((part.finding(total), places or [place]))
    return out


@dataclass(frozen=True)
class Part:
    """The share of a count that can be used; `labelled` where it is the one that has labels."""

    share: float
    vague: bool
    labelled: bool
    end: int

    def finding(self, total: Quantity) -> Finding:
        """The examples that this part of a count makes."""
        found = numeric("labeled_examples", total, times=self.share)
        if self.vague and found.bounds is None:
            value = total.value * self.share
            found = replace(found, bounds=(round(value * (1 - HEDGE)), round(value * (1 + HEDGE))))
        return replace(found, end=self.end, weight=4)


def part_of(message: Message, total: Quantity) -> Part | None:
    """What the words behind a count say of a part of it: "a third are bad"."""
    end = total.number.end
    for name in ("part_of_them", "part_trusted", "part_with_labels"):
        match = shape(name, FILE).match(message.norm, end)
        if match is None:
            continue
        groups = match.groupdict()
        share = share_in_words(groups["share"])
        share = 1 - share if groups.get("bad") else share
        before = message.norm[: match.start("share")]
        vague = shape("vague_before", "corrections").search(before) is not None
        labelled = name == "part_with_labels" and macro("request").search(total.noun) is not None
        return Part(share, vague and name == "part_trusted", labelled, match.end())
    return None


def share_in_words(words: str) -> float:
    """The share that a few words name: "half", "two thirds", "20%"."""
    digits = re.match(r"\d+", words)
    if digits:
        return min(1.0, float(digits.group()) / 100)
    if words == "half":
        return 0.5
    top, part = words.split()
    tops = {"a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0}
    return tops[top] * tables("numbers")["fraction"][part]


def labelled_parts(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "700 of the 3,000 contracts carry annotations": the part, not the whole."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (part, whole) in enumerate(pairwise(inside)):
        plain = not (part.unit or part.per or whole.unit or whole.per)
        if not plain or not 0 < part.number.value < whole.number.value:
            continue
        between = message.norm[part.number.end : whole.number.start]
        marked = shown_behind(whole) or shape("part_marked_behind", FILE).match(whole.after)
        if not (marked and _may_be_examples(message, whole)):
            continue
        if shape("part_between", FILE).fullmatch(between):
            out.append((numeric(FACT, part, weight=4), [place, place + 1]))
    return out


def _may_be_examples(message: Message, total: Quantity) -> bool:
    """True for a count of requests that are kept: no people, no things, nothing that comes in."""
    clause = message.text.clause_at(total.start)
    before = message.norm[clause.start : total.start]
    noun = total.noun or total.before  # "old tickets: 24k"
    if macro("people").match(total.noun) or shape("comes_in_before", FILE).search(before):
        return False
    if shape("comes_in_behind", FILE).match(message.norm, total.number.end):
        return False
    return bool(macro("request").search(noun) or read_examples(message, total))


def _rest(
    message: Message, inside: Sequence[Quantity], total: Quantity, part_end: int
) -> int | None:
    """The place of the figure behind the part that is said to be usable."""
    for before, (_, rest) in enumerate(pairwise(inside)):
        behind = rest.start >= part_end and rest.start - part_end <= limit(FILE, "apart")
        if not behind or rest.unit or rest.per or rest.number.value > total.number.value:
            continue
        between = message.norm[part_end : rest.start]
        usable = shape("usable_behind", FILE).match(message.norm, rest.number.end)
        usable = usable or shape("built_on", FILE).search(between)
        if usable and shape("left_before", FILE).fullmatch(between):
            return before + 1
    return None

"""Reads what is left of the examples that are known: "a fifth of them is junk", "we have none"."""

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from agent.offline.facts.leftovers import share_in_words
from agent.offline.revising.added import COUNTS, only_count
from agent.offline.revising.called import facts_called
from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import any_of, pattern, shape, tables
from agent.offline.words.message import Message, macro
from agent.offline.words.quantities import HEDGE, Quantity
from tools.vocabulary import spec

FILE = "corrections"
OWN = "parts_left"
_OF_ANSWERS = ("current_accuracy", "target_accuracy", "failure_mode", "stronger_model_works")


def spoiled(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """As in "half of those labels are garbage": what is left of the known examples.

    More bad ones than there are leave what is known as it is.
    """
    match = _said_bad(message)
    fact = "labeled_examples" if "labeled_examples" in known else only_count(known)
    base = known.get(fact)
    if match is None or not isinstance(base, (int, float)):
        return []
    if pattern("about_answers", FILE).search(match.group()):
        return []
    share = _share(match)
    if _whole(message, match) not in (None, base):
        return []
    if share is None:
        part = _part_of_all(message, match, base)
        if part is not None:
            return [Finding(fact, base - part, match.start(), match.end(), weight=5)]
        here = [q for q in message.quantities if match.start() <= q.start < match.end()]
        more = any(q.number.value > base for q in here)
        return [Finding(fact, base, match.start(), match.end(), weight=5)] if more else []
    left = round(base * (1 - share))
    vague = shape("vague_before", FILE).search(message.norm[: _told_at(match)])
    bounds = (round(left * (1 - HEDGE)), round(left * (1 + HEDGE))) if vague else None
    return [Finding(fact, left, match.start(), match.end(), bounds, weight=5)]


def _whole(message: Message, match: re.Match[str]) -> float | None:
    """The number of which it is a share: 4,800 in "a fifth of the 4,800"; None without one."""
    if not match.groupdict().get("whole"):
        return None
    start = match.start("whole")
    return next((q.number.value for q in message.quantities if q.start == start), None)


def _part_of_all(message: Message, match: re.Match[str], base: float) -> float | None:
    """The first number of "300 of the 4,800 were empty"; None where it names no whole."""
    if _whole(message, match) != base:
        return None
    start = match.start("count")
    part = next((q.number.value for q in message.quantities if q.start == start), None)
    return part if part is not None and part <= base else None


@cache
def _bad() -> tuple[re.Pattern[str], ...]:
    share, bad = any_of("share", OWN), any_of("are_bad", OWN)
    begin, end = r"(?<![\w.,/-])", r"(?!\w)"
    return (
        re.compile(rf"{begin}{share} {any_of('of_them', OWN)} {bad}{end}"),
        re.compile(rf"(?<!\w){any_of('of_them_before', OWN)},? {share} {bad}{end}"),
    )


def _said_bad(message: Message) -> re.Match[str] | None:
    """Where so many of them are said to be no good."""
    return next((m for p in _bad() if (m := p.search(message.norm))), None)


def _told_at(match: re.Match[str]) -> int:
    """Where the share begins."""
    return min(match.start(name) for name, words in match.groupdict().items() if words)


def _share(match: re.Match[str]) -> float | None:
    """The share that is no good; None for a count, or for one of which there is none."""
    if match["half"]:
        return 0.5
    if match["percent"]:
        return min(1.0, float(match["percent"]) / 100)
    if match["top"]:
        first, second = int(match["top"]), int(match["bottom"])
        return first / second if 0 < first <= second else None
    if match["part"]:
        top = 1.0 if match["tops"] == "a" else tables("numbers")["small"][match["tops"]]
        return min(1.0, top * tables("numbers")["fraction"][match["part"]])
    return None


def spoils_examples(message: Message, known: Mapping[str, Any], asked: str | None) -> bool:
    """True for "a fifth of them is junk" of the known examples, by their name or by a pronoun.

    Where the answers were asked for, a pronoun means them.
    """
    if "labeled_examples" not in known or not spoiled(message, known):
        return False
    match = _said_bad(message)
    words = match.group() if match else ""
    if "labeled_examples" in facts_called(words, known):
        return True
    return asked not in _OF_ANSWERS and shape("of_them", FILE).search(words) is not None


def part_of_known(
    message: Message, known: Mapping[str, Any], asked: str | None = None
) -> list[Finding]:
    """As in "only 40 of these 300 will do": the part that stands, of examples that are known."""
    base = known.get("labeled_examples")
    said = pattern("stands", FILE).search(message.norm)
    said = said or pattern("stands_of", FILE).search(message.norm)
    if said is not None and base is not None:
        named = "labeled_examples" in facts_called(said.group(), known)
        bare = shape("of_them", FILE).search(said.group())
        if named or (bare and only_count(known) == "labeled_examples"):
            left = round(float(base) * share_in_words(said["share"]))
            return [Finding("labeled_examples", left, said.start(), said.end(), weight=5)]
    few = few_good(message, known, asked)
    if few is not None:
        return [few]
    for part, whole in pairwise(message.quantities):
        between = message.norm[part.number.end : whole.number.start]
        plain = not (part.unit or part.per or whole.unit or whole.per)
        if plain and whole.number.value == base and part.number.value < whole.number.value:
            stands = pattern("part_stands", FILE).search(message.norm, whole.number.end)
            if shape("of_them_between", FILE).fullmatch(between) and stands:
                return [numeric("labeled_examples", part, weight=5)]
    return []


def tells_of_a_part(message: Message, share: re.Match[str]) -> bool:
    """True where a share only says what a part is like: "a third of our examples are in French".

    So does one that is no good, which is `spoiled`, or that alone is good, `part_of_known`.
    """
    part = shape("a_part", OWN).search(share.group())
    if part is None or shape("no_part", OWN).match(share.group()):
        return False
    return is_a_part_told(message, share.end())


def is_a_part_told(message: Message, end: int) -> bool:
    """True where something is said of a share that ends there, but not that it is what is left."""
    if pattern("gone_behind").match(message.norm[end:]):
        return False
    said = shape("tells_of_the_part", OWN).match(message.norm, end)
    return said is not None and not shape("left_over", OWN).match(message.norm, said.end())


def few_good(
    message: Message, known: Mapping[str, Any], asked: str | None = None
) -> Finding | None:
    """As in "only a couple of dozen are really good ones": so many are left of the known examples.

    Where another number was asked for, or what the answers are like, mere numbers mean that.
    """
    base = known.get("labeled_examples")
    if base is None:
        return None
    of_another = asked is not None and asked != "labeled_examples" and spec(asked).numeric
    for quantity in message.quantities:
        plain = not (quantity.unit or quantity.per) and 0 < quantity.number.value < base
        behind = shape("few_behind", OWN).match(message.norm, quantity.number.end)
        if not plain or behind is None:
            continue
        named = behind["of"] or behind["examples"] or (asked not in COUNTS and behind["ones"])
        only = shape("few_before", OWN).search(message.norm[: quantity.number.start])
        part = behind["part"] and (named or only_count(known) == "labeled_examples")
        if not (only or part) or ((of_another or asked in _OF_ANSWERS) and not named):
            continue
        if _tells_of_others(message, quantity, float(base)):
            continue
        return numeric("labeled_examples", quantity, weight=5)
    return None


def _tells_of_others(message: Message, few: Quantity, base: float | None) -> bool:
    """True where answers, tests, people or another count stand before: "we tried 50, only 12 …"."""
    sentence = message.text.sentence_at(few.start)
    earlier = message.text.sentence_at(max(0, sentence.start - 1))
    if shape("few_of_others", OWN).search(message.norm, earlier.start, few.start):
        return True
    counts = [q for q in message.quantities if sentence.start <= q.start < few.start]
    return base is not None and any(not q.unit and q.number.value != base for q in counts)


def is_few_of_others(message: Message, known: Mapping[str, Any]) -> bool:
    """True where so few are good of something else: "we tried 50 answers, only 12 are good"."""
    base = known.get("labeled_examples")
    return any(
        shape("few_behind", OWN).match(message.norm, q.number.end)
        and shape("few_before", OWN).search(message.norm[: q.number.start])
        and _tells_of_others(message, q, base)
        for q in message.quantities
    )


def is_like_few(message: Message, quantity: Quantity) -> bool:
    """True for a number that only tells what few are like: "only 80 are in Dutch"."""
    start, end = quantity.number.start, quantity.number.end
    if not shape("few_before", OWN).search(message.norm[:start]):
        return False
    said = shape("few_are", OWN).match(message.norm, end)
    good = shape("few_behind", OWN).match(message.norm, end)
    return said is not None and good is None


def none_for_this(message: Message, known: Mapping[str, Any]) -> bool:
    """True for "those examples were for the blog, so zero here": the known ones are of no use."""
    elsewhere = shape("none_for_this", FILE).search(message.norm)
    if elsewhere is None or "labeled_examples" not in known:
        return False
    return macro("example").search(message.norm[: elsewhere.start()]) is not None


def none_left(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """As in "those are rows, not examples. we have none": no example is left of those known."""
    if known.get("labeled_examples") in (None, 0):
        return []
    if none_for_this(message, known):
        return [Finding("labeled_examples", 0, 0, len(message.norm), weight=5)]
    if message.quantities:
        return []
    match = pattern("none_left", FILE).search(message.norm)
    named = "labeled_examples" in facts_called(message.norm, known)
    if match is None or not (named or only_count(known) == "labeled_examples"):
        return []
    return [Finding("labeled_examples", 0, match.start(), match.end(), weight=5)]

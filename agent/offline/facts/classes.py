"""Reads how many classes something is sorted into."""

import re
from collections.abc import Container, Iterable
from dataclasses import replace
from functools import cache

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import any_of, pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity
from agent.offline.words.text import Span

FILE = "classes"
REACH = 40  # characters before a number that may say what it counts
LEAST_LISTED = 3  # alternatives; two with a slash are as often two names for one thing
MOST_LISTED = 12  # a longer list with slashes is a path or a table
# "urgent / soon / routine", "A/B/C", "yes, no or maybe" behind a colon or "into"
_ITEM = r"[a-z][\w'-]*(?: [a-z][\w'-]*){0,2}"
_SLASHED = re.compile(
    rf"(?<![\w/.:@-])(?:{_ITEM}(?: / {_ITEM}){{1,}}|[a-z]{{1,14}}(?:/[a-z]{{1,14}}){{2,}})"
    r"(?: or [a-z]+(?: [a-z]+)?)?(?![\w/@-]|\.\w)"
)
_NAMES = re.compile(r"\bcategor(?:y|ies)\b")
_ASIDE = re.compile(r"\s?\)")


def read_classes(message: Message, quantity: Quantity) -> Finding | None:
    """A number of classes, by what it counts or by a verb of sorting."""
    value = quantity.number.value
    fits = 2 <= value <= 100_000 and value == int(value)
    if not fits or shape("times_behind", FILE).search(quantity.noun):
        return None
    noun = shape("owned_behind", FILE).sub("", quantity.noun)  # "9 vans have tags" are vans
    named = pattern("classes").search(noun) or _sorted_into(message, quantity)
    listed = pattern("class_in_a_list").match(quantity.after.lstrip())
    told = named or listed or _aside(message, quantity) or _picked_from(message, quantity)
    told = told or _one_out_of(message, quantity)
    return numeric("label_classes", quantity) if told or _of_them(message, quantity) else None


def implied_task(
    message: Message, found: Iterable[Finding], known: Container[str]
) -> list[Finding]:
    """That it classifies, where classes are counted and no task is told: "tag it with 12 codes".

    "Our hotel has 5 categories of rooms" tells no task.
    """
    by_fact = {f.fact: f for f in found}
    classes = by_fact.get("label_classes")
    if classes is None or "task" in by_fact or "task" in known:
        return []
    if not _sorts(message, classes):
        return []
    return [replace(classes, fact="task", value="classification", bounds=None, weight=0)]


def _sorts(message: Message, classes: Finding) -> bool:
    """True where a verb beside the number of classes tells that something gets one of them."""
    span = message.text.sentence_at(classes.start)
    named = pattern("classes").match(message.norm[classes.start : span.end].split(" ", 1)[-1])
    before, behind = (
        message.norm[span.start : classes.start],
        message.norm[classes.start : span.end],
    )
    if named:
        behind = behind.split(" ", 1)[-1][named.end() :]
    said = _NAMES.sub("", f"{before} 1 {behind}")
    verbs = [pattern("sorts", FILE), pattern("sorting"), pattern("gives_a_class", FILE)]
    return any(verb.search(said) for verb in verbs)


def read_alternatives(message: Message, spans: Iterable[Span]) -> list[Finding]:
    """As in "triage into urgent / soon / routine": the classes are listed, not counted."""
    out: list[Finding] = []
    for span in spans:
        if "/" not in message.norm[span.start : span.end]:
            continue
        if not pattern("sorts", FILE).search(message.norm, span.start, span.end):
            continue
        for match in _SLASHED.finditer(message.norm, span.start, span.end):
            count = len(re.split(r" ?/ ?| or ", match.group()))
            units = pattern("no_class", FILE).search(match.group())
            if LEAST_LISTED <= count <= MOST_LISTED and not units:
                out.append(Finding("label_classes", count, match.start(), match.end()))
    return out if len(out) == 1 else []


def _aside(message: Message, quantity: Quantity) -> bool:
    """As in "a root cause class (12)", "tagging claims (17 reasons)"."""
    opened = shape("opened_before", FILE).search(quantity.before)
    if opened is None or quantity.unit or quantity.per:
        return False
    if _ASIDE.match(quantity.after):
        return pattern("kinds", FILE).fullmatch(opened[1]) is not None
    kind = re.match(r"\s([\w -]+?)\s?[),]", quantity.after)
    return kind is not None and bool(
        pattern("kinds", FILE).fullmatch(kind[1])
        and pattern("kinds", FILE).search(kind[1].split()[-1])
    )


def _picked_from(message: Message, quantity: Quantity) -> bool:
    """As in "it only has to choose among 14 teams"."""
    if quantity.unit or quantity.per or not quantity.noun or quantity.number.value < LEAST_LISTED:
        return False
    return _ends("pick_before").search(quantity.before) is not None


def _one_out_of(message: Message, quantity: Quantity) -> bool:
    """As in "the cause of the delay, one out of 40."; a share of wrong ones is none."""
    told = shape("one_out_of_before", FILE).search(quantity.before)
    plain = not (quantity.unit or quantity.per) and quantity.number.value >= LEAST_LISTED
    if not (told and plain and shape("alone_behind", FILE).match(quantity.after)):
        return False
    return not (message.said("wrong", quantity) or message.said("right_words", quantity))


def _of_them(message: Message, quantity: Quantity) -> bool:
    """As in "each gets a defect type, there are 34 of them"."""
    if not _ends("there_are_before").search(quantity.before):
        return False
    if not shape("of_them", FILE).match(quantity.after):
        return False
    earlier = re.split(r"[,;:(]| - ", quantity.before)[:-1]
    return (
        bool(earlier)
        and pattern("kinds", FILE).search(" ".join(earlier[-1].split()[-2:])) is not None
    )


def _sorted_into(message: Message, quantity: Quantity) -> bool:
    """True for the number of things that something is sorted into: "to one of 14 desks"."""
    if quantity.unit or quantity.per or not quantity.noun:
        return False
    before = quantity.before[-REACH:]
    ahead = [m.end() for m in pattern("into_classes").finditer(before)]
    near = bool(ahead) and not before[ahead[-1] :].strip(" ~")
    return near and bool(pattern("sorting").search(message.sentence(quantity)))


@cache
def _ends(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(name, FILE)}$")

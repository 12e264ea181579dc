"""Reads counts of labelled examples: good input-output pairs that exist today."""

import re
from collections.abc import Sequence
from itertools import pairwise

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import limit, pattern, shape
from agent.offline.words.message import Message, macro
from agent.offline.words.quantities import Quantity


def is_planned(quantity: Quantity) -> bool:
    """True for examples somebody could or will make: they do not exist today."""
    return _NOT_YET.search(quantity.before) is not None


FEWEST_IN_WORDS = 3  # "one", "two hands", "three of us" count something else
_NOT_YET = re.compile(
    r"\b(?:could|can|will|might|would|may|plan(?:ning)? to|going to|want to|hope to|try to)"
    r" (?:probably |maybe |easily |perhaps )?(?:get|label|collect|have|annotate|gather|create"
    r"|produce|write|tag|buy)"
    r"(?: up to| about| around| roughly| maybe| another| some| ~)*\s?$"
)
_BY_HAND = re.compile(r"\s?(?:[\w-]+ ){1,3}(?:by hand|manually|ourselves)\b")
_DID = re.compile(
    r"(?:we|i|they|s|who)(?:'ve| have| has| had)?(?: \w+ly| already| so far)* [a-z]+(?:ed|ten|ne)"
    r"(?: about| around| roughly| some| over| nearly| almost| ~)*\s?$"
)
_NAMED_BEFORE = re.compile(
    r"\b(?:labels|labell?ed \w+|examples|corrections|annotations|(?:example|training) \w+|pairs)"
    r" ?[,:(-] ?(?:about |around |roughly |some |over |~ ?|maybe |only |just )*$"
)
TEAM_OF = re.compile(
    r"\b(?:team|group|crew|staff|squad|company|firm|department|panel|pool|unit|shop|office)"
    r" of (?:about |around |roughly |~ ?)?$"
)
_GOOD_BEFORE = re.compile(
    r"\b(?:labell?ed|annotated|tagged|approved|curated|classified|graded|coded|vetted|hand-\w+)"
    r"(?: about| some| over| around| roughly| ~)*\s?$"
)
_SHOWN_BEHIND = ("verdict_behind", "done_behind", "worth_behind")


def _behind(name: str, words: str, *, at_end: bool = False) -> re.Match[str] | None:
    """Where a pattern of the words behind a figure begins, or one of those before it ends."""
    return (shape(name, "labelled").search if at_end else shape(name, "labelled").match)(words)


def sets_of(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "6 labelled sets of 500 = 3,000": sets times what each holds, once."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (sets, each) in enumerate(pairwise(inside)):
        between = message.norm[sets.number.end : each.number.start]
        plain = not (sets.unit or sets.per or each.unit or each.per)
        if not plain or not shape("sets_between", "labelled").fullmatch(between):
            continue
        words = between + each.noun
        if not (macro("good").search(words) or macro("example").search(words)):
            continue
        value = sets.number.value * each.number.value
        places = [place, place + 1]
        if place + 2 < len(inside) and inside[place + 2].number.value == value:
            places.append(place + 2)
        end = inside[places[-1]].end
        out.append((Finding("labeled_examples", round(value), sets.start, end, None, 3), places))
    return out


def remainders(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "1,000 rows, 200 of which are labelled", "15k, but only 6k are left"."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (total, part) in enumerate(pairwise(inside)):
        plain = not (total.unit or total.per or part.unit or part.per)
        near = part.start - total.end <= limit("labelled", "part_behind")
        if not plain or part.number.value >= total.number.value or not near:
            continue
        which = pattern("part_labelled", "shapes").match(part.after)
        left = pattern("part_left", "shapes").match(part.after) and (
            macro("example").search(total.noun) or macro("good").search(total.noun)
        )
        if which or left:
            out.append((numeric("labeled_examples", part, weight=4), [place, place + 1]))
    return out


def read_examples(message: Message, quantity: Quantity) -> Finding | None:
    """A count of labelled examples; None for raw items, people, test sets and wishes."""
    value = quantity.number.value
    in_words = not any(c.isdigit() for c in message.norm[quantity.start : quantity.number.end])
    if value != int(value) or (0 < value <= FEWEST_IN_WORDS and in_words):
        return None
    noun = quantity.noun
    clause, sentence = message.clause(quantity), message.sentence(quantity)
    behind = quantity.after[:70]
    if pattern("unlabelled").search(noun) or pattern("unlabelled").search(clause):
        return None
    if pattern("eval_set").search(noun) or re.search(
        r"(?:eval(?:uation)?|test|hold-?out|held-?out|benchmark) (?:set|data)? ?(?:of|with"
        r"|has)? ?$",
        quantity.before,
    ):
        return None
    if _behind("verdicts_before", quantity.before, at_end=True) and not is_planned(quantity):
        return numeric("labeled_examples", quantity, weight=2)
    if macro("people").fullmatch(noun.split(" ")[0]) or TEAM_OF.search(quantity.before):
        return None
    if re.fullmatch(r"(?:good |single )?(?:label|example|sample|pair|annotation)", noun):
        return None
    if re.search(
        r"\bfew-?shot examples?|in-?context|examples? in (?:the|our) prompt|shots?\b|in the prompt",
        noun + behind,
    ):
        return None
    if re.search(r"\b(?:categor|class(?:es)?\b|languages?|types|fields|keys|columns)", noun):
        return None
    label = macro("example").search(noun)
    if label and re.match(r"(?:possible|different|distinct|unique|target)\b", noun):
        return None
    if re.match(r"\w+ sets?\b(?! of (?:examples|labels))", noun) or pattern("in_prompt").search(
        clause
    ):
        return None
    before = quantity.before
    if is_planned(quantity):
        return None
    if _BY_HAND.match(noun + behind[len(noun) :]) and _DID.search(before) and noun:
        return numeric("labeled_examples", quantity, weight=2)
    if re.match(r"of (?:them|those|these)\b|$", noun) and _NAMED_BEFORE.search(before):
        return numeric("labeled_examples", quantity, weight=2)
    if re.match(r"of (?:them|those|these)\b", noun) and _behind(
        "named_earlier", before, at_end=True
    ):
        return numeric("labeled_examples", quantity, weight=2)
    if any(_behind(name, quantity.after) for name in _SHOWN_BEHIND):
        return numeric("labeled_examples", quantity, weight=2)
    good = macro("good").search(noun) or _GOOD_BEFORE.search(before)
    if label or (good and noun):
        return numeric("labeled_examples", quantity, weight=3)
    if pattern("examples_are", "shapes").search(before):
        return numeric("labeled_examples", quantity, weight=3)
    if pattern("have_written", "shapes").search(before):
        return numeric("labeled_examples", quantity, weight=2)
    if good or pattern("written").search(
        sentence[max(0, sentence.find(behind[:20])) :] if behind.strip() else ""
    ):
        if noun and (
            macro("request").search(noun)
            or good
            or re.match(r"(?:past|old|historical|previous|of them|such)\b", noun)
        ):
            return numeric("labeled_examples", quantity, weight=2)
        if not noun and pattern("written").search(behind):
            return numeric("labeled_examples", quantity, weight=2)
    if (
        noun
        and macro("request").search(noun)
        and pattern("written").search(
            message.norm[quantity.end : quantity.end + 90].split("\n")[0].split(". ")[0]
        )
    ):
        return numeric("labeled_examples", quantity, weight=2)
    cost = message.cost(quantity, "example_subject")
    if not noun and not quantity.unit and (cost < 62 or (cost < 120 and len(clause.strip()) < 22)):
        return numeric("labeled_examples", quantity)
    return None

"""Tells what is said of the examples that exist from what is said of the model's answers."""

from collections.abc import Mapping
from typing import Any

from agent.offline.words.lexicon import shape
from agent.offline.words.message import Message, macro
from agent.offline.words.quantities import Quantity

FILE = "qualities"
EXAMPLES = "labeled_examples"


def is_of_labels(message: Message, quantity: Quantity) -> bool:
    """True for a share of examples that are no good: "the 9k are messy, maybe 15% mislabelled"."""
    if _is_of_agreement(message, quantity):
        return True
    of_examples = is_share_of_examples(message, quantity.start, quantity.end)
    return of_examples or _tells_of_labels(message.sentence(quantity))


def _is_of_agreement(message: Message, quantity: Quantity) -> bool:
    """True for how well people agree on labels: "our kappa is 0.7"."""
    if shape("is_the_aim", "by_hand").match(message.norm, quantity.end):
        return False
    clause = message.text.clause_at(quantity.start)
    before = message.norm[clause.start : quantity.start]
    return bool(
        shape("agreement_before", FILE).search(before)
        or shape("agreement_behind", FILE).match(message.norm, quantity.number.end)
    )


def _tells_of_labels(sentence: str) -> bool:
    if shape("of_outputs", FILE).search(sentence):
        return False
    if shape("bad_labels", FILE).search(sentence):
        return True
    told = shape("of_those_told", FILE).search(sentence)
    return bool(told and shape("mislabelled", FILE).search(sentence))


def is_share_of_examples(message: Message, start: int, end: int) -> bool:
    """True for a share at `start`–`end` that is one of the examples: "half of the pairs".

    Labels that are called right or wrong are the model's where no example was told of.
    """
    named = shape("of_examples", FILE).match(message.norm, end)
    sentence = message.text.sentence_at(start)
    if named is None or shape("of_outputs", FILE).search(
        message.norm, sentence.start, sentence.end
    ):
        return False
    judged = shape("judged_behind", FILE).match(message.norm, named.end())
    return judged is None or bool(named["sure"]) or _tells_examples(message, start)


def is_of_examples(message: Message, start: int, known: Mapping[str, Any]) -> bool:
    """True where the words at `start` are said of the examples: "half of them are outdated".

    They are those that are known, or those that the same message tells of before.
    """
    sentence = message.text.sentence_at(start)
    words = message.norm[sentence.start : sentence.end]
    if shape("of_outputs", FILE).search(words):
        return False
    if EXAMPLES not in known and not _tells_examples(message, start):
        return shape("bad_labels", FILE).search(words) is not None
    return _tells_of_labels(words) or shape("part_of_them", FILE).search(words) is not None


def _tells_examples(message: Message, start: int) -> bool:
    """True where a count of examples stands before `start`, in its sentence or one before."""
    last = [q for q in message.quantities if not (q.unit or q.per or q.number.end > start)][-1:]
    return any(
        macro("example").search(q.noun) or shape("labelled_behind", FILE).match(q.noun)
        for q in last
    )


def is_no_example(message: Message, quantity: Quantity) -> bool:
    """True for a count whose own words say that it is none of examples."""
    return shape("no_examples", FILE).match(message.norm, quantity.number.end) is not None


def no_examples(message: Message, known: Mapping[str, Any]) -> list[str]:
    """The known examples, where they are said to be none: "those aren't good examples"."""
    if EXAMPLES not in known:
        return []
    numbers = [q.number for q in message.quantities if q.number.value == known[EXAMPLES]]
    ends = [number.end for number in numbers]
    ends += [m.end() for m in shape("those_told", FILE).finditer(message.norm)]
    said = any(shape("no_examples", FILE).match(message.norm, end) for end in ends)
    return [EXAMPLES] if said else []

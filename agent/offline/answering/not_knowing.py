"""Tells when a message says that an answer is not known, or asks to leave a question out."""

import re

from agent.offline.facts.left_open import leaves_to_others, without_left_open
from agent.offline.words.lexicon import pattern
from agent.offline.words.message import Message

FAULT = "failure_mode"
OF_A_TEST = (FAULT, "current_accuracy", "stronger_model_works")
_NO_DATA_IS_AN_ANSWER = ("labeled_examples", "training_signal", "private_knowledge")


def skips(message: Message) -> bool:
    """True when the message asks to leave a question out."""
    return bool(pattern("skip", "answers").search(message.norm))


def does_not_know(message: Message) -> bool:
    """True when the message says that the answer is not known; not caring is no such word.

    That no model was tried yet tells nothing of how well anything else is known.
    """
    if pattern("does_not_care", "answers").search(message.norm):
        return False
    said = _besides_tests(message)
    return leaves_to_others(said) or bool(pattern("unknown", "answers").search(said))


def is_untested(message: Message) -> bool:
    """True when the message says that no model has been asked to do the task yet."""
    return bool(pattern("untested", "answers").search(message.norm))


def is_not_begun(message: Message) -> bool:
    """True when there is nothing yet that could fail: "nothing, we haven't started"."""
    return is_untested(message) or bool(pattern("not_begun", "answers").search(message.norm))


def of_a_test(message: Message, start: int) -> bool:
    """True for words that only say that no model was tried yet: its “no” answers nothing else."""
    spans = [m.span() for m in pattern("untested", "answers").finditer(message.norm)]
    return any(begin <= start < end for begin, end in spans)


def leaves_open(message: Message, asked: str) -> bool:
    """True when the message says that what was asked is not known, or could not be known yet."""
    if asked == FAULT and is_not_begun(message):
        return True
    return does_not_know(message) or (asked in OF_A_TEST and is_untested(message))


def only_unknown(message: Message, asked: str) -> bool:
    """True when the message says that what was asked is not known, and nothing beside it."""
    bare = pattern("no_figures", "answers").fullmatch(message.norm.strip(" .,;!"))
    if bare and asked not in _NO_DATA_IS_AN_ANSWER:
        return True
    if not leaves_open(message, asked):
        return False
    rest = message.norm if asked not in OF_A_TEST else _besides_tests(message)
    rest = pattern("unknown", "answers").sub(" ", without_left_open(rest))
    return not re.search(r"[^\W_]", pattern("beside_unknown", "answers").sub(" ", rest))


def _besides_tests(message: Message) -> str:
    return pattern("untested", "answers").sub(" ", message.norm)

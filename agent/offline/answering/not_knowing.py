"""Tells when a message says that an answer is not known, or asks to leave a question out."""

import re

from agent.offline.words.lexicon import pattern
from agent.offline.words.message import Message

_NO_DATA_IS_AN_ANSWER = ("labeled_examples", "training_signal", "private_knowledge")


def skips(message: Message) -> bool:
    """True when the message asks to leave a question out."""
    return bool(pattern("skip", "answers").search(message.norm))


def does_not_know(message: Message) -> bool:
    """True when the message says that the answer is not known; not caring is no such word."""
    if pattern("does_not_care", "answers").search(message.norm):
        return False
    return bool(pattern("unknown", "answers").search(message.norm))


def only_unknown(message: Message, asked: str) -> bool:
    """True when the message says that what was asked is not known, and nothing beside it."""
    bare = pattern("no_figures", "answers").fullmatch(message.norm.strip(" .,;!"))
    if bare and asked not in _NO_DATA_IS_AN_ANSWER:
        return True
    if not does_not_know(message):
        return False
    rest = pattern("unknown", "answers").sub(" ", message.norm)
    return not re.search(r"[^\W_]", pattern("beside_unknown", "answers").sub(" ", rest))

"""Tells which sentences state nothing of the project: wishes about our replies, and hearsay."""

from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.strategies import find_strategies
from agent.offline.words.text import Span

FILE = "not_told"


def is_not_told(message: Message, sentence: Span, asked: str | None = None) -> bool:
    """True for a sentence that is addressed to us, or passes on what others say of methods.

    Where the task was asked for, "write it for me" names it.
    """
    words = message.norm[sentence.start : sentence.end].strip()
    opening = pattern("front_politeness", "talk").match(words)
    if opening and opening.end() < len(words):
        words = words[opening.end() :].strip(" ,")
    if shape("of_us", FILE).match(words):
        return True
    for_one = shape("for_one_person", FILE).match(words)
    if for_one and not shape("again_and_again", FILE).search(words, for_one.end()):
        return True
    if asked != "task" and shape("on_replies", FILE).match(words):
        return True
    return _is_hearsay(message, sentence, words)


def _is_hearsay(message: Message, sentence: Span, words: str) -> bool:
    """True for what others say that some method or model does; figures are told all the same."""
    said = pattern("hearsay", FILE).match(words)
    if said is None or any(sentence.holds(q.start) for q in message.quantities):
        return False
    rest = words[said.end() :]
    named = find_strategies(rest) or pattern("methods", FILE).search(rest)
    if not (named or any(sentence.holds(m.start) for m in message.models)):
        return False
    return bool(pattern("would", FILE).search(rest) or not pattern("of_ours", FILE).search(rest))

"""Tells a fault that a model has from one that it must not have, or that the data have."""

from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.text import Span

FILE = "not_told"


def is_no_fault(message: Message, start: int, end: int) -> bool:
    """True for words of a fault, at `start`-`end`, that tell of none today.

    The labels are noisy, the bot must never invent anything, it does not make things up, it gives
    the category and a short reason. "Forget the logo" drops what was wanted.
    """
    if any(
        m.start() <= start < m.end()
        for m in pattern("of_the_data", "answers").finditer(message.norm)
    ):
        return True
    clause = message.text.clause_at(start)
    sentence = message.text.sentence_at(start)
    if shape("dropped_aloud", FILE).match(message.norm[sentence.start : sentence.end].lstrip()):
        return True
    if _tells_the_output(message, clause):
        return True
    before = message.norm[clause.start : start]
    if shape("required_before", FILE).search(before):
        return True
    made_up = shape("makes_up", FILE).match(message.norm, start, end)
    return made_up is not None and shape("denied_before", FILE).search(before) is not None


def is_put_in_a_mouth(message: Message, start: int) -> bool:
    """True within words of what a model makes up that nobody said: these tell no task."""
    talk = shape("made_up_talk", FILE).finditer(message.norm)
    return any(m.start() <= start < m.end() for m in talk)


def is_of_the_model(message: Message, start: int, end: int) -> bool:
    """True where the words of a fault, at `start`-`end`, are said of the model, and no wish.

    "Users say it rambles" tells of the model, "our editors ramble" and "it should be brief" do not.
    """
    clause = message.text.clause_at(start)
    words = message.norm[clause.start : max(end, clause.end)]
    before = shape("tells_of_it", FILE).sub(" ", message.norm[clause.start : start])
    return not (shape("of_people", FILE).search(before) or shape("wished", FILE).search(words))


def is_required(message: Message, start: int, end: int) -> bool:
    """True where the words around a fault, at `start`-`end`, say what must not happen."""
    clause = message.text.clause_at(start)
    return bool(shape("required", FILE).search(message.norm, clause.start, max(end, clause.end)))


def _tells_the_output(message: Message, clause: Span) -> bool:
    """True for a clause that lists what answers hold, a reason among it, and names no fault."""
    words = message.norm[clause.start : clause.end]
    sentence = message.text.sentence_at(clause.start)
    listed = message.norm[sentence.start : sentence.end]
    held = pattern("reason_in_the_output", FILE).search(words)
    if held is None and pattern("reason_in_a_list", FILE).search(listed):
        held, words = pattern("reason_in_a_list", FILE).search(listed), listed
    return held is not None and not pattern("faulty", FILE).search(words)

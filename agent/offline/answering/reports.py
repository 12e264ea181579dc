"""Tells a reported result from anything else: "we ran it: 83%", "it came out as style errors"."""

from agent.offline.answering.answers import read_answer
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message, take_apart
from agent.offline.words.text import Span
from tools.vocabulary import spec

RESULT = "experiment_result"
FILE = "reports"


def is_result(message: Message, fact: str, *, open_question: bool) -> bool:
    """True when a message may report the result of the proposed experiment about `fact`.

    A bare percentage does while no other question is open; a bare "19 of 20" answers one.
    """
    if pattern("not_yet", FILE).search(message.norm):
        return False
    if pattern("result", FILE).search(message.norm):
        return not (open_question and shape("bare_count", FILE).fullmatch(message.norm))
    bare = fact.endswith("_accuracy") and shape("bare_share", FILE).fullmatch(message.norm)
    return bool(bare) and not open_question


def tells(message: Message, sentence: Span) -> bool:
    """True when a sentence tells of a measurement."""
    return bool(pattern("result", FILE).search(message.norm, sentence.start, sentence.end))


def counted(message: Message, fact: str) -> list[Finding]:
    """The kind counted most often, as in "41 style, 30 format"; none without two counted kinds."""
    if spec(fact).kind != "choice":
        return []
    best: tuple[float, Finding] | None = None
    places = [q.start for q in message.quantities] + [len(message.norm)]
    kinds = set()
    for quantity, end in zip(message.quantities, places[1:], strict=True):
        piece = message.norm[quantity.end : end]
        for found in read_answer(take_apart(piece), fact, ()):
            kinds.add(found.value)
            if best is None or quantity.value > best[0]:
                best = quantity.value, Finding(fact, found.value, quantity.start, end)
    return [best[1]] if best is not None and len(kinds) > 1 else []

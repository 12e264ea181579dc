"""Judges what a message wants: a question, a correction, a what-if or small talk."""

import re
from collections.abc import Collection, Sequence

from agent.offline.asking.topics import fact_named
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.strategies import find_strategies
from agent.offline.words.text import Span
from tools.vocabulary import spec

FILE = "intents"


def polished(norm: str) -> str:
    """The message without pleasantries at both ends and without its final marks."""
    text = re.sub(r"[^\w\s'/.,:;+>&\-\[\]%$]", " ", norm)
    text = re.sub(r"\s+", " ", text).strip(" .,;:!-")
    front, back = pattern("front_politeness", "talk"), pattern("back_politeness", "talk")
    for _ in range(4):
        start = front.match(text)
        if start and start.end() < len(text):
            text = text[start.end() :].strip(" .,;:!-")
        ends = [m for m in back.finditer(text) if m.end() == len(text)]
        if ends and ends[0].start() > 0:
            text = text[: ends[0].start()].strip(" .,;:!-")
    return text


def is_what_if(message: Message) -> bool:
    """True when the message proposes a change only to see what it would do."""
    sure = bool(pattern("what_if_sure", "talk").search(message.norm))
    if pattern("not_what_if", FILE).search(message.norm):
        return sure
    if not sure and pattern("set_right", FILE).search(message.norm):
        return False
    return any(_proposes(message, s) for s in message.text.sentences)


def may_suppose(message: Message) -> bool:
    """True for a condition and what is asked of it: a what-if if a value is proposed in it."""
    if pattern("not_what_if", FILE).search(message.norm):
        return False
    return any(
        pattern("may_be_what_if", FILE).search(message.norm[s.start : s.end].strip())
        for s in message.text.sentences
    )


def _proposes(message: Message, sentence: Span) -> bool:
    """True when a sentence is hypothetical: by its words, or by how it begins."""
    if pattern("what_if", FILE).search(message.norm, sentence.start, sentence.end):
        return True
    words = message.norm[sentence.start : sentence.end].strip()
    words = shape("condition_opening", FILE).sub("", words)
    if pattern("what_if_start", FILE).match(words):
        return True
    asked = words.endswith("?")
    if asked and shape("condition_alone", FILE).match(words):
        return True
    asked = asked or shape("condition_asked", FILE).match(words) is not None
    would_if = asked and shape("would_if", FILE).search(words)
    if would_if and not shape("whether", FILE).search(words):
        return True
    alone = len(message.text.sentences) == 1 and not message.quantities
    return alone and bool(pattern("what_if_condition", FILE).match(words))


def picks(message: Message, asked: str | None, known: Collection[str]) -> bool:
    """True for "make it 500" in answer to a question for a number that nobody told yet."""
    if asked is None or asked in known or not spec(asked).numeric:
        return False
    return shape("picked", FILE).fullmatch(message.norm.strip()) is not None


def what_if_spans(message: Message) -> list[Span]:
    """The sentences from the first hypothetical one on."""
    for place, sentence in enumerate(message.text.sentences):
        if _proposes(message, sentence):
            return list(message.text.sentences[place:])
    return list(message.text.sentences)


def corrects(message: Message) -> bool:
    """True when the words take something back or set it right."""
    return bool(pattern("correction", FILE).search(message.norm))


def asks(message: Message, sentence: Span) -> bool:
    """True when a sentence is a question, with its mark or without."""
    words = message.norm[sentence.start : sentence.end].strip()
    if shape("doubtful_figure", FILE).fullmatch(words) and message.quantities:
        return False
    if words.endswith("?"):
        return shape("told_then_guessed", FILE).fullmatch(words) is None
    opening = pattern("front_politeness", "talk").match(words)
    if opening and opening.end() < len(words):
        words = words[opening.end() :].strip(" ,")
    if states(words):
        return False
    return bool(pattern("question_start", "talk").match(words))


def states(words: str) -> bool:
    """True for a statement that begins as a question does: "what counts as spam never changes"."""
    return any(shape(name, FILE).match(words) for name in ("cleft", "dropped_subject"))


def asks_the_model(message: Message, questions: Sequence[Span]) -> bool:
    """True for a question that only tells the task, before what is told of it.

    As in "Does the caller want to cancel? 900 calls a day."
    """
    first = message.text.sentences[0]
    if list(questions) != [first] or len(message.text.sentences) < 2:
        return False
    words = message.norm[first.start : first.end].strip()
    figures = any(first.holds(q.start) for q in message.quantities)
    if figures or fact_named(words) or find_strategies(words):
        return False
    begins = pattern("asks_the_model", FILE).match(words)
    return begins is not None and not pattern("asks_us", FILE).search(words)


def is_only_small_talk(message: Message) -> bool:
    """True when nothing is left besides greetings, thanks and marks."""
    return not re.search(r"\w", pattern("small_talk", "talk").sub(" ", _unmarked(message)))


def is_greeting(message: Message) -> bool:
    """True for nothing but small talk with a greeting or thanks in it: no answer to anything."""
    return bool(pattern("greeting", "talk").search(message.norm)) and is_only_small_talk(message)


def is_small_talk(message: Message) -> bool:
    """True for greetings, thanks and the like with at most one more word in them."""
    text = _unmarked(message)
    rest, times = pattern("small_talk", "talk").subn(" ", text)
    few = len(re.findall(r"[a-z']{3,}", rest)) <= 1 and not message.quantities
    return not re.search(r"\w", rest) or (times > 0 and few)


def _unmarked(message: Message) -> str:
    return re.sub(r"[^\w\s']", " ", message.norm)

"""An answer made of quotes: the sentences nearest to a question, verbatim, in reading order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.results import AnswerSentence, Passage, Source
from knowledge.sentences import Span, count_words

MIN_WORDS = 4
_LEANS = re.compile(
    r"(?:It|Its|They|Their|This|That|These|Those|Both|Neither|Either|Each|Another|Others|Also|But"
    r"|And|So|Yet|Then|Otherwise|However|Instead|Such|In return|Of these|Outcome|Lesson"
    r"|(?:If|With|For|At|On|In|After|Against) (?:that|this|these|those|it|them|both)"
    r"|The (?:first|second|third|last|latter|former|others?|same|remedy|results?|reason|effect"
    r"|exception|difference|rest))\b"
)


@dataclass(frozen=True)
class Candidate:
    """A quotable sentence: its passage's place in the results, its number in that passage."""

    passage: int
    number: int
    span: Span
    score: float
    source: Source


def assemble(
    passages: Sequence[Passage], candidates: Sequence[Candidate], weights: dict[str, float]
) -> tuple[AnswerSentence, ...]:
    """Choose sentences one by one, best first, until the answer is full.

    A sentence beside a chosen one gets a bonus, so that quotes read on; one that leans on the
    sentence before it ("It also…") is chosen only after that one. The chosen are put in reading
    order, the best passage first.
    """
    texts = {(c.passage, c.number): quote(passages[c.passage], c.span) for c in candidates}
    length = {key: count_words(text) for key, text in texts.items()}
    chosen: dict[tuple[int, int], Candidate] = {}
    room, top = int(weights["most_words"]), float("-inf")
    while True:
        fitting = [
            (c.score + weights["neighbour"] * _beside(c, chosen), c)
            for c in candidates
            if length[c.passage, c.number] <= room
            and _may_join(c, texts, length, chosen, int(weights["most_passages"]))
        ]
        if not fitting:
            break
        score, best = max(fitting, key=lambda pair: pair[0])
        top = max(top, score)
        if score < top - weights["furthest"]:
            break
        chosen[best.passage, best.number] = best
        room -= length[best.passage, best.number]
    led = list(dict.fromkeys(passage for passage, _ in chosen))
    return tuple(
        AnswerSentence(texts[key], c.passage, *c.span, c.source, round(c.score, 4))
        for key, c in sorted(chosen.items(), key=lambda row: (led.index(row[0][0]), row[0][1]))
    )


def _may_join(
    c: Candidate,
    texts: dict[tuple[int, int], str],
    length: dict[tuple[int, int], int],
    chosen: dict[tuple[int, int], Candidate],
    most_passages: int,
) -> bool:
    """Whether a sentence is new, reads well where it stands and opens no passage too many."""
    key, text = (c.passage, c.number), texts[c.passage, c.number]
    if key in chosen or any(text == texts[other] for other in chosen):
        return False
    before = (c.passage, c.number - 1)
    if _LEANS.match(text) and before in texts and before not in chosen:
        return False
    if _beside(c, chosen):
        return True
    places = {passage for passage, _ in chosen} | {c.passage}
    return len(places) <= most_passages and length[key] >= MIN_WORDS


def _beside(c: Candidate, chosen: dict[tuple[int, int], Candidate]) -> bool:
    return (c.passage, c.number - 1) in chosen or (c.passage, c.number + 1) in chosen


def quote(passage: Passage, span: Span) -> str:
    """The words of a span of the document, taken from the passage that holds it."""
    return passage.text[span.start - passage.start : span.end - passage.start]

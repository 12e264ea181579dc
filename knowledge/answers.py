"""An answer made of quotes: the sentences nearest to a question, verbatim, in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.results import AnswerSentence, Passage, Source
from knowledge.sentences import Span, count_words

MIN_WORDS = 4


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

    A sentence beside a chosen one gets a bonus, so that quotes read on. The chosen are put in
    reading order, the best passage first.
    """
    chosen: dict[tuple[int, int], Candidate] = {}
    texts: set[str] = set()
    room = int(weights["most_words"])
    while True:
        best: tuple[float, Candidate] | None = None
        for c in candidates:
            text = quote(passages[c.passage], c.span)
            if (c.passage, c.number) in chosen or text in texts or count_words(text) > room:
                continue
            beside = any((c.passage, c.number + step) in chosen for step in (-1, 1))
            places = {passage for passage, _ in chosen} | {c.passage}
            if not beside and (
                len(places) > weights["most_passages"] or count_words(text) < MIN_WORDS
            ):
                continue
            score = c.score + weights["neighbour"] * beside
            if best is None or score > best[0]:
                best = (score, c)
        if best is None:
            break
        text = quote(passages[best[1].passage], best[1].span)
        chosen[best[1].passage, best[1].number] = best[1]
        texts.add(text)
        room -= count_words(text)
    return tuple(
        AnswerSentence(quote(passages[c.passage], c.span), c.passage, *c.span, c.source)
        for _, c in sorted(chosen.items())
    )


def quote(passage: Passage, span: Span) -> str:
    """The words of a span of the document, taken from the passage that holds it."""
    return passage.text[span.start - passage.start : span.end - passage.start]

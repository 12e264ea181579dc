"""An answer made of quotes: the sentences nearest to the question, verbatim, and when to decline."""

from collections.abc import Sequence

from knowledge.results import AnswerSentence, Passage, Source
from knowledge.sentences import Span, count_words

MAX_WORDS = 120
MIN_SENTENCE_WORDS = 5


def assemble(
    passages: Sequence[Passage],
    candidates: Sequence[tuple[int, Span, float, Source]],
    *,
    max_sentences: int = 4,
) -> tuple[AnswerSentence, ...]:
    """Choose the best sentences, at most 120 words, and put them in reading order.

    `candidates` are (passage index, span in the document, score, source). Sentences of one passage
    stay together, the passage of the best sentence first.
    """
    chosen: list[tuple[int, Span, float, Source]] = []
    used = 0
    for candidate in sorted(candidates, key=lambda c: -c[2]):
        index, span, _, _ = candidate
        text = _text(passages[index], span)
        size = count_words(text)
        if (
            size < MIN_SENTENCE_WORDS
            or used + size > MAX_WORDS
            or any(text == _text(passages[i], s) for i, s, _, _ in chosen)
        ):
            continue
        chosen.append(candidate)
        used += size
        if len(chosen) == max_sentences:
            break
    order = {i: n for n, i in enumerate(dict.fromkeys(index for index, _, _, _ in chosen))}
    chosen.sort(key=lambda c: (order[c[0]], c[1].start))
    return tuple(
        AnswerSentence(_text(passages[i], span), i, span.start, span.end, source)
        for i, span, _, source in chosen
    )


def _text(passage: Passage, span: Span) -> str:
    return passage.text[span.start - passage.start : span.end - passage.start]

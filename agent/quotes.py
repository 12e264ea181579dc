"""Quotes of the guidance, made from the answer of a search."""

from collections.abc import Sequence

from agent.events import Citation
from knowledge import GUIDANCE, AnswerSentence, Found, Passage

MAX_QUOTES = 3
MIN_QUOTE_WORDS = 10
FURTHEST = 0.45  # how far below the best quote's score one may lie: less is a scrap
MAX_GAP = 2  # characters between two sentences that follow each other


def quotes_of(found: Found, query: str) -> list[Citation]:
    """The answer as quotes: sentences that follow each other are one, scraps are left out.

    A section whose heading is the question itself comes first.
    """
    runs: list[list[AnswerSentence]] = []
    for sentence in found.answer:
        last = runs[-1][-1] if runs else None
        if last and last.passage == sentence.passage and sentence.start - last.end <= MAX_GAP:
            runs[-1].append(sentence)
        else:
            runs.append([sentence])
    whole = [run for run in runs if sum(len(s.text.split()) for s in run) >= MIN_QUOTE_WORDS]
    best = max((s.score for run in whole or runs for s in run), default=0.0)
    near = [run for run in whole or runs if max(s.score for s in run) >= best - FURTHEST]
    quotes = [_quote(found.passages[run[0].passage], run) for run in near]
    return sorted(quotes, key=lambda quote: not is_heading(query, quote.section))[:MAX_QUOTES]


def quote_of(passage: Passage) -> Citation:
    """A passage that is a quote as a whole."""
    work = passage.citation
    whole = AnswerSentence(passage.text, 0, passage.start, passage.end, work)
    return _quote(passage, [whole])


def is_heading(query: str, section: str) -> bool:
    """True for a section whose heading is the question itself."""
    return section.split(" > ")[-1].casefold().strip(" ?") == query.casefold().strip(" ?")


def _quote(passage: Passage, run: Sequence[AnswerSentence]) -> Citation:
    start, end, work = run[0].start, run[-1].end, run[0].citation
    return Citation(
        n=0,
        title=passage.title,
        section=passage.heading,
        quote=passage.text[start - passage.start : end - passage.start],
        author=work.author,
        year=work.year,
        url=work.url,
        document=passage.source,
        start=start,
        end=end,
        collection=passage.collection,
        place="" if passage.collection == GUIDANCE else passage.path,
    )

"""Answers one question from the passages of a snapshot: the best of them, and their sentences."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from knowledge import answers, ranking
from knowledge.documents import attributed
from knowledge.embedding import Vectors
from knowledge.lexical import WordIndex, words
from knowledge.results import AnswerSentence, Found, Passage, Source
from knowledge.sentences import Span
from knowledge.snapshots import Snapshot

ANSWER_PASSAGES = 5
SENTENCES = 4_096  # whose words are kept; the guidance has a thousand
GUIDANCE = "guidance"
NOT_COVERED = (
    "The guidance does not cover that; it covers prompting and its optimisation, retrieval,"
    " guardrails, LoRA and full fine-tuning, distillation and preference tuning, with their data,"
    " evaluation, cost, serving, security and upkeep."
)


def find(
    snapshot: Snapshot, lexical: WordIndex, vector: Vectors, question: str, *, k: int
) -> Found:
    """The k passages that fit a question best, and an answer made of their sentences.

    `vector` is the question's; `lexical` holds the words of the snapshot's passages, in its order.
    """
    numbers = ranking.parameters()
    signals = ranking.signals(snapshot, lexical, vector, question)
    scores = ranking.fused(signals, numbers.ranking)
    rows = ranking.best_first(scores, snapshot, k, numbers.results)
    passages = tuple(_passage(snapshot, row, float(scores[row])) for row in rows)
    best = rows[:ANSWER_PASSAGES]
    if not ranking.covered(signals, best, lexical, question, numbers.decline):
        near = _nearest(passages, numbers.outright)
        return Found(passages, (), True, _not_covered(snapshot), outright=False, nearest=near)
    candidates = _candidates(snapshot, lexical, rows, signals, scores, question, numbers.answer)
    answer = answers.assemble(passages, candidates, numbers.answer)
    sources = [_sources(snapshot.metadata[row]) for row in best]
    answer = tuple(replace(s, citation=_named(s.text, sources[s.passage])) for s in answer)
    shared = _shared(passages, answer, lexical, question)
    if _is_outright(passages[0], shared, numbers.outright):
        return Found(passages, answer, declined=False, message="")
    near = _nearest(passages, numbers.outright)
    return Found(passages, answer, declined=False, message="", outright=False, nearest=near)


def _is_outright(best: Passage, shared: float, least: Mapping[str, float]) -> bool:
    """Whether an answer is one to the question itself; scores are known of the guidance alone."""
    ours = best.collection == GUIDANCE
    return shared >= least["shared"] and not (ours and best.score < least["score"])


def _nearest(passages: Sequence[Passage], least: Mapping[str, float]) -> Passage | None:
    """The best passage that can be asked for by its heading, where any is near enough."""
    near = (p for p in passages if p.score >= least["near"] and p.heading.endswith("?"))
    return next(near, None)


def _shared(
    passages: Sequence[Passage],
    answer: Sequence[AnswerSentence],
    lexical: WordIndex,
    question: str,
) -> float:
    """The share of the question's rare words that the answer and its headings hold."""
    asked = set(words(question))
    said = (text for s in answer for text in (s.text, passages[s.passage].heading))
    found = frozenset().union(*map(_held, said))
    total = sum(lexical.rarity(word) for word in asked)
    held = sum(lexical.rarity(word) for word in asked & found)
    return held / total if total else 1.0


def _named(text: str, sources: tuple[Source, ...]) -> Source:
    """The work that a sentence names, else that of its passage."""
    return next(iter(attributed(text, sources)), sources[0])


def _sources(metadata: Mapping[str, Any]) -> tuple[Source, ...]:
    return tuple(Source(*row) for row in json.loads(metadata["sources"]))


def _passage(snapshot: Snapshot, row: int, score: float) -> Passage:
    meta = snapshot.metadata[row]
    return Passage(
        id=snapshot.ids[row],
        text=snapshot.texts[row],
        source=meta["source"],
        title=meta["title"],
        heading=meta["heading"],
        start=meta["start"],
        end=meta["end"],
        score=round(score, 4),
        citation=_sources(meta)[0],
        collection=meta["collection"],
        path=meta["path"],
    )


def _candidates(
    snapshot: Snapshot,
    lexical: WordIndex,
    rows: list[int],
    signals: ranking.Signals,
    scores: ranking.Scores,
    question: str,
    weights: dict[str, float],
) -> list[answers.Candidate]:
    """The sentences of the first five passages, with how well each fits the question."""
    rare = {word: lexical.rarity(word) for word in set(words(question))}
    total = sum(rare.values()) or 1.0
    out: list[answers.Candidate] = []
    for place, row in enumerate(rows[:ANSWER_PASSAGES]):
        meta = snapshot.metadata[row]
        sources = _sources(meta)
        near = signals.each_sentence[snapshot.owner == row]
        for number, (start, end) in enumerate(json.loads(meta["sentences"])):
            text = snapshot.texts[row][start - meta["start"] : end - meta["start"]]
            shared = sum(rare[word] for word in rare.keys() & _held(text))
            score = (
                weights["sentence"] * float(near[number])
                + weights["passage"] * float(scores[row])
                + weights["overlap"] * shared / total
            )
            out.append(answers.Candidate(place, number, Span(start, end), score, sources[0]))
    return out


@lru_cache(maxsize=SENTENCES)
def _held(sentence: str) -> frozenset[str]:
    """The words of a sentence of the documents, which many questions find again."""
    return frozenset(words(sentence))


def _not_covered(snapshot: Snapshot) -> str:
    """One sentence that says what the documents do cover."""
    collections = {str(meta["collection"]) for meta in snapshot.metadata}
    if GUIDANCE in collections:
        return NOT_COVERED
    titles = list(dict.fromkeys(str(meta["title"]) for meta in snapshot.metadata))
    more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
    held = "; ".join(titles[:3])
    collection = " and ".join(repr(name) for name in sorted(collections))
    return f"The collection {collection} does not cover that; it holds {held}{more}."

"""The guidance: documents people can search, each answer a quote that can be checked."""

import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge import answers, ranking
from knowledge.documents import attributed
from knowledge.embedding import Embedder
from knowledge.index import Index, Snapshot, check_name
from knowledge.ingestion import Changes, files_of, unchanged, update
from knowledge.lexical import WordIndex, words
from knowledge.results import Found, KnowledgeError, Passage, Source
from knowledge.sentences import Span

CORPUS = Path(__file__).parent / "guidance"
GUIDANCE = "guidance"
MAX_QUESTION = 2_000
ANSWER_PASSAGES = 5
NOT_COVERED = (
    "The guidance does not cover that; it covers prompting and its optimisation, retrieval,"
    " guardrails, LoRA and full fine-tuning, distillation and preference tuning, with their data,"
    " evaluation, cost, serving, security and upkeep."
)


@dataclass(frozen=True)
class _Open:
    """A collection in memory, with the stamp of the index that it was read from."""

    stamp: tuple[int, int]
    snapshot: Snapshot
    lexical: WordIndex


class Guidance:
    """Searches the packaged guidance and people's own collections; threads may share it."""

    def __init__(
        self, data_dir: Path, corpus: Path = CORPUS, embedder: Embedder | None = None
    ) -> None:
        self.corpus = corpus
        self.embedder = embedder or Embedder()
        self.index_folder = data_dir / "knowledge"
        self._index = Index(self.index_folder)
        self._open: dict[str, _Open] = {}
        self._lock = threading.RLock()

    @classmethod
    def open(cls, data_dir: Path, *, corpus: Path = CORPUS) -> "Guidance":
        """The guidance whose index lives in `data_dir`. Reads nothing yet, so it is cheap."""
        return cls(Path(data_dir), Path(corpus))

    @property
    def ready(self) -> bool:
        """True when the packaged guidance is indexed; the index may be older than its documents."""
        return GUIDANCE in self._index.manifest().collections

    def build(self) -> Changes:
        """Index the packaged guidance. Only documents that changed are embedded again.

        Raises:
            KnowledgeError: there are no documents, one is unusable, or the weights are damaged.
        """
        changes = self.ingest([self.corpus], GUIDANCE)
        if changes.refused:
            raise KnowledgeError(changes.refused[0])
        return changes

    def ingest(self, paths: Iterable[Path], collection: str) -> Changes:
        """Make `collection` hold exactly the .md and .txt files of `paths`, folders included.

        Files that did not change are left alone, files that are gone leave the collection, files
        that cannot be used are refused with a reason and the rest is added.

        Raises:
            KnowledgeError: no file can be used, a path does not exist, the name cannot be used, or
                the weights are damaged.
        """
        check_name(collection)
        files = files_of(paths)
        with self._lock, self._index.lock():
            return update(self._index, self.embedder, collection, files)

    def search(self, query: str, *, k: int = 5, collection: str | None = None) -> Found:
        """The k passages that fit a question best, and an answer made of their sentences.

        A missing or outdated index of the packaged guidance is built first.

        Raises:
            KnowledgeError: the question is empty, or there is no such collection.
        """
        question = " ".join(query.split())[:MAX_QUESTION]
        if not question:
            raise KnowledgeError("the question is empty; ask in a few words")
        name = GUIDANCE if collection is None else collection
        held = self._held(name)
        numbers = ranking.parameters()
        vector = self.embedder.embed([question])[0]
        signals = ranking.signals(held.snapshot, held.lexical, vector, question)
        scores = ranking.fused(signals, numbers.ranking)
        rows = ranking.best_first(scores, held.snapshot.texts, max(1, k))
        passages = tuple(_passage(held.snapshot, row, float(scores[row]), name) for row in rows)
        if not ranking.covered(
            signals, rows[:ANSWER_PASSAGES], held.lexical, question, numbers.decline
        ):
            return Found(passages, (), declined=True, message=_not_covered(name, held.snapshot))
        candidates = _candidates(held, rows, signals, scores, question, numbers.answer)
        answer = answers.assemble(passages, candidates, numbers.answer)
        return Found(passages, answer, declined=False, message="")

    def verify(self, passage: Passage | str, start: int, end: int, quote: str) -> bool:
        """True when `quote` stands at exactly [start, end) of the document as it is on disk now.

        `passage` is a passage of a search, or the file name of a document of the guidance.
        """
        if isinstance(passage, Passage):
            path = Path(passage.path)
        else:
            path = self.corpus / Path(passage).name
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return False
        return bool(quote) and 0 <= start < end <= len(text) and text[start:end] == quote

    def warm_up(self) -> None:
        """Load the index and the weights, so that the first question does not wait."""
        self._held(GUIDANCE)
        self.embedder.warm_up()

    def _held(self, name: str) -> _Open:
        """The collection in memory, read again when any process has changed the index."""
        with self._lock:
            held = self._open.get(name)
            if held is not None and held.stamp == self._index.stamp():
                return held
            if name == GUIDANCE and not self._current():
                self._build_once()
            stamp, manifest = self._index.stamp(), self._index.manifest()
            if name not in manifest.collections:
                known = ", ".join(sorted(manifest.collections)) or "none yet"
                raise KnowledgeError(f"there is no collection {name[:80]!r}; known: {known}")
            self._index.reopen()
            snapshot = self._index.snapshot(name, manifest)
            if name == GUIDANCE and not snapshot.whole:
                self._build_once(afresh=True)
                stamp, manifest = self._index.stamp(), self._index.manifest()
                snapshot = self._index.snapshot(name, manifest)
            rows = zip(snapshot.metadata, snapshot.texts, strict=True)
            lexical = WordIndex(
                [f"{meta['title']} {meta['heading']} {text}" for meta, text in rows]
            )
            self._open[name] = _Open(stamp, snapshot, lexical)
            return self._open[name]

    def _current(self) -> bool:
        """True when the packaged guidance is indexed as it is on disk, after an upgrade too."""
        entries = self._index.manifest().collections.get(GUIDANCE, {})
        return unchanged(entries, files_of([self.corpus]))

    def _build_once(self, *, afresh: bool = False) -> None:
        with self._index.lock():
            if afresh or not self._current():  # another process may have built it meanwhile
                files = files_of([self.corpus])
                update(self._index, self.embedder, GUIDANCE, files, afresh=afresh)


def _sources(metadata: Mapping[str, Any]) -> tuple[Source, ...]:
    return tuple(Source(*row) for row in json.loads(metadata["sources"]))


def _passage(snapshot: Snapshot, row: int, score: float, collection: str) -> Passage:
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
        collection=collection,
        path=meta["path"],
    )


def _candidates(
    held: _Open,
    rows: list[int],
    signals: ranking.Signals,
    scores: ranking.Scores,
    question: str,
    weights: dict[str, float],
) -> list[answers.Candidate]:
    """The sentences of the first five passages, with how well each fits the question."""
    snapshot, asked = held.snapshot, set(words(question))
    total = sum(held.lexical.rarity(word) for word in asked) or 1.0
    out: list[answers.Candidate] = []
    for place, row in enumerate(rows[:ANSWER_PASSAGES]):
        meta = snapshot.metadata[row]
        sources = _sources(meta)
        near = signals.each_sentence[snapshot.owner == row]
        for number, (start, end) in enumerate(json.loads(meta["sentences"])):
            text = snapshot.texts[row][start - meta["start"] : end - meta["start"]]
            shared = sum(held.lexical.rarity(word) for word in asked.intersection(words(text)))
            score = (
                weights["sentence"] * float(near[number])
                + weights["passage"] * float(scores[row])
                + weights["overlap"] * shared / total
            )
            source = next(iter(attributed(text, sources)), sources[0])
            out.append(answers.Candidate(place, number, Span(start, end), score, source))
    return out


def _not_covered(collection: str, snapshot: Snapshot) -> str:
    """One sentence that says what the documents do cover."""
    if collection == GUIDANCE:
        return NOT_COVERED
    titles = list(dict.fromkeys(str(meta["title"]) for meta in snapshot.metadata))
    more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
    held = "; ".join(titles[:3])
    return f"The collection {collection!r} does not cover that; it holds {held}{more}."

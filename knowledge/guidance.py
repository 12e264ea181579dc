"""The guidance: documents people can search, each answer a quote that can be checked."""

import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge import answers, ranking
from knowledge.documents import SUFFIXES, Document, attributed, read_document
from knowledge.embedding import Embedder, check_weights
from knowledge.index import Entry, Index, Manifest, Row, Snapshot, check_name
from knowledge.lexical import WordIndex
from knowledge.passages import Piece, split
from knowledge.results import Found, KnowledgeError, Passage, Source
from knowledge.sentences import Span

CORPUS = Path(__file__).parent / "guidance"
GUIDANCE = "guidance"
MAX_QUESTION = 2_000
DOCUMENTS_AT_ONCE = 16


@dataclass(frozen=True)
class Changes:
    """What an ingest did, by file name; `refused` holds one line of reason each."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    passages: int = 0


@dataclass(frozen=True)
class _Open:
    """A collection in memory, with the stamp of the index that it was read from."""

    stamp: tuple[int, int]
    snapshot: Snapshot
    lexical: WordIndex


class Guidance:
    """Searches the packaged guidance and the collections people add; safe to share between threads."""

    def __init__(
        self, data_dir: Path, corpus: Path = CORPUS, embedder: Embedder | None = None
    ) -> None:
        self.corpus = corpus
        self.embedder = embedder or Embedder()
        self._index = Index(data_dir / "knowledge")
        self._open: dict[str, _Open] = {}
        self._lock = threading.RLock()

    @classmethod
    def open(cls, data_dir: Path, *, corpus: Path = CORPUS) -> "Guidance":
        """The guidance whose index lives in `data_dir`. Reads nothing yet, so it is cheap."""
        return cls(Path(data_dir), Path(corpus))

    @property
    def ready(self) -> bool:
        """True when the index of the packaged guidance exists; it may be older than the documents."""
        return GUIDANCE in self._index.manifest().collections

    def build(self) -> Changes:
        """Index the packaged guidance. Only documents that changed are embedded again.

        Raises:
            KnowledgeError: there are no documents, a document is unusable, or the weights are damaged.
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
            KnowledgeError: no usable file is there, the name cannot be used, or the weights are damaged.
        """
        check_name(collection)
        files = _files(paths)
        with self._index.lock():
            return self._update(collection, files)

    def search(self, query: str, *, k: int = 5, collection: str | None = None) -> Found:
        """The k passages that fit a question best, and an answer made of their sentences.

        A missing index of the packaged guidance is built first.

        Raises:
            KnowledgeError: the question is empty, or there is no such collection.
        """
        question = " ".join(query.split())[:MAX_QUESTION]
        if not question:
            raise KnowledgeError("the question is empty; ask in a few words")
        name = GUIDANCE if collection is None else collection
        held = self._held(name)
        vector = self.embedder.embed([question])[0]
        signals = ranking.signals(held.snapshot, held.lexical, vector, question)
        scores = ranking.fused(signals, ranking.Weights())
        rows = ranking.best_first(scores, max(1, k))
        passages = tuple(_passage(held.snapshot, row, float(scores[row]), name) for row in rows)
        answer = answers.assemble(passages, _candidates(held.snapshot, rows, signals))
        return Found(passages, answer, declined=False, message="")

    def verify(self, passage: Passage | str, start: int, end: int, quote: str) -> bool:
        """True when `quote` stands at exactly [start, end) of the document as it is on disk now.

        `passage` is a passage of a search, or the file name of a document of the guidance.
        """
        path = self.corpus / Path(passage).name if isinstance(passage, str) else Path(passage.path)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError, ValueError):
            return False
        return bool(quote) and 0 <= start < end <= len(text) and text[start:end] == quote

    def warm_up(self) -> None:
        """Load the weights and the index, so that the first question does not wait."""
        self._held(GUIDANCE)
        self.embedder.warm_up()

    def _held(self, name: str) -> _Open:
        """The collection in memory, read again when any process has changed the index."""
        with self._lock:
            held = self._open.get(name)
            if held is not None and held.stamp == self._index.stamp():
                return held
            if name == GUIDANCE and not self.ready:
                self._build_once()
            stamp, manifest = self._index.stamp(), self._index.manifest()
            if name not in manifest.collections:
                known = ", ".join(sorted(manifest.collections)) or "none yet"
                raise KnowledgeError(f"there is no collection {name[:80]!r}; known: {known}")
            self._index.reopen()
            snapshot = self._index.snapshot(name, manifest)
            texts = [
                f"{m['title']} {m['heading']} {t}"
                for m, t in zip(snapshot.metadata, snapshot.texts, strict=True)
            ]
            self._open[name] = _Open(stamp, snapshot, WordIndex(texts))
            return self._open[name]

    def _build_once(self) -> None:
        with self._index.lock():
            if not self.ready:  # another process may have built it while this one waited
                self._update(GUIDANCE, _files([self.corpus]))

    def _update(self, collection: str, files: list[Path]) -> Changes:
        """Bring a collection in line with `files`; the caller holds the lock."""
        manifest = self._index.manifest()
        weights = check_weights(manifest.weights)
        before = manifest.collections.get(collection, {})
        after: dict[str, Entry] = {}
        refused: list[str] = []
        fresh: list[Document] = []
        for path in files:
            try:
                document = read_document(path)
            except KnowledgeError as error:
                refused.append(str(error))
                continue
            old = before.get(str(path))
            if old is not None and old.digest == document.digest:
                after[str(path)] = old
                continue
            fresh.append(document)
            if len(fresh) == DOCUMENTS_AT_ONCE:
                after.update(self._store(collection, fresh))
                fresh = []
        after.update(self._store(collection, fresh))
        if not after:
            reason = refused[0] if refused else "no .md or .txt file was found"
            raise KnowledgeError(f"nothing to index: {reason}")
        if after != before:
            collections = {**manifest.collections, collection: after}
            self._index.publish(
                Manifest(manifest.generation + 1, weights=weights, collections=collections)
            )
        return _changes(before, after, refused)

    def _store(self, collection: str, documents: list[Document]) -> dict[str, Entry]:
        """Embed and add documents; returns their entries for the manifest."""
        pieces = [
            (document, piece)
            for document in documents
            for piece in split(document.text, document.body_start)
        ]
        texts: list[str] = []
        for document, piece in pieces:
            texts.append(
                f"{document.title} > {piece.heading}\n{document.text[piece.start : piece.end]}"
            )
            texts += [document.text[s.start : s.end] for s in piece.sentences]
        vectors = self.embedder.embed(texts)
        rows: list[Row] = []
        at = 0
        for document, piece in pieces:
            size = 1 + len(piece.sentences)
            rows.append(_row(document, piece, vectors[at : at + size]))
            at += size
        self._index.add(collection, rows)
        count = {d.path: sum(1 for other, _ in pieces if other is d) for d in documents}
        return {str(d.path): Entry(d.digest, str(d.path), count[d.path]) for d in documents}


def _files(paths: Iterable[Path]) -> list[Path]:
    """The files to read, folders opened, each once, in a stable order."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise KnowledgeError(f"{path} does not exist; give a file or a folder")
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in inside:
            if file.suffix.lower() in SUFFIXES or not path.is_dir():
                found[file.resolve()] = None
    return list(found)


def _row(document: Document, piece: Piece, vectors: Any) -> Row:
    sources = document.sources_of(piece.start, piece.end)
    metadata: dict[str, str | int] = {
        "digest": document.digest,
        "source": document.name,
        "path": str(document.path),
        "title": document.title,
        "heading": piece.heading,
        "start": piece.start,
        "end": piece.end,
        "sentences": json.dumps(piece.sentences),
        "sources": json.dumps([[s.title, s.author, s.year, s.url] for s in sources]),
    }
    return Row(
        f"{document.digest}-{piece.start}",
        document.text[piece.start : piece.end],
        metadata,
        vectors,
    )


def _sources(metadata: Mapping[str, Any]) -> tuple[Source, ...]:
    return tuple(Source(*row) for row in json.loads(metadata["sources"]))


def _passage(snapshot: Snapshot, row: int, score: float, collection: str) -> Passage:
    meta = snapshot.metadata[row]
    return Passage(
        snapshot.ids[row],
        snapshot.texts[row],
        meta["source"],
        meta["title"],
        meta["heading"],
        meta["start"],
        meta["end"],
        round(score, 4),
        _sources(meta)[0],
        collection,
        meta["path"],
    )


def _candidates(
    snapshot: Snapshot, rows: list[int], signals: ranking.Signals
) -> list[tuple[int, Span, float, Source]]:
    """The sentences of the best passages, with how near each is to the question."""
    out: list[tuple[int, Span, float, Source]] = []
    for place, row in enumerate(rows[:5]):
        meta = snapshot.metadata[row]
        sources = _sources(meta)
        near = signals.each_sentence[snapshot.owner == row]
        for (start, end), score in zip(json.loads(meta["sentences"]), near, strict=True):
            text = snapshot.texts[row][start - meta["start"] : end - meta["start"]]
            named = attributed(text, sources)
            score = 0.5 * float(score) + 0.5 * float(signals.passage[row])
            out.append((place, Span(start, end), score, named[0] if named else sources[0]))
    return out


def _changes(
    before: Mapping[str, Entry], after: Mapping[str, Entry], refused: list[str]
) -> Changes:
    def names(paths: Iterable[str]) -> tuple[str, ...]:
        return tuple(Path(path).name for path in paths)

    return Changes(
        names(p for p in after if p not in before),
        names(p for p in after if p in before and before[p].digest != after[p].digest),
        names(p for p in after if p in before and before[p].digest == after[p].digest),
        names(p for p in before if p not in after),
        tuple(refused),
        sum(entry.passages for entry in after.values()),
    )

"""The guidance: documents people can search, each answer a quote that can be checked."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.embedding import Embedder
from knowledge.finding import find
from knowledge.index import Index, Snapshot, check_name
from knowledge.ingestion import Changes, files_of, unchanged, update
from knowledge.lexical import WordIndex
from knowledge.results import Found, KnowledgeError, Passage

CORPUS = Path(__file__).parent / "guidance"
GUIDANCE = "guidance"
MAX_QUESTION = 2_000


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
        vector = self.embedder.embed([question])[0]
        return find(held.snapshot, held.lexical, vector, question, k=max(1, k))

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

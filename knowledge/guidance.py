"""The guidance and people's own documents: search them, each answer a quote that can be checked."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from knowledge.catalog import Catalog
from knowledge.collections import (
    DOCUMENTS,
    GUIDANCE,
    Collection,
    check_name,
    is_private,
    unknown,
    uploads_of,
)
from knowledge.database import Database
from knowledge.documents import read_document
from knowledge.embedding import Embedder
from knowledge.finding import find
from knowledge.folders import key_of, walk
from knowledge.formats import text_now
from knowledge.holding import Small, View
from knowledge.index import Index
from knowledge.ingestion import Changes, Progress
from knowledge.limits import limit
from knowledge.results import Found, KnowledgeError, Passage
from knowledge.staging import Staging
from knowledge.store import Store
from knowledge.writing import Writer

CORPUS = Path(__file__).parent / "guidance"
MAX_QUESTION = 2_000


class Guidance:
    """Searches the packaged guidance and people's own collections; threads may share it."""

    def __init__(
        self,
        data_dir: Path,
        corpus: Path = CORPUS,
        embedder: Embedder | None = None,
        *,
        chroma_url: str | None = None,
    ) -> None:
        self.corpus = corpus
        self.embedder = embedder or Embedder()
        self.index_folder = data_dir / "knowledge"
        self._index = Index(self.index_folder, chroma_url)
        database = Database(self.index_folder / "catalog.sqlite")
        self._catalog = Catalog(database)
        self._store = Store(self._catalog, Staging(database), self._index, self.embedder)
        self._writer = Writer(self._store, self.corpus)
        self._shelf = self._writer.shelf

    @classmethod
    def open(
        cls, data_dir: Path, *, corpus: Path = CORPUS, chroma_url: str | None = None
    ) -> "Guidance":
        """The guidance whose index lives in `data_dir`. Reads nothing yet, so it is cheap.

        With `chroma_url` the vectors are on that Chroma server, and all else in `data_dir`.
        """
        return cls(Path(data_dir), Path(corpus), chroma_url=chroma_url)

    @property
    def ready(self) -> bool:
        """True when the packaged guidance is indexed; the index may be older than its documents."""
        return self._catalog.held(GUIDANCE) is not None

    def build(self) -> Changes:
        """Index the packaged guidance, and anew what was lost of people's own collections.

        Only documents that changed are embedded again.

        Raises:
            KnowledgeError: there are no documents, one is unusable, or the weights are damaged.
        """
        changes = self._writer.update(GUIDANCE, walk([self.corpus]), exactly=True)
        if changes.refused:
            raise KnowledgeError(changes.refused[0])
        for name in self.damaged():
            self._writer.restore(name)
        return changes

    def damaged(self) -> tuple[str, ...]:
        """People's own collections that `build` has to make anew: outdated, or vectors lost."""
        own = (name for name in self._catalog.names() if name != GUIDANCE)
        return tuple(name for name in own if not self._shelf.is_sound(name))

    def ingest(
        self,
        paths: Iterable[Path],
        collection: str = DOCUMENTS,
        *,
        progress: Progress | None = None,
    ) -> Changes:
        """Bring a collection in line with files and folders, which it then holds besides others.

        Reads md, txt, html, pdf and docx. Files that did not change are left alone, files that are
        gone from a folder given leave the collection, files that cannot be used are refused with
        one line each, and the rest is added. `progress` is told the files done, the files found and
        the name of the next one.

        Raises:
            KnowledgeError: no file can be used, the name cannot be used, the weights are damaged,
                or the index cannot be written; what was indexed before is then unchanged.
        """
        return self._writer.update(check_name(collection), walk(paths), progress=progress)

    def upload(
        self, thread: str, paths: Iterable[Path], *, progress: Progress | None = None
    ) -> Changes:
        """Add documents that only one conversation may search; a name given again replaces.

        Raises:
            KnowledgeError: no file can be used, there are too many, or the index cannot be written.
        """
        found = walk(paths)
        for number, file in enumerate(found.files):
            found.files[number] = replace(
                file, key=key_of(Path(file.path.name)), root=key_of(Path(file.path.name))
            )
        name, most = uploads_of(thread), limit("upload_documents")
        have = {*self._catalog.document_names(name), *(file.key for file in found.files)}
        if len(have) > most:
            raise KnowledgeError(
                f"a conversation takes up to {most} documents, this would make {len(have)}; put"
                " more of them into a collection with `steerwise ingest`"
            )
        return self._writer.update(name, found, progress=progress)

    def uploads(self, thread: str) -> tuple[str, ...]:
        """The names of the documents that a conversation was given."""
        return self._catalog.document_names(uploads_of(thread))

    def forget_uploads(self, thread: str) -> None:
        """Delete the documents that a conversation was given, and all that was made of them."""
        if self._catalog.held(uploads_of(thread)) is not None:
            self._writer.drop(uploads_of(thread))

    def forget_upload(self, thread: str, document: str) -> None:
        """Delete one document that a conversation was given, by its name.

        Raises:
            KnowledgeError: the conversation was given no document of that name.
        """
        name = uploads_of(thread)
        have = self._catalog.document_names(name)
        if document not in have:
            raise KnowledgeError(f"there is no document {document[:80]!r} in this conversation")
        if len(have) == 1:
            self._writer.drop(name)
            return
        self._writer.remove(name, document)

    def collections(self) -> tuple[Collection, ...]:
        """People's own collections, those that every conversation may search."""
        return tuple(
            found
            for found in self._catalog.collections()
            if found.name != GUIDANCE and not is_private(found.name)
        )

    def collection(self, name: str) -> Collection:
        """One of people's own collections.

        Raises:
            KnowledgeError: there is no such collection, or the name is that of the guidance.
        """
        found = {one.name: one for one in self.collections()}
        if check_name(name) not in found:
            raise unknown(name, found)
        return found[name]

    def drop(self, name: str) -> None:
        """Delete one of people's own collections; the files themselves stay where they are.

        Raises:
            KnowledgeError: there is no such collection, or the name is that of the guidance.
        """
        self._writer.drop(self.collection(name).name)

    def reach(self, thread: str | None = None) -> tuple[str, ...]:
        """What a conversation may search: the guidance, all collections, and its own uploads."""
        uploads = None if thread is None else uploads_of(thread)
        names = self._catalog.names()
        mine = (n for n in names if n != GUIDANCE and (not is_private(n) or n == uploads))
        return (GUIDANCE, *mine)

    def search(
        self,
        query: str,
        *,
        k: int = 5,
        collection: str | None = None,
        collections: Sequence[str] | None = None,
    ) -> Found:
        """The k passages that fit a question best, and an answer made of their sentences.

        Searches the guidance, or a `collection`, or several `collections` side by side; of several
        the guidance alone has to be usable. A missing or outdated index of the packaged guidance is
        built first.

        Raises:
            KnowledgeError: the question is empty, or there is no such collection.
        """
        question = " ".join(query.split())[:MAX_QUESTION]
        if not question:
            raise KnowledgeError("the question is empty; ask in a few words")
        names = list(dict.fromkeys(collections or [collection or GUIDANCE]))
        for name in names[:1]:
            self._shelf.collected(name)  # tells what is wrong before anything is embedded
        vector = self.embedder.embed([question])[0]
        snapshot, lexical = self._shelf.view(names, vector, question)
        return find(snapshot, lexical, vector, question, k=max(1, k))

    def view(self, collection: str = GUIDANCE) -> View:
        """All passages of a collection that is not too large for it, and their words."""
        held = self._shelf.collected(collection)
        if not isinstance(held, Small):
            raise KnowledgeError(f"the collection {collection!r} is too large to be held in memory")
        return held.snapshot, held.lexical

    def verify(
        self,
        passage: Passage | str,
        start: int,
        end: int,
        quote: str,
        *,
        collection: str = GUIDANCE,
    ) -> bool:
        """True when `quote` stands at exactly [start, end) of the document.

        `passage` is a passage of a search; or the file name of a document of the guidance, or the
        `path` of one in another `collection`. A document of the guidance is read as it is on disk
        now; another as it was ingested, until it is ingested again or its collection is dropped.
        """
        if not quote or not 0 <= start < end:
            return False
        if isinstance(passage, Passage):
            collection, path = passage.collection, passage.path
        else:
            packaged = collection == GUIDANCE
            path = os.path.join(self.corpus, os.path.basename(passage)) if packaged else passage
        if collection != GUIDANCE:
            return self._catalog.quoted(collection, path, start, end) == quote
        try:
            text = text_now(path)
        except (OSError, ValueError):
            return False
        return text[start:end] == quote

    def addresses(self) -> frozenset[str]:
        """The addresses of all works that the guidance names as its sources."""
        documents = (read_document(path) for path in self.corpus.glob("*.md"))
        return frozenset(s.url for document in documents for s in document.sources if s.url)

    def warm_up(self) -> None:
        """Load the weights and the index, so that the first question does not wait."""
        self.embedder.warm_up()
        self._shelf.collected(GUIDANCE)

    def ping(self) -> str:
        """Where the vectors are.

        Raises:
            KnowledgeError: they cannot be reached.
        """
        return self._index.ping()

    def close(self) -> None:
        """Close the catalog and the store of vectors."""
        self._catalog.database.close()
        self._index.close()

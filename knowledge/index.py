"""The index on disk: passages and vectors in Chroma, and a manifest that says which of them count.

Passages are content-addressed, so adding a new version of a document never touches the old one. A
change becomes real when the manifest is replaced, in one step; what a crash leaves behind is not in
the manifest, is never found, and goes at the next build. Other processes notice a new manifest by
its file and reopen.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock, Timeout

from knowledge.embedding import DIMENSIONS, Vectors
from knowledge.results import KnowledgeError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

LAYOUT = 6  # raise it when passages, vectors or their metadata change: every index is rebuilt then
BATCH = 500
LOCK_SECONDS = 600
_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._-]{1,58}[a-zA-Z0-9]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a collection: its content's digest, its place, its number of passages."""

    digest: str
    path: str
    passages: int


@dataclass
class Manifest:
    """What the index holds; `generation` grows with every change."""

    generation: int = 0
    layout: int = LAYOUT
    weights: str = ""
    collections: dict[str, dict[str, Entry]] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One passage as it is stored."""

    id: str
    text: str
    metadata: Mapping[str, str | int]
    vectors: Vectors  # the passage first, then one for each of its sentences


@dataclass(frozen=True)
class Snapshot:
    """The live passages of one collection; `owner[i]` is the passage of sentence vector i.

    `whole` is false when the store has lost passages that the manifest names.
    """

    whole: bool
    ids: tuple[str, ...]
    texts: tuple[str, ...]
    metadata: tuple[Mapping[str, Any], ...]
    vectors: Vectors
    sentence_vectors: Vectors
    owner: np.ndarray[Any, np.dtype[np.int64]]


class Index:
    """The index in one folder. Opening it is cheap: Chroma is imported at the first use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._manifest_path = folder / "manifest.json"
        self._client: ClientAPI | None = None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the lock of a writer; others wait for it.

        Raises:
            KnowledgeError: the folder cannot be written, or another process never lets go.
        """
        self._make_folder()
        lock = FileLock(self.folder / "index.lock", timeout=LOCK_SECONDS)
        try:
            lock.acquire()
        except Timeout as error:
            raise KnowledgeError(
                f"another process has been indexing in {self.folder} for {LOCK_SECONDS // 60}"
                " minutes; stop it and try again"
            ) from error
        except OSError as error:
            raise self._unusable(error) from error
        try:
            yield
        finally:
            lock.release()

    def stamp(self) -> tuple[int, int]:
        """Changes whenever any process has changed the index."""
        try:
            stat = self._manifest_path.stat()
        except OSError:
            return (0, 0)
        return (stat.st_mtime_ns, stat.st_ino)

    def manifest(self) -> Manifest:
        """What is indexed now; empty when there is no usable index."""
        try:
            raw = json.loads(self._manifest_path.read_text(encoding="utf-8"))
            if raw["layout"] != LAYOUT:
                return Manifest(generation=int(raw["generation"]))
            collections = {
                name: {doc: Entry(**row) for doc, row in rows.items()}
                for name, rows in raw["collections"].items()
            }
            return Manifest(raw["generation"], LAYOUT, raw["weights"], collections)
        except (OSError, ValueError, KeyError, TypeError):
            return Manifest()

    def publish(self, manifest: Manifest) -> None:
        """Make `manifest` the truth, in one step, then drop what it no longer names."""
        rows = {
            name: {
                doc: {"digest": e.digest, "path": e.path, "passages": e.passages}
                for doc, e in docs.items()
            }
            for name, docs in manifest.collections.items()
        }
        data = {"generation": manifest.generation, "layout": LAYOUT, "weights": manifest.weights}
        fresh = self._manifest_path.with_suffix(".new")
        fresh.write_text(json.dumps({**data, "collections": rows}), encoding="utf-8")
        os.replace(fresh, self._manifest_path)
        self._sweep(manifest)

    def add(self, collection: str, rows: Sequence[Row]) -> None:
        """Store passages; they count once a manifest names their documents."""
        if not rows:
            return
        ids: list[str] = []
        texts: list[str] = []
        metadata: list[Mapping[str, Any]] = []
        for row in rows:
            for n in range(len(row.vectors)):
                ids.append(row.id if n == 0 else f"{row.id}/{n}")
                texts.append(row.text if n == 0 else "")
                metadata.append(
                    {**row.metadata, "sentence": n}
                    if n == 0
                    else {"digest": row.metadata["digest"], "sentence": n}
                )
        vectors = np.concatenate([row.vectors for row in rows])
        store = self._collection(collection)
        for low in range(0, len(ids), BATCH):
            part = slice(low, low + BATCH)
            store.upsert(
                ids=ids[part],
                documents=texts[part],
                metadatas=metadata[part],
                embeddings=vectors[part],
            )

    def snapshot(self, collection: str, manifest: Manifest) -> Snapshot:
        """Read all live passages of a collection, in the order of their documents."""
        entries = manifest.collections.get(collection, {}).values()
        live = {entry.digest for entry in entries}
        passages: list[tuple[str, str, Mapping[str, Any], Any]] = []
        sentences: list[tuple[str, int, Any]] = []
        for row_id, text, meta, vector in self._rows(collection):
            if meta["digest"] not in live:
                continue
            if meta["sentence"] == 0:
                passages.append((row_id, text, {**meta, "collection": collection}, vector))
            else:
                sentences.append((row_id.rpartition("/")[0], meta["sentence"], vector))
        passages.sort(key=lambda p: (p[2]["source"], p[2]["digest"], p[2]["start"]))
        at = {p[0]: n for n, p in enumerate(passages)}
        sentences = sorted((s for s in sentences if s[0] in at), key=lambda s: (at[s[0]], s[1]))
        return Snapshot(
            len(passages) == sum(entry.passages for entry in entries),
            tuple(p[0] for p in passages),
            tuple(p[1] for p in passages),
            tuple(p[2] for p in passages),
            _matrix([p[3] for p in passages]),
            _matrix([s[2] for s in sentences]),
            np.array([at[s[0]] for s in sentences], dtype=np.int64),
        )

    def reopen(self) -> None:
        """Forget the open client: an embedded one never sees what another process added."""
        if self._client is not None:
            from chromadb.api.shared_system_client import SharedSystemClient

            self._client = None
            SharedSystemClient.clear_system_cache()

    def _rows(self, collection: str) -> Iterator[tuple[str, str, Mapping[str, Any], Any]]:
        store = self._collection(collection)
        for low in range(0, store.count(), BATCH):
            got: Any = store.get(
                limit=BATCH, offset=low, include=["documents", "metadatas", "embeddings"]
            )
            yield from zip(
                got["ids"], got["documents"], got["metadatas"], got["embeddings"], strict=True
            )

    def _sweep(self, manifest: Manifest) -> None:
        """Delete the passages of documents that are gone or superseded."""
        client = self._opened()
        for name in [c.name for c in client.list_collections()]:
            if name not in manifest.collections:
                client.delete_collection(name)
                continue
            live = sorted({entry.digest for entry in manifest.collections[name].values()})
            store = self._collection(name)
            if live and store.count():
                store.delete(where={"digest": {"$nin": live}})  # type: ignore[dict-item]

    def _collection(self, name: str) -> "Collection":
        return self._opened().get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def _opened(self) -> "ClientAPI":
        if self._client is None:
            self._make_folder()
            import chromadb
            from chromadb.config import Settings

            try:
                self._client = chromadb.PersistentClient(
                    str(self.folder / "chroma"), settings=Settings(anonymized_telemetry=False)
                )
            except Exception as error:  # Chroma raises whatever SQLite or its own core raise
                raise KnowledgeError(
                    f"the index in {self.folder} cannot be opened; delete that folder and it is"
                    " built anew"
                ) from error
        return self._client

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> KnowledgeError:
        return KnowledgeError(
            f"the folder {self.folder} cannot be used ({error.strerror}); choose another"
        )


def check_name(collection: str) -> str:
    """Return a usable collection name.

    Raises:
        KnowledgeError: it cannot name a collection.
    """
    if not _NAME.fullmatch(collection):
        raise KnowledgeError(
            f"a collection's name has 3 to 60 letters, digits or dashes; got {collection[:80]!r}"
        )
    return collection


def _matrix(rows: Sequence[Any]) -> Vectors:
    if not rows:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    return np.asarray(rows, dtype=np.float32)

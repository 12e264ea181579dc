"""The vectors of passages in Chroma: in a folder, or on a server that several machines share.

Which of them count is not known here but in the catalog; what a crash leaves behind is never asked
for and goes at the next ingest. An open embedded client never sees what another process added, so
it is opened anew when the catalog has moved on.
"""

import logging
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from filelock import FileLock, Timeout

from knowledge.database import unusable
from knowledge.embedding import Vectors
from knowledge.results import KnowledgeError
from knowledge.server import Server, within

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

BATCH = 1_000
LOCK_SECONDS = 600
OPENING_SECONDS = 20.0
REQUEST_SECONDS = 60.0
SEARCHED = 200  # how far Chroma's graph is searched: no fewer than the candidates asked for
T = TypeVar("T")
log = logging.getLogger(__name__)


class Index:
    """The vectors of one data folder. Opening it is cheap: Chroma is imported at the first use."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.folder = folder
        self._server = None if url is None else Server(url)
        self._client: ClientAPI | None = None
        self._lock = threading.RLock()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the lock of a writer; others wait for it.

        Raises:
            KnowledgeError: the folder cannot be written, or another process never lets go.
        """
        self._make_folder()
        lock = FileLock(self.folder / "index.lock", timeout=LOCK_SECONDS, thread_local=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise KnowledgeError(
                f"another process has been indexing in {self.folder} for {LOCK_SECONDS // 60}"
                " minutes; stop it and try again"
            ) from error
        except OSError as error:
            raise unusable(self.folder, error) from error
        try:
            yield
        finally:
            lock.release()

    def add(self, name: str, ids: Sequence[str], vectors: Vectors) -> None:
        """Store vectors; those stored before under the same ids are replaced."""

        def store(chroma: "Collection") -> None:
            for low in range(0, len(ids), BATCH):
                part = slice(low, low + BATCH)
                chroma.upsert(ids=list(ids[part]), embeddings=vectors[part])

        if ids:
            self._in(name, store)

    def vectors(self, name: str, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors that the store has, by id."""

        def read(chroma: "Collection") -> dict[str, Vectors]:
            found: dict[str, Vectors] = {}
            for low in range(0, len(ids), BATCH):
                got: Any = chroma.get(ids=list(ids[low : low + BATCH]), include=["embeddings"])
                found.update(zip(got["ids"], got["embeddings"], strict=True))
            return found

        return self._in(name, read) if ids else {}

    def nearest(self, name: str, vector: Vectors, k: int) -> dict[str, Vectors]:
        """The k vectors nearest to one by their ids, best first."""

        def ask(chroma: "Collection") -> dict[str, Vectors]:
            asked: Any = [vector]
            found: Any = chroma.query(query_embeddings=asked, n_results=k, include=["embeddings"])
            return dict(zip(found["ids"][0], found["embeddings"][0], strict=True))

        return self._in(name, ask)

    def count(self, name: str) -> int:
        """How many vectors the store has, dead ones too."""
        return self._in(name, lambda chroma: chroma.count())

    def remove(self, name: str, ids: Sequence[str]) -> None:
        """Delete vectors."""

        def delete(chroma: "Collection") -> None:
            for low in range(0, len(ids), BATCH):
                chroma.delete(ids=list(ids[low : low + BATCH]))

        if ids:
            self._in(name, delete)

    def keep_only(self, name: str, live: Callable[[], Iterable[str]], expected: int) -> None:
        """Delete what a crash has left, if there are more vectors than expected."""

        def sweep(chroma: "Collection") -> None:
            if chroma.count() <= expected:
                return
            stored: Any = chroma.get(include=[])["ids"]
            left = sorted(set(stored) - set(live()))
            for low in range(0, len(left), BATCH):
                chroma.delete(ids=left[low : low + BATCH])

        self._in(name, sweep)

    def drop(self, name: str) -> None:
        """Delete all vectors of a collection."""

        def delete(client: "ClientAPI") -> None:
            if name in [found.name for found in client.list_collections()]:
                client.delete_collection(name)

        self._with(delete)

    def drop_all_but(self, prefix: str, names: Iterable[str]) -> None:
        """Delete the collections that nobody knows any more: in a folder all, on a server ours."""

        def sweep(client: "ClientAPI") -> None:
            kept = set(names)
            for found in [c.name for c in client.list_collections()]:
                ours = self._server is None or found.startswith(prefix)
                if ours and found not in kept:
                    client.delete_collection(found)

        self._with(sweep)

    def ping(self) -> str:
        """Where the vectors are, after asking whether they can be reached.

        Raises:
            KnowledgeError: they cannot.
        """
        self._with(lambda client: client.heartbeat())
        return str(self.folder / "chroma") if self._server is None else self._server.shown

    def reopen(self) -> None:
        """Forget the open client of a folder; a server's always sees what is there."""
        with self._lock:
            if self._server is None and "chromadb" in sys.modules:
                from chromadb.api.shared_system_client import SharedSystemClient

                self._client = None
                SharedSystemClient.clear_system_cache()

    def close(self) -> None:
        """Let go of the client, and of its connections to a server."""
        with self._lock:
            if self._client is not None and self._server is not None:
                for session in _sessions(self._client):
                    session.close()
            self._client = None

    def _in(self, name: str, work: "Callable[[Collection], T]") -> T:
        def inside(client: "ClientAPI") -> T:
            settings: Any = {"hnsw": {"space": "cosine", "ef_search": SEARCHED}}
            return work(
                client.get_or_create_collection(
                    name, embedding_function=None, configuration=settings
                )
            )

        return self._with(inside)

    def _with(self, work: "Callable[[ClientAPI], T]") -> T:
        """Use the client; one thread at a time, each for a moment.

        In a folder, a second try with a new client follows a failure: another process may have
        changed what an open one relies on.
        """
        with self._lock:
            if self._server is not None:
                self._server.check()
            try:
                return work(self._opened())
            except Exception as error:  # Chroma raises whatever SQLite or its own core raise
                log.info("the store of vectors is opened anew: %s", error)
                if self._server is not None:
                    self.close()
                    raise self._broken(error) from error
            try:
                self.reopen()
                return work(self._opened())
            except KnowledgeError:
                raise
            except Exception as error:
                log.warning("the store of vectors failed: %s", error)
                raise self._broken(error) from error

    def _opened(self) -> "ClientAPI":
        if self._client is None:
            self._make_folder()
            import chromadb
            from chromadb.config import Settings

            settings = Settings(anonymized_telemetry=False)
            if self._server is None:
                self._client = chromadb.PersistentClient(str(self.folder / "chroma"), settings)
            else:
                self._client = within(OPENING_SECONDS, partial(_connected, self._server, settings))
        return self._client

    def _broken(self, error: Exception) -> KnowledgeError:
        if self._server is not None:
            return KnowledgeError(
                f"the Chroma server at {self._server.shown} failed ({_short(error)}); see its log"
            )
        full = any(word in str(error).lower() for word in ("full", "space", "i/o", "too large"))
        if full:
            return KnowledgeError(
                f"the index in {self.folder} cannot be written ({_short(error)}); what was indexed"
                " before is unchanged, so make room and try again"
            )
        return KnowledgeError(
            f"the store of vectors in {self.folder / 'chroma'} cannot be opened; delete that"
            " folder, and `steerwise prepare` builds it anew"
        )

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unusable(self.folder, error) from error


def _connected(server: Server, settings: Any) -> "ClientAPI":
    """A client of a server, which gives up on a request after a while."""
    import chromadb

    client = chromadb.HttpClient(
        server.host, server.port, ssl=server.secure, headers=server.login, settings=settings
    )
    for session in _sessions(client):  # no option sets it: a hanging server would hang the chat
        session.timeout = REQUEST_SECONDS
    return client


def _sessions(client: "ClientAPI") -> list[Any]:
    """The HTTP sessions of a client, which Chroma itself neither limits nor closes."""
    owners = (client, getattr(client, "_admin_client", None))
    servers = (getattr(owner, "_server", None) for owner in owners)
    sessions = (getattr(server, "_session", None) for server in servers)
    return [session for session in sessions if session is not None]


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120]

"""The SQLite file of the index: its tables, its connections, and errors as one sentence."""

import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from knowledge.results import KnowledgeError

BUSY_SECONDS = 30.0
SCHEMA = 1
PARTIAL, STAGED, LIVE = 0, 1, 2  # the states of a document
_TABLES = """
CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE collections (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, generation INTEGER, layout INTEGER,
    ingested TEXT, paths TEXT);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY, collection INTEGER REFERENCES collections ON DELETE CASCADE,
    state INTEGER, key TEXT, root TEXT, name TEXT, digest TEXT, title TEXT, stated TEXT,
    pages TEXT, bytes INTEGER, passages INTEGER, text BLOB);
CREATE UNIQUE INDEX documents_key ON documents (collection, key, state);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, document INTEGER REFERENCES documents ON DELETE CASCADE,
    key TEXT, text TEXT, heading TEXT, start INTEGER, stop INTEGER, sentences TEXT, sources TEXT,
    vectors BLOB);
CREATE INDEX passages_document ON passages (document);
CREATE INDEX passages_key ON passages (key);
"""


class Database:
    """One file, shared by threads: one connection reads, the other writes, and neither waits.

    Nothing is made before something is written.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._reader: sqlite3.Connection | None = None
        self._writer: sqlite3.Connection | None = None
        self._reading, self._writing = threading.RLock(), threading.RLock()

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of a query; none while there is no file.

        Raises:
            KnowledgeError: the file cannot be used.
        """
        with self._reading, self._told():
            if self._reader is None:
                if not self.file.exists():
                    return []
                self._reader = self._opened()
            return self._reader.execute(query, values).fetchall()

    def row(self, query: str, values: Sequence[Any] = ()) -> Any:
        """The first row of a query, or None."""
        rows = self.rows(query, values)
        return rows[0] if rows else None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it counts, or nothing.

        Raises:
            KnowledgeError: the file cannot be used.
        """
        with self._writing, self._told():
            connection = self._writer = self._writer or self._opened()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def empty_log(self) -> None:
        """Write the log away, so that nothing of what was deleted stays in it."""
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the connections."""
        with self._writing, self._reading:
            for connection in (self._writer, self._reader):
                if connection is not None:
                    connection.close()
            self._writer = self._reader = None

    def _opened(self) -> sqlite3.Connection:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self.file, check_same_thread=False, timeout=BUSY_SECONDS, isolation_level=None
        )
        try:
            for line in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
                connection.execute(f"PRAGMA {line}")
            connection.execute("PRAGMA foreign_keys=ON")
            self._set_up(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _set_up(self, connection: sqlite3.Connection) -> None:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        if schema == SCHEMA:
            return
        if schema != 0:
            raise KnowledgeError(
                f"{self.file} was made by another version of Steerwise; use that version, or move"
                " the file away and ingest your documents again"
            )
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone()[0] == 0:  # nobody was faster
            for statement in _TABLES.split(";"):
                connection.execute(statement)
            folder = secrets.token_hex(4)
            connection.execute("INSERT INTO notes VALUES ('folder', ?)", (folder,))
            connection.execute(f"PRAGMA user_version = {SCHEMA}")
        connection.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in one sentence what is wrong with the file."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise KnowledgeError(
                f"the index in {self.file.parent} cannot be used ({error}); what it held is"
                " unchanged, so make room or rights there and try again"
            ) from error
        except sqlite3.DatabaseError as error:
            raise KnowledgeError(
                f"{self.file} is damaged ({error}); move it away, the guidance is then indexed"
                " anew, and ingest your own documents again"
            ) from error
        except OSError as error:
            raise unusable(self.file.parent, error) from error


def unusable(folder: Path, error: OSError) -> KnowledgeError:
    """The error for a folder that cannot be made or written."""
    return KnowledgeError(f"the folder {folder} cannot be used ({error.strerror}); choose another")

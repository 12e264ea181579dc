"""Everything in one SQLite file of the data folder; several processes may share it."""

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import BaseFileLock, FileLock
from langgraph.checkpoint.sqlite import SqliteSaver

from agent.settings import folder_unavailable
from agent.storage.database import Execute, Row, Statement
from agent.storage.guards import Guards
from agent.storage.loading import NEWEST, KeptDecoded

BUSY_SECONDS = 30.0
LOG_SECONDS = 1.0
KEPT = 64  # file locks of the threads that spoke last: their turns need not make them anew
_NEWEST = NEWEST.format(writes="writes", thread="?")


class _Saver(KeptDecoded, SqliteSaver):
    """LangGraph's saver, which keeps the newest checkpoint of a thread decoded."""

    def newest(self, thread: str) -> tuple[str, bool] | None:
        """The id of a thread's newest checkpoint, and whether steps after it have written."""
        with self.cursor(transaction=False) as cursor:
            row = cursor.execute(_NEWEST, (thread,)).fetchone()
        return None if row is None else (str(row[0]), bool(row[1]))


class SqliteDatabase:
    """The database of one data folder."""

    def __init__(self, data_dir: Path) -> None:
        """Open or create the file.

        Raises:
            Unavailable: the folder cannot be made or written, or the file is no database.

        """
        self._data_dir = data_dir
        self._guards = Guards()
        self._guard = threading.Lock()
        self._lock_among_processes = lru_cache(maxsize=KEPT)(self._file_lock)
        self._log_holds_deleted = False
        try:
            (data_dir / "locks").mkdir(parents=True, exist_ok=True)
            self._file = data_dir / "conversations.sqlite"
            with self._file_lock("opening"):  # WAL begins alone
                self._db = self._connect(self._file)
                self._db.isolation_level = None  # transactions are begun here, not by the driver
                self.saver = _Saver(self._connect(self._file))
                self.saver.setup()
        except (OSError, sqlite3.Error) as error:
            raise folder_unavailable(data_dir, error) from error

    @staticmethod
    def _connect(file: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(file, check_same_thread=False, timeout=BUSY_SECONDS)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # a step that is done outlasts a power cut
        connection.execute("PRAGMA secure_delete=ON")  # a deleted conversation leaves no bytes
        connection.execute("PRAGMA foreign_keys=ON")
        return connection

    def run(self, sql: str, **values: Any) -> list[Row]:
        """Run one statement, whole or not at all; returns its rows."""
        with self._guard, self._told():
            return self._db.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self, *, awaited: bool = True) -> Iterator[Execute]:
        """Run statements, all or none; nobody else writes in between.

        What is not `awaited` is not waited for until the disk has it: a power cut may undo it.
        """
        with self._guard, self._told(), contextlib.ExitStack() as after:
            if not awaited:
                self._db.execute("PRAGMA synchronous=NORMAL")
                after.callback(self._db.execute, "PRAGMA synchronous=FULL")
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield lambda sql, **values: self._db.execute(sql, values).fetchall()
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold a name alone among all threads and processes; a process that dies lets go."""
        with self._guards.hold(name), self._lock_among_processes(name), self.saver.holding(name):
            yield

    def compact(self, thread: str, then: Statement | None = None) -> None:
        """Keep only a thread's newest checkpoint and run one statement `then`, both or neither.

        The newest lies on the disk already; what goes beside it, the next turn does again.
        """
        newest = "(SELECT MAX(checkpoint_id) FROM checkpoints WHERE thread_id = :t)"
        with self.transaction(awaited=False) as execute:
            for table in ("checkpoints", "writes"):
                execute(
                    f"DELETE FROM {table} WHERE thread_id = :t AND checkpoint_id != {newest}",
                    t=thread,
                )
            if then is not None:
                execute(then[0], **then[1])
        self._empty_log()

    def forget(self, thread: str) -> None:
        """Remove the lock file of a deleted thread; the caller holds it."""
        with contextlib.suppress(OSError):
            self._lock_file(thread).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Write the log away, which still holds the bytes of what was deleted."""
        self._log_holds_deleted = True
        self._empty_log()

    def place(self) -> str:
        """Where it is, for people."""
        return str(self._file)

    def close(self) -> None:
        """Close the database."""
        self._empty_log()
        self._db.close()
        self.saver.conn.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell what SQLite cannot do in one sentence; a broken rule of a table is no such thing."""
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise folder_unavailable(self._data_dir, error) from error

    def _empty_log(self) -> None:
        """Write the database's log away; a reader may hold it, then the next chance is taken."""
        if not self._log_holds_deleted:
            return
        with (
            contextlib.suppress(sqlite3.Error),
            contextlib.closing(sqlite3.connect(self._file, timeout=LOG_SECONDS)) as connection,
        ):
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._log_holds_deleted = bool(busy)

    def _file_lock(self, name: str) -> BaseFileLock:
        return FileLock(self._lock_file(name), thread_local=False)

    def _lock_file(self, name: str) -> Path:
        return self._data_dir / "locks" / f"{sha256(name.encode()).hexdigest()[:24]}.lock"

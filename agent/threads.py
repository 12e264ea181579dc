"""Where conversations live: checkpoints and titles in one SQLite file, one lock per thread."""

import contextlib
import re
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from filelock import FileLock
from langgraph.checkpoint.sqlite import SqliteSaver

from agent.settings import folder_unavailable
from tools.errors import InvalidInput

BUSY_SECONDS = 30.0
LOG_SECONDS = 1.0
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class ThreadInfo:
    """One conversation in the list: its id, a title made from the project, when it last changed."""

    id: str
    title: str
    updated: str


class Threads:
    """The conversations of one data folder; several processes may share it."""

    def __init__(self, data_dir: Path) -> None:
        """Open or create the store.

        Raises:
            Unavailable: the folder cannot be made or written, or the file is no database.

        """
        self._data_dir = data_dir
        self._guards: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()
        self._log_holds_deleted = False
        try:
            (data_dir / "locks").mkdir(parents=True, exist_ok=True)
            self._file = data_dir / "conversations.sqlite"
            self._db = self._connect(self._file)
            self.saver = SqliteSaver(self._connect(self._file))
            self.saver.setup()
            with self._db:
                self._db.execute(
                    "CREATE TABLE IF NOT EXISTS threads "
                    "(id TEXT PRIMARY KEY, owner TEXT, title TEXT, updated TEXT)"
                )
        except (OSError, sqlite3.Error) as error:
            raise folder_unavailable(data_dir, error) from error

    @staticmethod
    def _connect(file: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(file, check_same_thread=False, timeout=BUSY_SECONDS)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA secure_delete=ON")  # a deleted conversation leaves no bytes
        return connection

    def create(self, owner: str | None = None) -> str:
        """Make a thread with an unguessable id."""
        thread = secrets.token_urlsafe(16)
        with self._guard, self._db:
            self._db.execute(
                "INSERT INTO threads (id, owner, title, updated) VALUES (?, ?, '', ?)",
                (thread, owner, _now()),
            )
        return thread

    def note(self, thread: str, *, title: str) -> None:
        """Set the title of a thread and the time of its last change; a deleted one stays gone."""
        with self._guard, self._db:
            self._db.execute(
                "UPDATE threads SET title = ?, updated = ? WHERE id = ?", (title, _now(), thread)
            )

    def title(self, thread: str) -> str:
        """The title of a thread, empty when it has none yet."""
        with self._guard:
            row = self._db.execute("SELECT title FROM threads WHERE id = ?", (thread,)).fetchone()
        return row[0] if row else ""

    def list(self, owner: str | None = None) -> tuple[ThreadInfo, ...]:
        """The threads that have a title, of one owner or of all, the latest first."""
        query = "SELECT id, title, updated FROM threads WHERE title != ''"
        order = " ORDER BY updated DESC, id"
        with self._guard:
            if owner is None:
                rows = self._db.execute(query + order).fetchall()
            else:
                rows = self._db.execute(query + " AND owner = ?" + order, (owner,)).fetchall()
        return tuple(ThreadInfo(*row) for row in rows)

    def exists(self, thread: str) -> bool:
        """True when the thread was created here and not deleted."""
        with self._guard:
            query = "SELECT 1 FROM threads WHERE id = ?"
            return self._db.execute(query, (thread,)).fetchone() is not None

    def compact(self, thread: str) -> None:
        """Keep only the newest checkpoint of a thread; the older ones only cost space."""
        newest = "(SELECT MAX(checkpoint_id) FROM checkpoints WHERE thread_id = :t)"
        with self.saver.cursor() as cursor:
            for table in ("checkpoints", "writes"):
                cursor.execute(
                    f"DELETE FROM {table} WHERE thread_id = :t AND checkpoint_id != {newest}",
                    {"t": thread},
                )
        self._empty_log()

    def delete(self, thread: str) -> None:
        """Remove a thread and all that it left: checkpoints, title, lock file, bytes in the log."""
        with self.lock(thread):
            self.saver.delete_thread(thread)
            with self._guard, self._db:
                self._db.execute("DELETE FROM threads WHERE id = ?", (thread,))
            with contextlib.suppress(OSError):
                self._lock_file(thread).unlink(missing_ok=True)
        self._log_holds_deleted = True
        self._empty_log()

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

    @contextmanager
    def lock(self, thread: str) -> Iterator[None]:
        """Hold one thread: turns of a thread are served one after the other, in all processes."""
        with self._guard:
            guard = self._guards.setdefault(thread, threading.Lock())
        with guard, FileLock(self._lock_file(thread), thread_local=False):
            yield

    def _lock_file(self, thread: str) -> Path:
        return self._data_dir / "locks" / f"{sha256(thread.encode()).hexdigest()[:24]}.lock"

    def close(self) -> None:
        """Close the database."""
        self._empty_log()
        self._db.close()
        self.saver.conn.close()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def check_thread_id(thread: str) -> str:
    """Return a thread id that may be used.

    Raises:
        InvalidInput: it is not 1 to 64 letters, digits, `-` or `_`.

    """
    if not isinstance(thread, str) or not _ID.fullmatch(thread):
        shown = repr(thread)[:60]
        raise InvalidInput(f"a thread id is 1 to 64 letters, digits, - or _; got {shown}")
    return thread

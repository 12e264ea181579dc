"""The conversations: whose they are, what they are called, when they last changed."""

import re
import secrets
import string
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver

from agent.storage.database import Database, Statement, now, stamp
from tools.errors import InvalidInput

MAX_NAME = 120
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ALPHABET = string.ascii_letters + string.digits  # a dash in front would be taken for an option
_ID_CHARS = 22  # of the alphabet: 131 bits
_SHOWN = "CASE WHEN name != '' THEN name ELSE title END"


@dataclass(frozen=True, slots=True)
class ThreadInfo:
    """One conversation in the list: its id, its title, when it last changed."""

    id: str
    title: str
    updated: str


class Threads:
    """The conversations of one database; several processes may share it."""

    def __init__(self, database: Database) -> None:
        self._db = database

    @property
    def saver(self) -> BaseCheckpointSaver[Any]:
        """Where LangGraph keeps the steps of conversations."""
        return self._db.saver

    def create(self, owner: str | None = None) -> str:
        """Make a thread with an unguessable id."""
        thread = "".join(secrets.choice(_ALPHABET) for _ in range(_ID_CHARS))
        self._db.run(
            "INSERT INTO threads (id, owner, title, updated) VALUES (:thread, :owner, '', :now)",
            thread=thread,
            owner=owner,
            now=stamp(now()),
        )
        return thread

    def note(self, thread: str, *, title: str) -> None:
        """Set the title made from the project and the time of the last change.

        A name that somebody gave is kept beside it and shown instead; a deleted thread stays gone.
        """
        sql, values = _noted(thread, title)
        self._db.run(sql, **values)

    def rename(self, thread: str, name: str) -> str:
        """Give a thread a name, which no automatic title replaces; returns it as it is kept.

        Raises:
            InvalidInput: the name is empty or longer than 120 characters.
        """
        kept = check_name(name)
        self._db.run("UPDATE threads SET name = :kept WHERE id = :thread", thread=thread, kept=kept)
        return kept

    def title(self, thread: str) -> str:
        """The title of a thread, empty when it has none yet."""
        rows = self._db.run(f"SELECT {_SHOWN} FROM threads WHERE id = :thread", thread=thread)
        return str(rows[0][0]) if rows else ""

    def owner(self, thread: str) -> str | None:
        """Whose a thread is; None when it is nobody's or there is none."""
        rows = self._db.run("SELECT owner FROM threads WHERE id = :thread", thread=thread)
        return rows[0][0] if rows else None

    def list(self, owner: str | None = None) -> tuple[ThreadInfo, ...]:
        """The threads that have a title, of one owner or of all, the latest first."""
        query = f"SELECT id, {_SHOWN}, updated FROM threads WHERE (title != '' OR name != '')"
        order = " ORDER BY updated DESC, id"
        if owner is None:
            rows = self._db.run(query + order)
        else:
            rows = self._db.run(query + " AND owner = :owner" + order, owner=owner)
        return tuple(ThreadInfo(*row) for row in rows)

    def exists(self, thread: str) -> bool:
        """True when the thread was created here and not deleted."""
        return bool(self._db.run("SELECT 1 FROM threads WHERE id = :thread", thread=thread))

    def compact(self, thread: str, *, title: str | None = None) -> None:
        """Keep only the newest checkpoint of a thread; with a `title`, `note` it at once."""
        self._db.compact(thread, None if title is None else _noted(thread, title))

    def delete(self, thread: str) -> None:
        """Remove a thread and all that it left: checkpoints, title, ratings, usage, lock, bytes."""
        with self._db.lock(thread):
            self._db.saver.delete_thread(thread)
            self._db.run("DELETE FROM threads WHERE id = :thread", thread=thread)  # cascades
            self._db.forget(thread)
        self._db.tidy()

    def lock(self, thread: str) -> AbstractContextManager[None]:
        """Hold one thread: turns of a thread are served one after the other, in all processes."""
        return self._db.lock(thread)


def _noted(thread: str, title: str) -> Statement:
    """The statement that sets a thread's title and the time of its last change."""
    sql = "UPDATE threads SET title = :title, updated = :now WHERE id = :thread"
    return sql, {"thread": thread, "title": title, "now": stamp(now())}


def check_thread_id(thread: str) -> str:
    """Return a thread id that may be used.

    Raises:
        InvalidInput: it is not 1 to 64 letters, digits, `-` or `_`.

    """
    if not isinstance(thread, str) or not _ID.fullmatch(thread):
        shown = repr(thread)[:60]
        raise InvalidInput(f"a thread id is 1 to 64 letters, digits, - or _; got {shown}")
    return thread


def check_name(name: str) -> str:
    """Return a name as it is kept: on one line, without control characters.

    Raises:
        InvalidInput: nothing is left of it, or more than 120 characters are.
    """
    if not isinstance(name, str):
        raise InvalidInput(f"a name is text; got {type(name).__name__}")
    text = name.encode("utf-8", "ignore").decode()
    clean = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not clean:
        raise InvalidInput("that name is empty; give the project 1 to 120 characters")
    if len(clean) > MAX_NAME:
        raise InvalidInput(f"that name has {len(clean)} characters; give it 1 to {MAX_NAME}")
    return clean

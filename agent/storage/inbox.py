"""What another place has handed over and was not served yet: it outlives a crash."""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from agent.storage.database import Clock, Database, now, stamp

REMEMBERED = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Post:
    """What answers a message of another place: the turn, and the name of the answer there."""

    turn: int
    answer: str


class Inbox:
    """Tasks by key, each taken once and kept until it is done; what they said is then forgotten."""

    def __init__(self, database: Database, *, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def put(self, key: str, task: Mapping[str, Any]) -> bool:
        """Keep a task; False when one with this key came before, within two days."""
        moment = self._clock()
        self._db.run(
            "DELETE FROM inbox WHERE task = '' AND at < :old", old=stamp(moment - REMEMBERED)
        )
        return bool(
            self._db.run(
                "INSERT INTO inbox (key, task, at) VALUES (:key, :task, :at) "
                "ON CONFLICT (key) DO NOTHING RETURNING key",
                key=key,
                task=json.dumps(task),
                at=stamp(moment),
            )
        )

    def waiting(self) -> list[dict[str, Any]]:
        """The tasks that were never done, the oldest first."""
        rows = self._db.run("SELECT task FROM inbox WHERE task != '' ORDER BY at, key")
        return [json.loads(row[0]) for row in rows]

    def waits(self, key: str) -> bool:
        """True while a task is kept and not done."""
        return bool(self._db.run("SELECT 1 FROM inbox WHERE key = :key AND task != ''", key=key))

    def done(self, key: str) -> None:
        """Note that a task is done, and forget what it said; the caller holds it."""
        self._db.run("UPDATE inbox SET task = '' WHERE key = :key", key=key)
        self._db.forget(f"inbox/{key}")

    def hold(self, key: str) -> AbstractContextManager[None]:
        """Hold a task alone among all processes; one that dies lets go."""
        return self._db.lock(f"inbox/{key}")

    def note_post(self, place: str, message: str, thread: str, *, turn: int, answer: str) -> None:
        """Note which turn a message of another place became, and what answers it there."""
        self._db.run(
            "INSERT INTO posts (place, message, thread, turn, answer) "
            "VALUES (:place, :message, :thread, :turn, :answer) "
            "ON CONFLICT (place, message) DO UPDATE SET turn = :turn, answer = :answer",
            place=place,
            message=message,
            thread=thread,
            turn=turn,
            answer=answer,
        )

    def post(self, place: str, message: str) -> Post | None:
        """What answers a message, None when nothing does."""
        rows = self._db.run(
            "SELECT turn, answer FROM posts WHERE place = :place AND message = :message",
            place=place,
            message=message,
        )
        return Post(int(rows[0][0]), str(rows[0][1])) if rows else None

    def newer(self, place: str, turn: int) -> bool:
        """True when a later turn than `turn` was noted at a place."""
        return bool(
            self._db.run(
                "SELECT 1 FROM posts WHERE place = :place AND turn > :turn", place=place, turn=turn
            )
        )

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
    """Tasks of places, each taken once and kept until it is done; what they said is then forgotten.

    The tasks of one place are served one after the other, in the order they came, in whichever
    process: who serves them holds the place, and takes the oldest.
    """

    def __init__(self, database: Database, *, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def put(self, key: str, task: Mapping[str, Any], *, place: str) -> bool:
        """Keep a task of a place; False when one with this key came before, within two days."""
        moment = self._clock()
        self._db.run(
            "DELETE FROM inbox WHERE task = '' AND at < :old", old=stamp(moment - REMEMBERED)
        )
        return bool(
            self._db.run(
                "INSERT INTO inbox (key, task, at, place) VALUES (:key, :task, :at, :place) "
                "ON CONFLICT (key) DO NOTHING RETURNING key",
                key=key,
                task=json.dumps(task),
                at=stamp(moment),
                place=place,
            )
        )

    def places(self, *, older: timedelta = timedelta(0)) -> list[str]:
        """The places where a task has waited for longer than `older`, the longest first."""
        rows = self._db.run(
            "SELECT place FROM inbox WHERE task != '' AND at <= :at "
            "GROUP BY place ORDER BY MIN(at), place",
            at=stamp(self._clock() - older),
        )
        return [str(row[0]) for row in rows]

    def oldest(self, place: str) -> dict[str, Any] | None:
        """The task of a place that has waited longest; None when none is left."""
        rows = self._db.run(
            "SELECT task FROM inbox WHERE place = :place AND task != '' ORDER BY at, key LIMIT 1",
            place=place,
        )
        return dict(json.loads(rows[0][0])) if rows else None

    def update(self, key: str, task: Mapping[str, Any]) -> None:
        """Keep how far the service of a task has come; the caller holds its place."""
        self._db.run(
            "UPDATE inbox SET task = :task WHERE key = :key AND task != ''",
            key=key,
            task=json.dumps(task),
        )

    def done(self, key: str) -> None:
        """Note that a task is done, and forget what it said; the caller holds its place."""
        self._db.run("UPDATE inbox SET task = '' WHERE key = :key", key=key)

    def hold(self, place: str) -> AbstractContextManager[None]:
        """Hold a place alone among all processes; one that dies lets go."""
        return self._db.lock(f"inbox/{place}")

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

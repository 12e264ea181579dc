"""What remote models used, added up by thread and by day; the days hold no text and no ids."""

from dataclasses import dataclass, fields
from typing import Literal

from agent.storage.database import Database, Execute

Limit = Literal["thread", "day"]


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums over calls: tokens, billionths of a dollar, and how often something happened.

    Attributes:
        calls: calls of the model.
        prompt: tokens sent, `cached` ones among them.
        completion: tokens received.
        estimated: calls whose tokens the endpoint did not tell.
        unpriced: calls of models without a known price.
        asked_again: replies that were asked for once more because a sentence had no support.
        dropped: sentences that were left out for that, `replaced` ones said in other words.
    """

    calls: int = 0
    prompt: int = 0
    cached: int = 0
    completion: int = 0
    estimated: int = 0
    unpriced: int = 0
    nano_usd: int = 0
    asked_again: int = 0
    dropped: int = 0
    replaced: int = 0

    def as_dict(self) -> dict[str, int]:
        """The sums by name."""
        return {name: getattr(self, name) for name in NAMES}

    def __sub__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) - getattr(other, name) for name in NAMES))


NAMES = tuple(field.name for field in fields(Counts))


class Ledger:
    """The sums of one database; every change is whole, in all threads and processes."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self, thread: str, day: str, counts: Counts, *, limits: tuple[int, int] = (0, 0)
    ) -> Limit | None:
        """Add to the sums of a thread and of a day, unless that would pass a limit.

        `limits` are the most tokens of the thread and of the day, 0 for none. Returns the limit
        that would be passed; nothing is added then. A thread deleted meanwhile is left out.
        """
        try:
            with self._db.transaction() as execute:
                _add_to_thread(execute, thread, counts)
                _add_to_day(execute, day, counts)
                _check(execute, limits[0], "thread", "thread_usage", thread)
                _check(execute, limits[1], "day", "day_usage", day)
        except _PassesError as passed:
            return passed.limit
        return None

    def of_thread(self, thread: str) -> Counts:
        """The sums of a thread, all 0 where no remote model was called."""
        return _sums(self._db.run, "thread_usage", "thread", thread)

    def of_day(self, day: str) -> Counts:
        """The sums of a day such as 2026-11-21 (UTC)."""
        return _sums(self._db.run, "day_usage", "day", day)


class _PassesError(Exception):
    """Takes a transaction back."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit)
        self.limit: Limit = limit


def _check(execute: Execute, most: int, limit: Limit, table: str, key: str) -> None:
    """Let sums within `most` tokens pass; 0 sets no limit.

    Raises:
        _PassesError: they are beyond.
    """
    row = _sums(execute, table, limit, key) if most else Counts()
    if row.prompt + row.completion > most > 0:
        raise _PassesError(limit)


_COLUMNS = ", ".join(NAMES)
_VALUES = ", ".join(f":{name}" for name in NAMES)


def _added(table: str) -> str:
    return ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in NAMES)


def _add_to_thread(execute: Execute, thread: str, counts: Counts) -> None:
    execute(
        f"INSERT INTO thread_usage (thread, {_COLUMNS}) "
        f"SELECT id, {_VALUES} FROM threads WHERE id = :thread "
        f"ON CONFLICT (thread) DO UPDATE SET {_added('thread_usage')}",
        thread=thread,
        **counts.as_dict(),
    )


def _add_to_day(execute: Execute, day: str, counts: Counts) -> None:
    execute(
        f"INSERT INTO day_usage (day, {_COLUMNS}) VALUES (:day, {_VALUES}) "
        f"ON CONFLICT (day) DO UPDATE SET {_added('day_usage')}",
        day=day,
        **counts.as_dict(),
    )


def _sums(execute: Execute, table: str, column: str, key: str) -> Counts:
    rows = execute(f"SELECT {_COLUMNS} FROM {table} WHERE {column} = :key", key=key)
    return Counts(*rows[0]) if rows else Counts()

"""What the tables need of a database; `sqlite.py` and `postgres.py` are the two there are."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, Protocol

from langgraph.checkpoint.base import BaseCheckpointSaver

from agent.settings import Unavailable

Row = tuple[Any, ...]
Execute = Callable[..., list[Row]]
Statement = tuple[str, dict[str, Any]]  # SQL and its named values
Clock = Callable[[], datetime]


class Database(Protocol):
    """One database; SQL is what both understand, its values are named, as in `:thread`.

    Every method raises `Unavailable` when the database cannot be used now.
    """

    @property
    def saver(self) -> BaseCheckpointSaver[Any]:
        """Where LangGraph keeps the steps of conversations."""
        ...

    def run(self, sql: str, **values: Any) -> list[Row]:
        """Run one statement, whole or not at all; returns its rows, none where it has none."""
        ...

    def transaction(self) -> AbstractContextManager[Execute]:
        """Run statements, all or none; nobody else writes what they read in between."""
        ...

    def lock(self, name: str) -> AbstractContextManager[None]:
        """Hold a name alone among all threads and processes; a process that dies lets go."""
        ...

    def compact(self, thread: str, then: Statement | None = None) -> None:
        """Keep only a thread's newest checkpoint, and run one statement `then`.

        The older checkpoints only cost space. Where the database can, it does both at once.
        """
        ...

    def forget(self, thread: str) -> None:
        """Remove what a deleted thread left outside the tables; the caller holds its lock."""
        ...

    def tidy(self) -> None:
        """Write over what was deleted, now that no lock is held."""
        ...

    def place(self) -> str:
        """Where it is, for people; never with a password."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A time as it is stored: sorted as text, it is in order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def newer_schema(place: str) -> Unavailable:
    """The sentence for a database that a later version has written."""
    return Unavailable(f"{place} was written by a newer Steerwise; update this one")

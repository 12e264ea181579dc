"""What people thought of replies; gone with the thread."""

from dataclasses import dataclass
from typing import Literal

from agent.storage.database import Clock, Database, now, stamp

Thumb = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Rating:
    """One person's view of the reply of a turn; `by` is "" where nobody gave a name."""

    thread: str
    turn: int
    rating: Thumb
    comment: str
    by: str
    rated: str


class Ratings:
    """The ratings of one database; a person has one for each reply."""

    def __init__(self, database: Database, *, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def put(self, thread: str, turn: int, rating: Thumb, comment: str, by: str) -> None:
        """Keep a rating in the place of the same person's earlier one."""
        self._db.run(
            "INSERT INTO ratings (thread, turn, author, rating, comment, rated) "
            "SELECT id, :turn, :author, :rating, :comment, :rated FROM threads WHERE id = :thread "
            "ON CONFLICT (thread, turn, author) DO UPDATE SET rating = excluded.rating, "
            "comment = excluded.comment, rated = excluded.rated",
            thread=thread,
            turn=turn,
            author=by,
            rating=rating,
            comment=comment,
            rated=stamp(self._clock()),
        )

    def take_back(self, thread: str, turn: int, by: str) -> None:
        """Remove a person's rating of a reply."""
        self._db.run(
            "DELETE FROM ratings WHERE thread = :thread AND turn = :turn AND author = :author",
            thread=thread,
            turn=turn,
            author=by,
        )

    def rewind(self, thread: str, turn: int) -> None:
        """Remove the ratings of a turn that no longer happened, and of those after it."""
        self._db.run(
            "DELETE FROM ratings WHERE thread = :thread AND turn >= :turn", thread=thread, turn=turn
        )

    def of(self, thread: str | None = None) -> tuple[Rating, ...]:
        """The ratings of a thread, or all, in the order of their turns."""
        query = "SELECT thread, turn, rating, comment, author, rated FROM ratings"
        order = " ORDER BY thread, turn, rated, author"
        if thread is None:
            rows = self._db.run(query + order)
        else:
            rows = self._db.run(f"{query} WHERE thread = :thread{order}", thread=thread)
        return tuple(Rating(*row) for row in rows)

"""Thumbs up or down, with a comment: what is taken, and how it is handed out."""

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from agent.storage.ratings import Rating, Ratings, Thumb
from tools.errors import InvalidInput

MAX_COMMENT = 2_000
MAX_NAME = 120
COLUMNS = ("thread", "turn", "rating", "comment", "by", "rated")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rate(
    ratings: Ratings,
    thread: str,
    turn: int,
    rating: Thumb | None,
    comment: str = "",
    *,
    by: str | None = None,
    turns: int,
) -> None:
    """Keep what somebody thinks of the reply of a turn; None takes it back.

    Args:
        ratings: where they are kept.
        thread: a conversation that exists.
        turn: which of its messages, from 1 to `turns`.
        rating: `up`, `down`, or None.
        comment: up to 2,000 characters.
        by: whose it is; a person has one rating for each reply.
        turns: how many messages the conversation has.

    Raises:
        InvalidInput: the rating, the turn or the comment cannot be taken.
    """
    if rating not in ("up", "down", None):
        raise InvalidInput(f"a rating is up or down, got {rating!r:.60}")
    if isinstance(turn, bool) or not isinstance(turn, int) or not 1 <= turn <= turns:
        raise InvalidInput(f"there is no reply number {turn!r:.20}; the conversation has {turns}")
    who = _clean(by or "")[:MAX_NAME]
    if rating is None:
        ratings.take_back(thread, turn, who)
        return
    said = _clean(comment).strip()
    if len(said) > MAX_COMMENT:
        raise InvalidInput(
            f"that comment has {len(said):,} characters and {MAX_COMMENT:,} are kept; shorten it"
        )
    ratings.put(thread, turn, rating, said, who)


def as_rows(ratings: Iterable[Rating]) -> list[dict[str, Any]]:
    """The ratings as plain JSON."""
    return [asdict(rating) for rating in ratings]


def as_csv(ratings: Iterable[Rating]) -> str:
    """The ratings as a table for spreadsheets, which must not run a comment as a formula."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for row in as_rows(ratings):
        table.writerow([_inert(row[column]) for column in COLUMNS])
    return out.getvalue()


def _clean(text: str) -> str:
    if not isinstance(text, str):
        raise InvalidInput(f"a comment is text; got {type(text).__name__}")
    whole = text.encode("utf-8", "ignore").decode()
    return "".join(c for c in whole if c.isprintable() or c == "\n")


def _inert(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

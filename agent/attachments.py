"""What became of the files that a conversation was given: notes that stay with it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

MOST_NOTES = 200


@dataclass(frozen=True, slots=True)
class FileNote:
    """One file: its name, what became of it in a sentence, whether it could be used.

    `reply` is what the user may want to say next, `more` are further lines; `after` is the number
    of the message that came before the file, 0 before the first.
    """

    name: str
    text: str
    ok: bool
    reply: str = ""
    more: tuple[str, ...] = ()
    after: int = 0


def add_notes(
    kept: Sequence[Mapping[str, Any]] | None, new: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The reducer of the notes' channel: the last ones are kept."""
    return [dict(row) for row in (*(kept or ()), *new)][-MOST_NOTES:]


def rows_of(notes: Sequence[FileNote], *, after: int) -> list[dict[str, Any]]:
    """The notes as plain JSON, told after message number `after`."""
    return [{**asdict(note), "more": list(note.more), "after": after} for note in notes]


def notes_of(rows: Sequence[Mapping[str, Any]] | None, *, turns: int) -> tuple[FileNote, ...]:
    """Read what `rows_of` wrote; files outlive the messages that were taken back before them."""
    return tuple(
        FileNote(**{**row, "more": tuple(row["more"]), "after": min(int(row["after"]), turns)})
        for row in rows or ()
    )

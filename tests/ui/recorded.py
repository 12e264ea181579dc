"""Recorded turns of `steerwise chat --json`: facts told, a question with sources, a failure.

`recorded.json` names each board once; boards are cut to a few rows of every list.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from agent.events import (
    Board,
    BoardChanged,
    Done,
    Event,
    Failed,
    QuestionAsked,
    TextDelta,
    ToolFinished,
    ToolStarted,
)

KINDS = (TextDelta, ToolStarted, ToolFinished, BoardChanged, QuestionAsked, Done, Failed)
_EVENTS: dict[str, TypeAdapter[Any]] = {kind.type: TypeAdapter(kind) for kind in KINDS}


@cache
def recorded_turns() -> tuple[tuple[Event, ...], ...]:
    """The events of each recorded turn."""
    raw = json.loads(Path(__file__).with_name("recorded.json").read_text(encoding="utf-8"))
    boards = {name: TypeAdapter(Board).validate_python(row) for name, row in raw["boards"].items()}
    return tuple(tuple(_event(row, boards) for row in turn) for turn in raw["turns"])


def _event(row: dict[str, Any], boards: dict[str, Board]) -> Event:
    fields = {key: value for key, value in row.items() if key != "type"}
    if "board" in fields:
        fields["board"] = boards[fields["board"]]
    event: Event = _EVENTS[row["type"]].validate_python(fields)
    return event


class Replaying:
    """An advisor whose turns are the recorded ones, whatever is said to it."""

    def __init__(self, turn: tuple[Event, ...]) -> None:
        self._turn = turn

    def new_thread(self, owner: str | None = None) -> str:
        """Begin the recorded conversation."""
        return "recorded"

    def stream(self, thread: str, text: str, *, stop: object = None) -> Iterator[Event]:
        """The recorded turn."""
        return iter(self._turn)

    def board(self, thread: str) -> Board:
        """The board before the recorded turn: nothing is known."""
        return Board("", "", None, None, (), None, (), "")

    def delete(self, thread: str) -> None:
        """Nothing was kept."""

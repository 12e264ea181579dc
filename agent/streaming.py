"""Translates what the graph streams while a turn runs into the events that faces draw."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AIMessageChunk, ToolMessage

from agent.events import Board, BoardChanged, Event, TextDelta, ToolFinished, ToolStarted
from agent.state import State


@dataclass
class TurnStream:
    """One turn on its way; follows how far the reply and the board have come.

    `state` is the graph's as it was before the turn, then as each step left it; `board` is the one
    that was shown last, `look` computes that of a state; `replies` holds what was said, a text for
    each message of the model; `whole` is true once the graph has ended.
    """

    thread: str
    turn: int
    state: State
    board: Board
    look: Callable[[State], Board]
    replies: list[str] = field(default_factory=list)
    whole: bool = False
    _message: str | None = None

    @property
    def said(self) -> str:
        """The last message of the reply, as far as it has come."""
        return self.replies[-1] if self.replies else ""

    def events(self, source: Iterable[tuple[str, Any]]) -> Iterator[Event]:
        """The events of what the graph streams: `messages`, `custom` and `values`."""
        for mode, payload in source:
            if mode == "custom":
                yield self._tool(payload)
            elif mode == "values":  # the state after each step
                now, before = payload.get("notebook"), self.state.get("notebook")
                noted = now is not before and now != before
                self.state, said = payload, payload.get("messages")
                if noted and said and isinstance(said[-1], ToolMessage):
                    yield from self.board_if_changed()
            elif mode == "messages" and isinstance(payload[0], AIMessageChunk):
                yield from self._text(payload[0])
        self.whole = True

    def board_if_changed(self) -> Iterator[Event]:
        """The board, where it is another one than was shown last."""
        now = self.look(self.state)
        if now != self.board:
            self.board = now
            yield BoardChanged(self.thread, self.turn, now)

    def _text(self, chunk: AIMessageChunk) -> Iterator[Event]:
        delta = str(chunk.text)
        if not delta:
            return
        if chunk.id != self._message:
            self._message = chunk.id
            self.replies.append("")
        gap = "\n\n" if len(self.replies) > 1 and not self.replies[-1] else ""
        self.replies[-1] += delta
        yield TextDelta(self.thread, self.turn, gap + delta)

    def _tool(self, payload: dict[str, Any]) -> Event:
        values = {k: v for k, v in payload.items() if k != "event"}
        kind = ToolStarted if payload["event"] == "tool_started" else ToolFinished
        return kind(self.thread, self.turn, **values)

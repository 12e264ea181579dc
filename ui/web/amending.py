"""What people do with what was said: edit a message, have it answered again, take it back, rate."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from ui.web.acts import editing_html, furnished, ratings_of
from ui.web.browser import Visitor
from ui.web.conversing import BUSY, Conversing
from ui.web.drawing import Drawing, Update, ready, told_plainly
from ui.web.retold import settled
from ui.web.turns import Turns


class Amending:
    """Handles the buttons below the messages of a conversation."""

    def __init__(
        self, advisor: Any, drawing: Drawing, turns: Turns, conversing: Conversing
    ) -> None:
        """Change the conversations of `advisor`; new answers are shown by `conversing`."""
        self.drawing = drawing
        self._advisor = advisor
        self._turns = turns
        self._conversing = conversing

    @told_plainly
    def edit(self, thread: str, event: gr.EventData) -> Iterator[Update]:
        """Put a message of the user into the box; sending it replaces it."""
        text, turn = self._message(thread, event.turn)
        if self._is_busy(thread) or not text:
            yield {self.drawing.on.box: gr.skip()}
            return
        yield {
            self.drawing.on.box: ready(text),
            self.drawing.on.instead: str(turn),
            self.drawing.on.above: editing_html(),
        }

    @told_plainly
    def leave(self) -> Iterator[Update]:
        """Leave the message as it was."""
        on = self.drawing.on
        yield {on.box: gr.update(value=None), **self.drawing.edits_nothing()}

    @told_plainly
    def again(
        self, thread: str, stored: Any, entries: Any, event: gr.EventData
    ) -> Iterator[Update]:
        """Answer the last message anew."""
        text, turn = self._message(thread, event.turn)
        if text:
            yield from self._conversing.converse(text, thread, stored, entries, instead_of=turn)

    @told_plainly
    def take_back(self, thread: str, stored: Any, event: gr.EventData) -> Iterator[Update]:
        """Take back a message and its answer; its words are in the box again."""
        text, turn = self._message(thread, event.turn)
        if self._is_busy(thread) or not text:
            yield {self.drawing.on.box: gr.skip()}
            return
        visitor, on = Visitor.read(stored), self.drawing.on
        text = self._advisor.rewind(thread, turn)
        yield {
            on.chat: self.drawing.whole(thread, visitor),
            on.bar: self.drawing.bar(visitor, thread),
            on.box: ready(text),
            **self.drawing.stored_board(thread, draw=False),
            **self.drawing.edits_nothing(),
        }

    @told_plainly
    def rate(self, thread: str, stored: Any, entries: Any, event: gr.EventData) -> Iterator[Update]:
        """Keep what somebody thinks of an answer."""
        visitor, on = Visitor.read(stored), self.drawing.on
        _, turn = self._message(thread, event.turn)
        rating = event.rating if event.rating in ("up", "down") else None
        comment = str(event.comment or "")
        self._advisor.rate(thread, turn, rating, comment, by=visitor.user)
        if self._turns.running(thread) is not None:  # the chat is being written
            yield {on.chat: gr.skip()}
            return
        options = (entries or [{}])[-1].get("options")
        kept = settled(entries or [])
        if options and kept:
            kept[-1] = {**kept[-1], "options": options}
        ratings = ratings_of(self._advisor.ratings(thread), visitor.user)
        yield {on.chat: furnished(kept, ratings, self._advisor.usage(thread))}

    def _is_busy(self, thread: str) -> bool:
        busy = self._turns.running(thread) is not None
        if busy:
            gr.Warning(BUSY, title="Not now")
        return busy

    def _message(self, thread: str, turn: Any) -> tuple[str, int]:
        """The text of a message of the user, "" where there is none of that number."""
        number = int(turn) if str(turn).isdigit() else 0
        if not self.drawing.knows(thread):
            return "", number
        own = [m.text for m in self._advisor.history(thread) if m.role == "user"]
        return (own[number - 1] if 0 < number <= len(own) else ""), number

"""What people do on the board: set a fact in place, take a document away."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from tools.errors import SteerwiseError
from ui.web.acts import turns_in
from ui.web.browser import Visitor
from ui.web.conversing import BUSY, Conversing
from ui.web.drawing import Drawing, Update, told_plainly
from ui.web.retold import cited, said, up_to_date
from ui.web.turns import Turns
from ui.web.words import esc, sentence


class Noting:
    """Handles changes that are made on the board; the chat tells of them."""

    def __init__(
        self, advisor: Any, drawing: Drawing, turns: Turns, conversing: Conversing
    ) -> None:
        """Change the conversations of `advisor`; what follows is shown by `conversing`."""
        self.drawing = drawing
        self._advisor = advisor
        self._turns = turns
        self._conversing = conversing

    def check_fact(self, typed: Any) -> str:
        """Why a value cannot be set now, in a sentence; empty where it can.

        Called by the page, before it lets go of what was typed, with name, value and thread.
        """
        from agent.editing import check_edit  # not at the opening: it brings LangChain

        said = typed if isinstance(typed, dict) else {}
        try:
            check_edit({str(said.get("name")): said.get("value")}, origin="board")
        except SteerwiseError as error:
            return sentence(str(error))
        return BUSY if self._turns.running(str(said.get("thread"))) is not None else ""

    @told_plainly
    def set_fact(
        self, thread: str, stored: Any, entries: Any, event: gr.EventData
    ) -> Iterator[Update]:
        """A value that was set on the board, as a turn of the conversation."""
        from agent.editing import check_edit, message_of

        name, value, seen = str(event.name), event.value, event.seen
        visitor = Visitor.read(stored)
        edit = check_edit({name: value}, origin="board")
        if not self.drawing.knows(thread):
            thread, entries = self._advisor.new_thread(visitor.user), []
        history = self._advisor.history(thread)
        text = str(message_of(edit).text)
        turn = self._turns.start(
            thread,
            text,
            lambda stop: self._advisor.edit(
                thread, {name: value}, origin="board", seen={name: seen}, stop=stop
            ),
        )
        if turn is None:
            gr.Warning(BUSY, title="Not set")
            yield self.drawing.stored_board(thread, draw=True, again=True)
            return
        before = up_to_date(entries or [], history, self.drawing.files(thread))
        shown = [*before, said(text, turns_in(before) + 1)]
        yield self._conversing.begin(turn, shown, visitor)
        yield from self._conversing.follow(turn, shown, visitor, cited(history), anew=True)
        failed = turn.failed
        if failed:
            gr.Warning(esc(failed), title="Not set")
            yield self.drawing.stored_board(thread, draw=True, again=True)

    @told_plainly
    def forget_document(self, thread: str, event: gr.EventData) -> Iterator[Update]:
        """Take a document away from the conversation."""
        self._advisor.forget_document(thread, str(event.name))
        yield self.drawing.stored_board(thread, draw=True)

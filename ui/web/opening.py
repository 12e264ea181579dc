"""What people do with projects: open the page, begin one, switch to one, delete one."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from tools.errors import InvalidInput
from ui.web.browser import Visitor
from ui.web.conversing import Conversing
from ui.web.drawing import Drawing, Update, ready, told_plainly, waiting
from ui.web.retold import before_turn, cited, lags
from ui.web.turns import Turns
from ui.web.welcome import GONE
from ui.web.words import esc, sentence


class Opening:
    """Handles which conversation the page shows."""

    def __init__(
        self, advisor: Any, drawing: Drawing, turns: Turns, conversing: Conversing
    ) -> None:
        """Open the conversations of `advisor`; turns under way are shown by `conversing`."""
        self.drawing = drawing
        self._advisor = advisor
        self._turns = turns
        self._conversing = conversing

    @told_plainly
    def open(self, stored: Any, linked: str) -> Iterator[Update]:
        """The page was opened: show what its address names, or what was open last."""
        visitor = Visitor.read(stored)
        if linked:
            yield from self.show(visitor, linked)
        elif self.drawing.knows(visitor.thread):
            yield from self.show(visitor, visitor.thread)
        else:
            yield self.drawing.blank(visitor)

    @told_plainly
    def new(self, stored: Any) -> Iterator[Update]:
        """Begin a project."""
        yield self.drawing.blank(Visitor.read(stored))

    @told_plainly
    def switch(self, stored: Any, event: gr.EventData) -> Iterator[Update]:
        """Open one of the projects of the bar."""
        yield from self.show(Visitor.read(stored), str(event.id))

    @told_plainly
    def look_again(self, thread: str, stored: Any, entries: Any) -> Iterator[Update]:
        """The tab is looked at again: show what another one has said or set meanwhile."""
        visitor = Visitor.read(stored)
        if thread and not self.drawing.knows(thread):
            yield self.drawing.blank(visitor, message=GONE)
        elif thread and self._is_behind(thread, entries):
            yield from self.show(visitor, thread)
        else:
            yield {self.drawing.on.board: gr.skip()}

    def _is_behind(self, thread: str, entries: Any) -> bool:
        if self._turns.running(thread) is not None:
            return True
        history, files = self._advisor.history(thread), self.drawing.files(thread)
        return lags(entries or [], history, files)

    @told_plainly
    def rename(self, thread: str, stored: Any, event: gr.EventData) -> Iterator[Update]:
        """Give a project of this visitor's own a name; the list on the page shows it already."""
        visitor, meant = Visitor.read(stored), str(event.id)
        on, told = self.drawing.on, False
        try:
            if self._advisor.owns(meant, visitor.user):
                self._advisor.rename(meant, str(event.name))
                told = True
        except InvalidInput as error:
            gr.Warning(esc(sentence(str(error))), title="Not renamed")
        yield {on.bar: gr.skip() if told else self.drawing.bar(visitor, thread)}

    @told_plainly
    def delete(self, thread: str, stored: Any, event: gr.EventData) -> Iterator[Update]:
        """Delete a project of this visitor's own."""
        visitor, doomed = Visitor.read(stored), str(event.id)
        if doomed in {project.id for project in self._advisor.threads(visitor.user)}:
            self._conversing.stop(doomed)
            self._advisor.delete(doomed)
        if doomed == thread:
            yield self.drawing.blank(visitor)
        else:
            yield {self.drawing.on.bar: self.drawing.bar(visitor, thread)}

    def show(self, visitor: Visitor, thread: str) -> Iterator[Update]:
        """Show a stored conversation; join the turn it is in, or finish the one a crash cut."""
        if not self.drawing.knows(thread):
            yield self.drawing.blank(visitor, message=GONE)
            return
        on = self.drawing.on
        turn = self._turns.running(thread)
        if turn is None and self._advisor.interrupted(thread):
            turn = self._turns.start(
                thread, "", lambda stop: self._advisor.resume(thread, stop=stop)
            ) or self._turns.running(thread)
        here = {
            **self.drawing.place(visitor, thread),
            **self.drawing.stored_board(thread, draw=False),
            **self.drawing.edits_nothing(),
        }
        if turn is None:
            yield {**here, on.chat: self.drawing.whole(thread, visitor), on.box: ready()}
            return
        history = self._advisor.history(thread)
        entries = before_turn(history, turn.text, self.drawing.files(thread))
        yield {**here, on.chat: entries, on.box: waiting()}
        yield from self._conversing.follow(turn, entries, visitor, cited(history))

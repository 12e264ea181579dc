"""The page: chat on the left, decision board on the right; it wires, and computes nothing."""

import functools
import logging
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from agent.events import Board
from agent.settings import Settings
from tools import charts
from tools.errors import SteerwiseError
from ui.web import chat as talk
from ui.web import uploads
from ui.web.board import EMPTY, board_html
from ui.web.browser import Visitor
from ui.web.nextstep import result_message
from ui.web.projects import bar_html
from ui.web.screen import lay_out
from ui.web.turns import BROKEN, Turn, Turns
from ui.web.welcome import GONE
from ui.web.words import esc, sentence

Update = dict[Any, Any]

log = logging.getLogger(__name__)

BUSY = "An answer to this project is still being written, perhaps in another tab; send after it."
FORGET = (3600, 3600)  # seconds: how often to look for files never sent, and their age then
ASKS_THREAD = "(stored, thread) => [stored, steerwise.linked()]"
SHOWS_THREAD = "(thread) => steerwise.show(thread)"


def _told_plainly(handler: Callable[..., Iterator[Update]]) -> Callable[..., Iterator[Update]]:
    """Say in one sentence what a handler could not do, and give the box back."""

    @functools.wraps(handler)
    def guarded(page: "Page", *arguments: Any) -> Iterator[Update]:
        try:
            yield from handler(page, *arguments)
        except SteerwiseError as error:
            yield page.sorry(sentence(str(error)))
        except Exception:
            log.exception("the page could not serve a click")
            yield page.sorry(BROKEN)

    return guarded


class Page:
    """The components of the page and what happens when they are used."""

    def __init__(
        self,
        advisor: Any,
        settings: Settings,
        *,
        when_opened: Callable[[], object] | None = None,
    ) -> None:
        """Lay the page out; `advisor` is an `agent.Advisor`."""
        self._advisor = advisor
        self._turns = Turns()
        self._model = settings.model_name
        self._to_do = [charts.warm_up, *([when_opened] if when_opened else [])]
        with gr.Blocks(
            title="Steerwise", analytics_enabled=False, fill_width=True, delete_cache=FORGET
        ) as self.blocks:
            self._stored, self._thread, self._bar, self._chat, self._box, self._board = lay_out(
                settings, advisor.greeting()
            )
            self._wire()

    def _wire(self) -> None:
        quiet: Any = {"show_progress": "hidden", "api_visibility": "private"}
        serving: Any = {**quiet, "concurrency_limit": None}
        place = [self._thread, self._stored, self._chat]
        screen = [*place, self._bar, self._board, self._box]
        opened = self.blocks.load(
            self._open, [self._stored, self._thread], screen, js=ASKS_THREAD, **serving
        )
        turns = (
            opened,
            self._box.submit(self._send, [self._box, *place], screen, **serving),
            self._chat.option_select(self._reply, place, screen, **serving),
            self._chat.example_select(self._example, place, screen, **serving),
            self._board.typed_result(self._result, place, screen, **serving),
            self._bar.open_project(self._switch, self._stored, screen, **serving),
        )
        for turn in turns:  # an event of its own, so that the box is not held up by a drawing
            turn.then(self._pictures, self._thread, self._board, trigger_mode="multiple", **serving)
        self._box.stop(self._stop, self._thread, None, queue=False, **quiet)
        self._bar.new_project(self._new, self._stored, screen, **serving)
        self._bar.delete_project(self._delete, [self._thread, self._stored], screen, **serving)
        self._thread.change(None, self._thread, None, js=SHOWS_THREAD, **quiet)

    # What people do

    @_told_plainly
    def _send(self, box: Any, thread: str, stored: Any, entries: Any) -> Iterator[Update]:
        text = str((box or {}).get("text") or "")
        files = uploads.paths_of((box or {}).get("files"))
        if files:
            thread, entries = yield from self._take(files, thread, Visitor.read(stored), entries)
        if text.strip():
            yield from self._converse(text, thread, stored, entries)
        elif not files:
            yield {self._box: gr.update(value=None)}

    def _take(
        self, files: list[Path], thread: str, visitor: Visitor, entries: Any
    ) -> Generator[Update, None, tuple[str, list[Any]]]:
        """Read the files that came with a message; returns where it goes on."""
        if not thread or not self._knows(thread):
            thread, entries = self._advisor.new_thread(visitor.user), []
        entries, notes = talk.settled(entries or []), list[uploads.Note]()
        place = {self._thread: thread, self._stored: Visitor(visitor.user, thread).stored()}
        shown = [*entries, talk.taken(notes, left=len(files))]
        yield {**place, self._chat: shown, self._box: self._waiting()}
        for note in uploads.take_in(self._advisor, thread, files):
            notes.append(note)
            shown = [*entries, talk.taken(notes, left=len(files) - len(notes))]
            yield {self._chat: shown}
        board, cited = self._advisor.board(thread), talk.cited(self._advisor.history(thread))
        drawn = self._draw(thread, board, cited, draw=False)
        shown = talk.asking(shown, board.question)
        yield {**drawn, self._chat: shown, self._box: self._ready()}
        return thread, shown

    @_told_plainly
    def _reply(
        self, thread: str, stored: Any, entries: Any, choice: gr.SelectData
    ) -> Iterator[Update]:
        yield from self._converse(str(choice.value), thread, stored, entries)

    @_told_plainly
    def _example(
        self, thread: str, stored: Any, entries: Any, choice: gr.SelectData
    ) -> Iterator[Update]:
        yield from self._converse(str(choice.value["text"]), thread, stored, entries)

    @_told_plainly
    def _result(
        self, thread: str, stored: Any, entries: Any, event: gr.EventData
    ) -> Iterator[Update]:
        typed = str(event.text).strip()
        if typed:
            yield from self._converse(result_message(typed), thread, stored, entries)

    def _stop(self, thread: str) -> None:
        turn = self._turns.running(thread)
        if turn is not None:
            turn.stop()

    @_told_plainly
    def _new(self, stored: Any) -> Iterator[Update]:
        yield self._blank(Visitor.read(stored))

    @_told_plainly
    def _switch(self, stored: Any, event: gr.EventData) -> Iterator[Update]:
        yield from self._show(Visitor.read(stored), str(event.id))

    @_told_plainly
    def _delete(self, thread: str, stored: Any, event: gr.EventData) -> Iterator[Update]:
        visitor, doomed = Visitor.read(stored), str(event.id)
        if doomed in {project.id for project in self._advisor.threads(visitor.user)}:
            self._stop(doomed)
            self._advisor.delete(doomed)
        if doomed == thread:
            yield self._blank(visitor)
        else:
            yield {self._bar: self._bar_html(visitor, thread)}

    @_told_plainly
    def _open(self, stored: Any, linked: str) -> Iterator[Update]:
        visitor = Visitor.read(stored)
        if linked:
            yield from self._show(visitor, linked)
        elif visitor.thread and self._knows(visitor.thread):
            yield from self._show(visitor, visitor.thread)
        else:
            yield self._blank(visitor)

    # What the page then shows

    def sorry(self, message: str) -> Update:
        """Show a message above the page and give the box back."""
        gr.Warning(esc(message), title="That didn’t work")
        return {self._box: self._ready()}

    def _knows(self, thread: str) -> bool:
        try:
            return bool(self._advisor.knows(thread))
        except SteerwiseError:
            return False

    def _blank(self, visitor: Visitor, *, message: str = "") -> Update:
        return {
            **self._place(visitor, ""),
            self._chat: talk.notice(message) if message else [],
            self._board: board_html(EMPTY),
            self._box: self._ready(),
        }

    def _place(self, visitor: Visitor, thread: str) -> Update:
        return {
            self._thread: thread,
            self._stored: Visitor(visitor.user, thread).stored(),
            self._bar: self._bar_html(visitor, thread),
        }

    def _bar_html(self, visitor: Visitor, thread: str) -> str:
        return bar_html(self._advisor.threads(visitor.user), thread, self._model)

    def _show(self, visitor: Visitor, thread: str) -> Iterator[Update]:
        """Show a stored conversation; join the turn it is in, or finish the one a crash cut."""
        if not self._knows(thread):
            yield self._blank(visitor, message=GONE)
            return
        turn = self._turns.running(thread)
        if turn is None and self._advisor.interrupted(thread):
            turn = self._turns.start(
                thread, "", lambda stop: self._advisor.resume(thread, stop=stop)
            ) or self._turns.running(thread)
        history, board = self._advisor.history(thread), self._advisor.board(thread)
        cited = talk.cited(history)
        here = {**self._place(visitor, thread), **self._draw(thread, board, cited, draw=False)}
        if turn is None:
            entries = talk.retold(history, board.question)
            yield {**here, self._chat: entries, self._box: self._ready()}
            return
        entries = talk.before_turn(history, turn.text)
        yield {**here, self._chat: entries, self._box: self._waiting()}
        yield from self._follow(turn, entries, visitor, cited)

    def _draw(self, thread: str, board: Board, cited: set[int], *, draw: bool) -> Update:
        documents = self._advisor.documents(thread)
        html = board_html(board, cited, thread=thread, documents=documents, draw=draw)
        return {self._board: html}

    def _pictures(self, thread: str) -> Update:
        """Draw the charts of the board, once its words stand; the first time, warm up."""
        while self._to_do:
            self._to_do.pop()()
        if not thread or not self._knows(thread):
            return {self._board: gr.skip()}
        cited = talk.cited(self._advisor.history(thread))
        return self._draw(thread, self._advisor.board(thread), cited, draw=True)

    def _converse(self, text: str, thread: str, stored: Any, entries: Any) -> Iterator[Update]:
        """Send a message and show the answer as it comes."""
        visitor = Visitor.read(stored)
        if not thread or not self._knows(thread):
            thread, entries = self._advisor.new_thread(visitor.user), []
        history = self._advisor.history(thread)
        turn = self._turns.start(
            thread, text, lambda stop: self._advisor.stream(thread, text, stop=stop)
        )
        if turn is None:
            gr.Warning(BUSY, title="Not sent")
            yield {self._box: self._ready(text)}
            return
        entries = [*talk.up_to_date(entries or [], history), talk.said(text)]
        yield {
            self._thread: thread,
            self._stored: Visitor(visitor.user, thread).stored(),
            self._chat: [*entries, *talk.shown(talk.Reply())],
            self._box: self._waiting(),
        }
        yield from self._follow(turn, entries, visitor, talk.cited(history))

    def _follow(
        self, turn: Turn, entries: list[Any], visitor: Visitor, cited: set[int]
    ) -> Iterator[Update]:
        """Show the events of a turn as they come; `cited` are the sources quoted before it."""
        reply = talk.Reply()
        for events in turn.batches():
            for event in events:
                reply = talk.fold_event(reply, event)
            update: Update = {self._chat: [*entries, *talk.shown(reply)]}
            board = talk.newest_board(events)
            if board is not None:
                update |= self._draw(turn.thread, board, cited | reply.cited, draw=False)
            yield update
        yield {
            self._chat: [*entries, *talk.shown(reply, ended=True)],
            self._bar: self._bar_html(visitor, turn.thread),
            self._box: self._ready(),
        }

    @staticmethod
    def _waiting() -> Any:
        return gr.update(value=None, interactive=False, submit_btn=False, stop_btn=True)

    @staticmethod
    def _ready(text: str = "") -> Any:
        """The box takes input again; it holds `text` where a message could not be sent."""
        back: dict[str, Any] = {"value": {"text": text, "files": []}} if text else {}
        return gr.update(interactive=True, submit_btn=True, stop_btn=False, **back)


def build_page(
    advisor: Any, settings: Settings, *, when_opened: Callable[[], object] | None = None
) -> gr.Blocks:
    """The page over one advisor, ready to be launched; `when_opened` is called at the first visit.

    Raises:
        Unavailable: the data folder cannot be written.
    """
    blocks: gr.Blocks = Page(advisor, settings, when_opened=when_opened).blocks
    return blocks

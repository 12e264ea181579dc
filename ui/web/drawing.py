"""What the page shows, as updates of its components: blank, a board, a box that waits."""

import functools
import itertools
import logging
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import gradio as gr

from agent.attachments import FileNote
from agent.events import Board
from tools.errors import SteerwiseError
from ui.web.acts import furnished, ratings_of
from ui.web.board import EMPTY, board_html
from ui.web.browser import Visitor, logged_in
from ui.web.chat import Entry
from ui.web.projects import bar_html
from ui.web.retold import cited, notice, offering, retold
from ui.web.screen import Screen
from ui.web.turns import BROKEN
from ui.web.words import esc, sentence

Update = dict[Any, Any]
_AGAIN = itertools.count(1)

log = logging.getLogger(__name__)


class Drawing:
    """Draws conversations of one advisor on one screen; it changes nothing of them."""

    def __init__(self, advisor: Any, screen: Screen, *, model: str) -> None:
        """Draw on `screen`; `model` names who answers."""
        self.on = screen
        self._advisor = advisor
        self._model = model

    def knows(self, thread: str) -> bool:
        """True when the conversation exists; an id that cannot be one names none."""
        try:
            return bool(thread) and bool(self._advisor.knows(thread))
        except SteerwiseError:
            return False

    def sorry(self, message: str) -> Update:
        """Show a message above the page and give the box back."""
        gr.Warning(esc(message), title="That didn’t work")
        return {self.on.box: ready()}

    def blank(self, visitor: Visitor, *, message: str = "") -> Update:
        """The page before the first message."""
        return {
            **self.place(visitor, ""),
            self.on.chat: notice(message) if message else [],
            self.on.board: board_html(EMPTY),
            self.on.box: ready(),
            **self.edits_nothing(),
        }

    def place(self, visitor: Visitor, thread: str) -> Update:
        """Which conversation is open, for whom."""
        return {
            self.on.thread: thread,
            self.on.stored: Visitor(visitor.user, thread).stored(),
            self.on.bar: self.bar(visitor, thread),
        }

    def bar(self, visitor: Visitor, thread: str) -> str:
        """The bar with the projects of this visitor."""
        projects = self._advisor.threads(visitor.user)
        return bar_html(projects, thread, self._model, login=logged_in() or "")

    def edits_nothing(self) -> Update:
        """No earlier message is being edited."""
        return {self.on.instead: "", self.on.above: ""}

    def files(self, thread: str) -> tuple[FileNote, ...]:
        """What became of the files of a conversation."""
        return tuple(self._advisor.files(thread))

    def whole(self, thread: str, visitor: Visitor, *, why: bool = True) -> list[Entry]:
        """The stored conversation with its buttons and what may be said next."""
        entries = retold(self._advisor.history(thread), self.files(thread))
        return self.finished(entries, thread, visitor, self._advisor.board(thread), why=why)

    def finished(
        self, entries: list[Entry], thread: str, visitor: Visitor, board: Board, *, why: bool
    ) -> list[Entry]:
        """The chat once nothing is under way: buttons below answers, what may be said next."""
        ratings = ratings_of(self._advisor.ratings(thread), visitor.user)
        offered = offering(entries, board, why=why)
        return furnished(offered, ratings, self._advisor.usage(thread))

    def board(
        self, thread: str, board: Board, quoted: set[int], *, draw: bool, again: bool = False
    ) -> Update:
        """The board; `again` where the page must draw it although nothing has changed."""
        html = board_html(
            board,
            quoted,
            thread=thread,
            documents=self._advisor.documents(thread),
            draw=draw,
            again=next(_AGAIN) if again else 0,
        )
        return {self.on.board: html}

    def stored_board(self, thread: str, *, draw: bool, again: bool = False) -> Update:
        """The board of a conversation as it is stored."""
        quoted = cited(self._advisor.history(thread))
        return self.board(thread, self._advisor.board(thread), quoted, draw=draw, again=again)


def waiting() -> Any:
    """The box while an answer is written."""
    return gr.update(value=None, interactive=False, submit_btn=False, stop_btn=True)


def ready(text: str = "") -> Any:
    """The box takes input again; it holds `text` where a message could not be sent."""
    back: dict[str, Any] = {"value": {"text": text, "files": []}} if text else {}
    return gr.update(interactive=True, submit_btn=True, stop_btn=False, **back)


class Handlers(Protocol):
    """Handlers of clicks, which draw."""

    drawing: Drawing


def told_plainly(handler: Callable[..., Iterator[Update]]) -> Callable[..., Iterator[Update]]:
    """Say in one sentence what a handler could not do, and give the box back."""

    @functools.wraps(handler)
    def guarded(page: Handlers, *arguments: Any) -> Iterator[Update]:
        try:
            yield from handler(page, *arguments)
        except SteerwiseError as error:
            yield page.drawing.sorry(sentence(str(error)))
        except Exception:
            log.exception("the page could not serve a click")
            yield page.drawing.sorry(BROKEN)

    return guarded

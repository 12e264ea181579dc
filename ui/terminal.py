"""`steerwise chat`: a conversation in the terminal; the advisor loads while the person types."""

import queue
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markdown import Markdown
from rich.text import Text

from agent.events import Board, Event, ToolStarted
from agent.settings import Settings
from agent.signals import StopSignal
from agent.wording import GREETING
from ui import bills, tables
from ui.figures import key_figures
from ui.folder import check_folder
from ui.marks import Hanging
from ui.menu import Menu
from ui.prospects import prospects
from ui.reply import MARGIN, SoFar, TurnView
from ui.returning import check_known

if TYPE_CHECKING:
    from agent import Advisor

Turn = Callable[["Advisor", str, StopSignal], Iterator[Event]]
Arrived = queue.SimpleQueue[Event | SoFar | BaseException | None]

SHOWN_AGAIN = 4
FIRST_SEARCH = "the guidance is being indexed, once, in about a minute"
MORE_FLIPS = "ask “what would change your mind?”"
HELP = """\
Say it in your own words: describe the project, answer or skip a question, correct a fact, ask
"what if we only had 100 examples?", "call that lean", "compare the scenarios", "why not RAG?",
"what should I test first?", "has anyone done this?", "compare LoRA and prompting", "costs".

- `/board` shows all that is decided so far, `/new` starts another conversation, `/quit` leaves
- Ctrl-C stops a reply, Ctrl-D leaves; every conversation is kept
"""


def chat_in_terminal(settings: Settings, thread: str | None) -> None:
    """Chat until the person leaves.

    Raises:
        Unavailable: the data folder cannot be used.
        InvalidInput: there is no conversation `thread`.
    """
    check_folder(settings.data_dir)
    opening: Future[Advisor] = Future()
    chat = TerminalChat(Console(highlight=False), opening, thread, at_a_glance=not settings.remote)
    _open(settings, opening, chat.quiet)
    chat.begin()
    chat.talk()


class TerminalChat:
    """One person at a terminal and one conversation at a time."""

    def __init__(
        self,
        console: Console,
        opening: "Future[Advisor]",
        thread: str | None,
        *,
        at_a_glance: bool = True,
    ) -> None:
        """Take an advisor that may still be opening; `thread` is None for a new conversation.

        With `at_a_glance` a first message that comes before the advisor is read by rule meanwhile.
        `quiet` is set once the chat has begun, while no turn is under way.
        """
        self.console = console
        self.thread = thread
        self.quiet = threading.Event()
        self._opening = opening
        self._at_a_glance = at_a_glance
        self._creating = threading.Lock()
        self._board: Board | None = None
        self._menu = Menu()

    @property
    def advisor(self) -> "Advisor":
        """The advisor, waited for if it is still opening."""
        if self._opening.done():
            return self._opening.result()
        with self.console.status(Text("opening …", "dim")):
            return self._opening.result()

    def begin(self) -> None:
        """Greet, or show where an earlier conversation stands and finish what a crash cut.

        Raises:
            InvalidInput: there is no such conversation; nothing was printed then.
        """
        if self.thread is not None:
            check_known(self.advisor, self.thread)
        self.console.print(Text.assemble(("Steerwise", "bold green"), ("  /help · Ctrl-D", "dim")))
        if self.thread is None:
            self._say(GREETING)
            self.quiet.set()
            return
        for message in self.advisor.history(self.thread)[-SHOWN_AGAIN:]:
            if message.role == "user":
                self._echo(message.text)
            else:
                self._say(message.text)
        self._take(lambda advisor, thread, stop: advisor.resume(thread, stop=stop))
        self._board = self.advisor.board(self.thread)
        for line in key_figures(self._board):
            self.console.print(Hanging(line, again=True), width=self._width)

    def talk(self) -> None:
        """Serve one message after the other until the person leaves."""
        while (text := self._listen()) is not None:
            if text in ("/quit", "/exit", "/q"):
                break
            if text:
                self.serve(text)
        self._farewell()

    def serve(self, text: str) -> None:
        """Serve one line: a command that starts with a slash, a quick reply, or a message."""
        if text == "/help":
            self._say(HELP)
        elif text == "/board":
            self._show_board()
        elif text == "/new":
            self._farewell()
            self.thread, self._board, self._menu = None, None, Menu()
            self._say(GREETING)
        elif text.startswith("/") and " " not in text:
            self.console.print(Text(f"There is no {text}; /help shows what there is.", "yellow"))
        else:
            message = self._menu.picked(text) or text
            if message != text:
                self._echo(message)
            self._take(
                lambda advisor, thread, stop: advisor.stream(thread, message, stop=stop), message
            )

    def _take(self, turn: Turn, message: str = "") -> None:
        """Draw the events of a turn; Ctrl-C stops the turn and keeps the conversation."""
        arrived: Arrived = queue.SimpleQueue()
        signal = StopSignal()
        self.quiet.clear()

        def begin() -> Iterator[Event]:
            if self._at_a_glance and self.thread is None and not self._opening.done():
                from agent.offline.glance import glance

                arrived.put(SoFar(glance(message)))
            advisor = self._opening.result()
            with self._creating:  # a turn that was stopped early may come here beside the next
                if signal.stopped:
                    return iter(())
                if self.thread is None:
                    self.thread = advisor.new_thread()
                return turn(advisor, self.thread, signal)

        worker = threading.Thread(target=_pump, args=(begin, arrived, signal), daemon=True)
        view = TurnView(self.console, before=self._board)
        try:
            with view:
                worker.start()
                while (event := arrived.get()) is not None:
                    if isinstance(event, BaseException):
                        raise event
                    view.draw(event)
                    if self._is_first_search(event):
                        view.wait(FIRST_SEARCH)
        except KeyboardInterrupt:
            signal.stop()
            self.console.print(Text("Stopped. What next?", "yellow"))
        finally:
            self.quiet.set()
        self._menu = Menu() if signal.stopped or view.failed else view.menu
        self._board = view.board or self._board

    def _is_first_search(self, event: Event | SoFar) -> bool:
        """True for a search that has to wait until the guidance is indexed."""
        searching = isinstance(event, ToolStarted) and event.tool == "search_guidance"
        return searching and not self.advisor.indexed

    def _listen(self) -> str | None:
        """The next line, empty after Ctrl-C, None when the person leaves."""
        asks = sys.stdin.isatty()
        try:
            text = input(_prompt(self.console) if asks else "")
        except EOFError:
            if asks:
                self.console.print()
            return None
        except KeyboardInterrupt:
            self.console.print(Text("\nCtrl-D leaves.", "dim"))
            return ""
        return text.strip()

    def _show_board(self) -> None:
        board = None if self.thread is None else self.advisor.board(self.thread)
        if board is None or board.assessment is None:
            self.console.print(Text("Nothing is decided yet; tell me about the project.", "dim"))
            return
        for fact in board.facts:
            quote = f"  “{fact.quote}”" if fact.quote else ""
            line = Text.assemble((f"{fact.label}: ", "cyan"), fact.shown, (quote, "dim"))
            self.console.print(line, width=self._width)
        ranked = tables.assessment(board.assessment, rest=MORE_FLIPS)
        self.console.print(Text(), ranked, width=self._width)
        if board.costs is not None:
            self.console.print(Text(), bills.costs(board.costs), width=self._width)
        for part in prospects(board):
            self.console.print(Text(), part, width=self._width)

    def _farewell(self) -> None:
        if self.thread is not None:
            way_back = f"steerwise chat --thread {self.thread}"
            self.console.print(Text.assemble("This conversation is kept: ", (way_back, "bold")))

    def _echo(self, message: str) -> None:
        self.console.print(Hanging(Text(f"› {message}", "cyan")), width=self._width)

    def _say(self, text: str) -> None:
        self.console.print(Markdown(text), width=self._width)
        self.console.print()

    @property
    def _width(self) -> int:
        return min(self.console.width, MARGIN)


def _open(settings: Settings, opening: "Future[Advisor]", quiet: threading.Event) -> None:
    """Import and open the advisor in the background, then let it load what is heavy.

    What reads a first message comes first; what is only searched waits for the first `quiet`.
    """

    def work() -> None:
        try:
            import agent.offline.glance  # noqa: F401
            from agent import Advisor

            advisor = Advisor(settings, face="terminal")
        except BaseException as error:
            opening.set_exception(error)
        else:
            opening.set_result(advisor)
            advisor.warm_up(quiet.wait)

    threading.Thread(target=work, name="opening", daemon=True).start()


def _pump(begin: Callable[[], Iterator[Event]], arrived: Arrived, signal: StopSignal) -> None:
    """Run a turn away from Ctrl-C: hand over its events, close it when it was stopped."""
    try:
        events = begin()
        try:
            while not signal.stopped and (event := next(events, None)) is not None:
                arrived.put(event)
        finally:
            if isinstance(events, Generator):
                events.close()
    except BaseException as error:
        arrived.put(error)
    arrived.put(None)


def _prompt(console: Console) -> str:
    """The prompt; what only colours it is marked, so that line editing knows its width."""
    with suppress(ImportError):
        import readline  # gives input() its line editing

        readline.parse_and_bind("set enable-bracketed-paste on")  # pasted lines stay one message
    if console.color_system is None or console.no_color:
        return "› "
    return "\001\033[1;36m\002›\001\033[0m\002 "

"""Draws one turn in the terminal while it happens: tool steps, the streaming reply, the board."""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from rich.console import Console, RenderableType
from rich.live import Live
from rich.markdown import Markdown
from rich.spinner import Spinner
from rich.text import Text

from agent.events import (
    Board,
    BoardChanged,
    Citation,
    Done,
    Event,
    Failed,
    QuestionAsked,
    TextDelta,
    ToolFinished,
    ToolStarted,
)
from ui.figures import key_figures
from ui.marks import Hanging
from ui.menu import Menu

MARGIN = 88
NOTICEABLE = 0.1  # seconds


@dataclass(frozen=True)
class SoFar:
    """What the rules read of a message, in words, while the advisor that will answer is loading."""

    facts: tuple[str, ...]


@dataclass
class TurnView:
    """One turn on a console; `menu` afterwards holds the quick replies."""

    console: Console
    before: Board | None = None
    board: Board | None = None
    menu: Menu = field(default_factory=Menu)
    failed: bool = False
    _open: str = ""
    _after_tool: bool = False
    _live: Live | None = None

    def __enter__(self) -> Self:
        """Begin: a spinner until the first event, where the console is a terminal."""
        if self.console.is_terminal:
            self._live = Live(console=self.console, transient=True, refresh_per_second=12)
            self._live.start()
            self.wait("thinking")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End: what is still open is printed."""
        self._close_paragraph()
        if self._live is not None:
            self._live.update(Text(""))
            self._live.stop()

    def draw(self, event: Event | SoFar) -> None:
        """Draw one event; what was read so far is shown until there is the whole reading."""
        if isinstance(event, SoFar):
            self.wait(f"Read so far: {', '.join(event.facts)}" if event.facts else "opening")
        elif isinstance(event, TextDelta):
            self._text(event.delta)
        elif isinstance(event, ToolStarted):
            self._close_paragraph()
            self.wait(event.label)
        elif isinstance(event, ToolFinished):
            self._close_paragraph()
            if tells(event):
                self._print(Hanging(tool_line(event)))
                self._after_tool = True
        elif isinstance(event, BoardChanged):
            self.board = event.board
        elif isinstance(event, QuestionAsked):
            self.menu = Menu.of(event)
        elif isinstance(event, Failed):
            self._close_paragraph()
            self.failed = True
            self._print(Hanging(Text.assemble(("✗ ", "bold red"), event.message)))
        elif isinstance(event, Done):
            self._finish(event)

    def _finish(self, done: Done) -> None:
        self._close_paragraph()
        self.board = done.board
        for citation in done.citations:
            self._print(Hanging(source_line(citation, done.reply), len(f"[{citation.n}] ")))
        if key_figures(done.board) != key_figures(self.before):
            self._print(*(Hanging(line, again=True) for line in key_figures(done.board)))
        if self.menu.replies:
            self._print(Text(), self.menu.lines(self._width))
        self._print(Text())

    def _text(self, delta: str) -> None:
        if self._after_tool:
            self._print(Text())
            self._after_tool = False
        self._open += delta
        *whole, self._open = paragraphs(self._open)
        for paragraph in whole:
            self._print(Markdown(paragraph), Text(""))
        if self._live is not None:
            self._live.update(Markdown(self._open))

    def _close_paragraph(self) -> None:
        if self._open.strip():
            self._print(Markdown(self._open.strip()), Text(""))
        self._open = ""
        if self._live is not None:
            self._live.update(Text(""))

    def wait(self, label: str) -> None:
        """Say what is waited for, beside a spinner, where the console is a terminal."""
        if self._live is not None:
            spinner = Spinner("dots", Text(f" {label} …", "dim"), style="dim")
            self._live.update(spinner, refresh=True)

    def _print(self, *what: RenderableType) -> None:
        for renderable in what:
            self.console.print(renderable, width=self._width)

    @property
    def _width(self) -> int:
        return min(self.console.width, MARGIN)


def paragraphs(text: str) -> list[str]:
    """The Markdown blocks of a text that is still growing; the last one is open.

    A blank line ends a block, except inside a fence.
    """
    blocks = [""]
    fenced = False
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if line.endswith("\n") and not line.strip() and not fenced:
            if blocks[-1]:
                blocks.append("")
        else:
            blocks[-1] += line
    return blocks


def tells(event: ToolFinished) -> bool:
    """True for a step that found something, failed, or took a while."""
    return bool(event.summary) or not event.ok or event.seconds >= NOTICEABLE


def tool_line(event: ToolFinished) -> Text:
    """One dim line: what a tool did, what it found, how long it took where that is noticeable."""
    took = f" ({event.seconds:.1f} s)" if event.seconds >= NOTICEABLE else ""
    found = f": {event.summary}" if event.summary else ""
    mark = ("· ", "dim") if event.ok else ("✗ ", "red")
    return Text.assemble(mark, (f"{event.label}{found}{took}", "dim"))


def source_line(citation: Citation, reply: str = "") -> Text:
    """Where a numbered quote stands, and the quote itself unless the reply has it already."""
    line = Text(f"[{citation.n}] ", "dim")
    if citation.quote not in reply:
        line.append(f"“{citation.quote}” ")
    section = citation.section.removeprefix(citation.title).lstrip(" >›")
    line.append(f"{citation.title} › {section}" if section else citation.title)
    by = ", ".join(str(part) for part in (citation.author, citation.year) if part)
    return line.append(f" ({by})" if by else "")

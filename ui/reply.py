"""Draws one turn in the terminal while it happens: tool steps, the streaming reply, the board."""

from collections.abc import Sequence
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
from tools.facts import spec
from ui.figures import key_figures
from ui.marks import Hanging

LETTERS = "abcdefghijklmnopqrstuvwxyz"
MARGIN = 88
GAP = "   "


@dataclass(frozen=True)
class SoFar:
    """What the rules read of a message, in words, while the advisor that will answer is loading."""

    facts: tuple[str, ...]


@dataclass
class TurnView:
    """One turn on a console; `replies` afterwards holds the quick replies by what to type."""

    console: Console
    before: Board | None = None
    board: Board | None = None
    replies: dict[str, str] = field(default_factory=dict)
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
            self._print(Hanging(tool_line(event)))
            self._after_tool = True
        elif isinstance(event, BoardChanged):
            self.board = event.board
        elif isinstance(event, QuestionAsked):
            self.replies = quick_replies(event)
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
        if self.replies:
            self._print(Text(), reply_lines(self.replies, self._width))
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


def tool_line(event: ToolFinished) -> Text:
    """One dim line: what a tool did, what it found, how long it took where that is noticeable."""
    took = f" ({event.seconds:.1f} s)" if event.seconds >= 0.1 else ""
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


def quick_replies(event: QuestionAsked) -> dict[str, str]:
    """Each quick reply under what to type for it.

    Numbers, or letters where a number is itself an answer.
    """
    numeric = spec(event.fact).numeric
    keys: Sequence[str] = LETTERS if numeric else [str(n) for n in range(1, 10)]
    return dict(zip(keys, event.replies, strict=False))


def reply_lines(replies: dict[str, str], width: int) -> Text:
    """The quick replies, as many on a line as fit: `1 Almost never   2 Yearly`."""
    lines = [Text()]
    for key, reply in replies.items():
        item = Text.assemble((key, "bold cyan"), (f" {reply}", "cyan"))
        if lines[-1] and len(lines[-1]) + len(GAP) + len(item) > width:
            lines.append(Text())
        lines[-1].append(GAP if lines[-1] else "").append_text(item)
    return Text("\n").join(lines)

"""All that a reply of the offline model may draw on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from agent.briefing import Briefing
from agent.notebook import Notebook
from agent.offline.reading.asides import aside_of
from agent.offline.reading.reader import Reading


@dataclass(frozen=True)
class ToolResult:
    """What one tool of the turn returned, as JSON; `ok` is false when it refused."""

    tool: str
    ok: bool
    found: Mapping[str, Any]
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Lead:
    """Who was said to lead, and how surely (0–1)."""

    strategy: str
    sure: float


@dataclass(frozen=True)
class Past:
    """What earlier replies of ours have said.

    Attributes:
        text: the last reply.
        lead: who was last said to lead; None before anybody was.
        times: how often the open question was asked.
        quiet: a question was left open, and nothing was told since.
        missed: how many replies could place nothing.
        recommended: the whole recommendation was given.
        said: what kind of reply the last one was.
        recent: the last few replies.
        asked: the fact whose question closed the last reply; empty where none did.
        advised: who led when one of these was the recommendation; None where none was.

    """

    text: str = ""
    lead: Lead | None = None
    times: int = 0
    quiet: bool = False
    missed: int = 0
    recommended: bool = False
    said: str = ""
    recent: str = ""
    advised: Lead | None = None
    asked: str = ""


@dataclass(frozen=True)
class Scene:
    """All that a reply may draw on; `more` are the further things that one message wants.

    `alone` is false where one message wants several; `edited` where no words were said at all.
    `files` are the notes on the files that the conversation was given.
    """

    reading: Reading
    text: str
    book: Notebook
    briefing: Briefing
    results: tuple[ToolResult, ...]
    turn: int
    past: Past = Past()
    more: tuple["Scene", ...] = ()
    edited: bool = False
    alone: bool = True
    files: tuple[Mapping[str, Any], ...] = ()

    def result(self, tool: str) -> Mapping[str, Any] | None:
        """What `tool` found in this turn, None when it was not called or refused."""
        for item in self.results:
            if item.tool == tool and item.ok:
                return item.found
        return None

    def refusal(self, tool: str) -> str:
        """Why `tool` refused in this turn, as a sentence; empty when it did not."""
        for item in self.results:
            if item.tool == tool and not item.ok:
                text = str(item.found["error"])
                end = "" if text.endswith((".", "?", "!")) else "."
                return f"{text[:1].upper()}{text[1:]}{end}"
        return ""

    @cached_property
    def aside(self) -> str:
        """Which aside the message is; empty where it is none."""
        return aside_of(self.reading, self.text)

    @property
    def told(self) -> bool:
        """True when the message tells something rather than asks for it."""
        return self.reading.kind in ("describe", "answer", "correct") and not self.reading.topic

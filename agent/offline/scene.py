"""All that a reply of the offline model may draw on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agent.briefing import Briefing
from agent.notebook import Notebook
from agent.offline.reading import Reading


@dataclass(frozen=True)
class ToolResult:
    """What one tool of the turn returned, as JSON; `ok` is false when it refused."""

    tool: str
    ok: bool
    found: Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """All that a reply may draw on."""

    reading: Reading
    text: str
    book: Notebook
    briefing: Briefing
    results: tuple[ToolResult, ...]
    turn: int
    recommended: bool
    led_before: str | None = None
    reminded: bool = False

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

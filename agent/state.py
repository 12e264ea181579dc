"""The state of the agent's graph, and the context of one turn that is not stored."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, NotRequired

from langchain.agents import AgentState

from agent.attachments import add_notes
from agent.briefing import Briefer
from agent.events import Citation
from agent.notebook import Notebook
from agent.notebook.writing import read, write
from agent.settings import Settings
from agent.signals import StopSignal
from knowledge import Guidance

# where the middleware leaves them on the system message
BRIEFING, FACTS, STOP, METER, FILES = "briefing", "digest", "stop", "meter", "files"
STEP = "step"  # where a tool's message says how the step went, for people
ASKED = "asked"  # where a model of ours notes on its reply which fact it asks for

Face = Literal["page", "terminal", "slack", ""]

State = Mapping[str, Any]  # the values of an `AdvisorState`, none of them before the first turn


class AdvisorState(AgentState[Any]):
    """Messages, the notebook (JSON, changed by entries only), the turn, notes on files."""

    notebook: Annotated[NotRequired[dict[str, Any]], write]
    turn: NotRequired[int]
    files: Annotated[NotRequired[list[dict[str, Any]]], add_notes]


def notebook_of(state: Any) -> Notebook:
    """The notebook of a state, empty when nothing was noted yet."""
    return read(state.get("notebook"))


def verified(guidance: Guidance, quotes: Iterable[Citation]) -> tuple[Citation, ...]:
    """The quotes that stand verbatim in their documents as these are now."""
    return tuple(
        q
        for q in quotes
        if guidance.verify(q.place or q.document, q.start, q.end, q.quote, collection=q.collection)
    )


class QuoteNumbers:
    """Numbers the quotes of a conversation; searches of one step run side by side, hence a lock."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str, int, int], int] = {}
        self._lock = threading.Lock()

    def number(self, quotes: Iterable[Citation], known: Iterable[Citation]) -> tuple[Citation, ...]:
        """Give each quote its number; one that was shown before keeps its own."""
        with self._lock:
            for old in known:
                self._numbers.setdefault(_place(old), old.n)
            numbered = []
            for quote in quotes:
                key = _place(quote)
                n = self._numbers.setdefault(key, max(self._numbers.values(), default=0) + 1)
                numbered.append(replace(quote, n=n))
            return tuple(numbered)


def _place(quote: Citation) -> tuple[str, str, int, int]:
    return quote.collection, quote.place or quote.document, quote.start, quote.end


@dataclass(frozen=True)
class TurnContext:
    """What tools and models of one turn may use: passed in, never stored.

    `face` is where people read the replies, which decides how they get at a document; "" where
    that may be anywhere.
    """

    settings: Settings
    guidance: Guidance
    briefer: Briefer
    stop: StopSignal = field(default_factory=StopSignal)
    meter: Callable[..., Any] | None = None  # counts a call before it is made: remote/usage.py
    quotes: QuoteNumbers = field(default_factory=QuoteNumbers)
    face: Face = ""

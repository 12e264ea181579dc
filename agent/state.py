"""The state of the agent's graph, and the context of one turn that is not stored."""

import threading
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Any, NotRequired

from langchain.agents import AgentState

from agent.events import Citation
from agent.notebook import Notebook, write
from agent.settings import Settings
from knowledge import Guidance


class AdvisorState(AgentState[Any]):
    """Messages, the notebook (as JSON, changed by entries only) and the number of the turn."""

    notebook: Annotated[NotRequired[dict[str, Any]], write]
    turn: NotRequired[int]


def notebook_of(state: Any) -> Notebook:
    """The notebook of a state, empty when nothing was noted yet."""
    return Notebook.from_json(state.get("notebook"))


class TurnContext:
    """What tools and models of one turn may use: passed in, never stored."""

    def __init__(self, settings: Settings, guidance: Guidance) -> None:
        self.settings = settings
        self.guidance = guidance
        self._numbered: dict[tuple[str, int, int], int] = {}
        self._lock = threading.Lock()

    def number(self, quotes: Iterable[Citation], known: Iterable[Citation]) -> tuple[Citation, ...]:
        """Give each quote its number in the conversation; one that was shown before keeps its own.

        Searches of one step run side by side, hence the lock.
        """
        with self._lock:
            for old in known:
                self._numbered.setdefault((old.document, old.start, old.end), old.n)
            numbered = []
            for quote in quotes:
                key = (quote.document, quote.start, quote.end)
                n = self._numbered.setdefault(key, max(self._numbered.values(), default=0) + 1)
                numbered.append(replace(quote, n=n))
            return tuple(numbered)

"""What the program does around every model and tool call, whoever is thinking."""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache, cached_property
from typing import Any, cast

from langchain.agents.middleware import AgentMiddleware
from langchain.agents.middleware.types import (
    ExtendedModelResponse,
    ModelRequest,
    ModelResponse,
    ToolCallRequest,
)
from langchain_core.messages import SystemMessage, ToolMessage
from langgraph.types import Command

from agent.briefing import Briefer
from agent.digest import digest
from agent.editing import is_edit
from agent.freshness import not_run, outruns
from agent.notebook import Notebook
from agent.noting import at_the_end
from agent.offline.model import OfflineChatModel
from agent.offline.speaking.misconceptions import misconceptions
from agent.prompts import system_prompt
from agent.state import (
    BRIEFING,
    FACTS,
    FILES,
    METER,
    STEP,
    STOP,
    AdvisorState,
    TurnContext,
    notebook_of,
    verified,
)
from agent.toolbox import LABELS
from knowledge import KnowledgeError
from tools.errors import SteerwiseError

log = logging.getLogger(__name__)


class Steering(AgentMiddleware[AdvisorState, TurnContext]):
    """Briefs the model, notes what its reply closes, reports and guards each tool call."""

    state_schema = AdvisorState

    def __init__(self, briefer: Briefer) -> None:
        super().__init__()
        self._briefer = briefer
        self._prompt = system_prompt()

    @cached_property
    def _offline(self) -> OfflineChatModel:
        """What serves edits, made at the first: compiling its phrases takes a moment."""
        return OfflineChatModel()

    def wrap_model_call(
        self,
        request: ModelRequest[TurnContext],
        handler: Callable[[ModelRequest[TurnContext]], ModelResponse[Any]],
    ) -> ModelResponse[Any] | ExtendedModelResponse[Any]:
        """Put the state, computed by the program, before the model; note what its reply closes.

        The prompt stays the same from turn to turn; the digest goes along in the message's
        additional arguments, where a model of ours finds the same state in full. What is noted at
        the end of a turn is written with the reply, in one step.
        """
        book = notebook_of(request.state)
        quotes = verified(request.runtime.context.guidance, book.citations)
        book = replace(book, citations=quotes)
        briefing = self._briefer.brief(book)
        turn = cast(AdvisorState, request.state).get("turn", 1)
        system = SystemMessage(
            self._prompt,
            additional_kwargs={
                BRIEFING: (book, briefing, turn),
                FILES: cast(AdvisorState, request.state).get("files") or (),
                FACTS: cache(lambda: {**digest(book, briefing), **_correction(book, turn)}),
                STOP: request.runtime.context.stop,
                METER: request.runtime.context.meter,
            },
        )
        briefed = request.override(system_message=system)
        if is_edit(request.messages):  # exact values leave nothing to interpret
            briefed = briefed.override(model=self._offline)
        response = handler(briefed)
        reply = response.result[-1]
        noted = [] if getattr(reply, "tool_calls", None) else at_the_end(book, briefing, reply)
        if not noted:
            return response
        return ExtendedModelResponse(response, Command(update={"notebook": noted}))

    def wrap_tool_call(
        self,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], ToolMessage | Command[Any]],
    ) -> ToolMessage | Command[Any]:
        """Report a tool's start and end, and turn its errors into an answer for the model."""
        name, call_id = request.tool_call["name"], str(request.tool_call["id"])
        label = LABELS.get(name, name)
        emit = request.runtime.stream_writer
        emit({"event": "tool_started", "tool": name, "label": label})
        started = time.perf_counter()
        ok, summary = True, ""
        try:
            outrun = outruns(call_id, name, request.state["messages"])
            result = not_run(call_id, name) if outrun else handler(request)
            summary = _summary(result)
            ok = not (isinstance(result, ToolMessage) and result.status == "error")
        except (SteerwiseError, KnowledgeError) as error:
            ok, summary = False, str(error)
            result = ToolMessage(str(error), name=name, tool_call_id=call_id, status="error")
        except Exception:
            log.exception("tool %s failed", name)
            ok, summary = False, "this step failed; the conversation goes on without it"
            result = ToolMessage(summary, name=name, tool_call_id=call_id, status="error")
        seconds = round(time.perf_counter() - started, 3)
        step = {"label": label, "summary": summary, "ok": ok, "seconds": seconds}
        emit({"event": "tool_finished", "tool": name, **step})
        if (message := _message(result)) is not None:
            message.additional_kwargs[STEP] = step  # for who reads the conversation later
        return result


def _correction(book: Notebook, turn: int) -> dict[str, Any]:
    """What the reply has to set right, for the digest."""
    made = next((c for c in book.corrections if c.turn == turn), None)
    quote = next((q for q in book.citations if made is not None and q.n == made.n), None)
    if made is None or quote is None:
        return {}
    about = misconceptions()[made.misconception].about
    return {"set_right": {"about": about, "quote": quote.quote, "n": quote.n}}


def _message(result: ToolMessage | Command[Any]) -> ToolMessage | None:
    """The message in which a tool answers."""
    message: Any = result
    if isinstance(result, Command):
        update = result.update if isinstance(result.update, dict) else {}
        message = (update.get("messages") or [None])[0]
    return message if isinstance(message, ToolMessage) else None


def _summary(result: ToolMessage | Command[Any]) -> str:
    """One line of what a tool found, from the JSON it returned."""
    message = _message(result)
    if message is None:
        return ""
    if message.status == "error":
        return str(message.text)
    try:
        found = json.loads(str(message.text))
    except ValueError:
        return ""
    return _line(found)


def _line(found: dict[str, Any]) -> str:
    if found.get("recorded"):
        return ", ".join(found["recorded"].values())
    if found.get("forgotten"):
        return "forgotten: " + ", ".join(found["forgotten"])
    if "after" in found:
        first = found["after"][0]
        return f"{first['label']} first with {first['score']}"
    if "ranking" in found:
        first = found["ranking"][0]
        return f"{first['label']} first with {first['score']}"
    if found.get("sentences"):
        count = len(found["sentences"])
        return "1 quote found" if count == 1 else f"{count} quotes found"
    if "holds" in found:
        return f"{found['decision']}, on {found['holds']['facts']} facts"
    if "not_run" in found:
        return "waits for the new facts"
    if found.get("declined"):
        return "not covered by the guidance"
    return ""

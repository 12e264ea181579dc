"""How a tool answers: compact JSON for the model, and entries for the notebook."""

import json
from collections.abc import Sequence
from typing import Any

from langchain.tools import ToolRuntime
from langchain_core.messages import ToolMessage
from langgraph.types import Command
from pydantic_core import CoreSchema, core_schema

from agent.notebook.entries import Entry
from agent.state import AdvisorState, TurnContext


class Runtime(ToolRuntime[TurnContext, AdvisorState]):
    """What a tool may use of its turn.

    LangChain copies a tool's arguments into plain values at each call and throws those away; of
    this one, which holds every message of the conversation, nothing is copied.
    """

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: Any) -> CoreSchema:
        """Take it as it is."""
        nothing = core_schema.plain_serializer_function_ser_schema(lambda _: None)
        return core_schema.any_schema(serialization=nothing)


def answer(runtime: Runtime, result: dict[str, Any], *noted: Entry) -> Command[Any]:
    """Answer with `result` and note `noted` down."""
    message = ToolMessage(dump(result), tool_call_id=runtime.tool_call_id)
    return Command(update={"messages": [message], "notebook": list(noted)})


def turn_of(runtime: Runtime) -> int:
    """The number of the turn that a tool runs in."""
    return int(runtime.state.get("turn", 1))


def dump(value: dict[str, Any] | Sequence[Any]) -> str:
    """The result as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

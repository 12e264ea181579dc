"""Closes a turn that did not end by itself, so that its thread stays well-formed."""

from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.runnables import RunnableConfig
from langgraph.graph import END


def settle(
    graph: Any, config: RunnableConfig, ending: str, *, last_node: str, shown_in_part: bool = False
) -> None:
    """End the open turn of a thread with `ending` as its reply.

    What finished steps wrote is kept; calls that were not run are answered as such, since a model
    refuses a history with open calls. With `shown_in_part` a reply that was made but not shown to
    its end is replaced.
    """
    open_tasks = bool(graph.get_state(config).tasks)
    if not open_tasks and not shown_in_part:
        return
    if open_tasks:
        graph.update_state(config, None, as_node=END)  # commits what finished steps wrote
    messages: list[BaseMessage] = graph.get_state(config).values.get("messages", [])
    if not messages:
        return
    settled: list[BaseMessage] = [
        ToolMessage("not run", tool_call_id=call, status="error") for call in _open_calls(messages)
    ]
    last = messages[-1]
    replaced = isinstance(last, AIMessage) and not last.tool_calls
    settled.append(AIMessage(ending, id=last.id if replaced else None))
    graph.update_state(config, {"messages": settled}, as_node=last_node)


def _open_calls(messages: list[BaseMessage]) -> list[str]:
    """The tool calls of the last calling message that have no answer."""
    answered = {m.tool_call_id for m in messages if isinstance(m, ToolMessage)}
    calling = [m for m in messages if isinstance(m, AIMessage) and m.tool_calls]
    calls = calling[-1].tool_calls if calling else []
    return [str(call["id"]) for call in calls if call["id"] not in answered]

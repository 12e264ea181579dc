"""Which tool results of a turn hold: no calculation from before a change of the facts does."""

import json
from collections.abc import Iterator, Sequence

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

WRITING = frozenset({"record_facts", "forget_facts", "manage_notes", "manage_scenarios"})
LASTING = WRITING | {"search_guidance", "judge_plateau"}  # what no change of the facts outdates
CHANGED = {
    "not_run": "the facts change in this step; the project digest holds the new ranking, costs "
    "and question, and a call in the next step calculates with the new facts"
}


def outruns(call_id: str, name: str, messages: Sequence[BaseMessage]) -> bool:
    """True for a calculation in the same step as a change: it would use the facts before it."""
    if name in LASTING:
        return False
    made = next((m for m in reversed(messages) if isinstance(m, AIMessage) and m.tool_calls), None)
    calls = [] if made is None else made.tool_calls
    return any(c["name"] in WRITING for c in calls) and any(c["id"] == call_id for c in calls)


def not_run(call_id: str, name: str) -> ToolMessage:
    """The answer to such a call."""
    return ToolMessage(json.dumps(CHANGED), name=name, tool_call_id=call_id)


def holding(messages: Sequence[BaseMessage]) -> Iterator[ToolMessage]:
    """The tools' results in a turn, without errors and without what a later change outdated."""
    results = [m for m in messages if isinstance(m, ToolMessage) and m.status != "error"]
    writes = [i for i, m in enumerate(results) if m.name in WRITING]
    last = writes[-1] if writes else -1
    for index, message in enumerate(results):
        if index > last or message.name is None or message.name in LASTING:
            yield message

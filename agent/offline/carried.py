"""What the messages of a turn carry: its briefing, what was read of it, what its tools found."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from langchain_core.messages import AIMessage, BaseMessage, SystemMessage, ToolMessage

from agent.briefing import Briefing
from agent.notebook import Notebook
from agent.offline.planning.calls import Call
from agent.offline.reading.reader import Reading
from agent.offline.reading.several import Wish
from agent.offline.speaking.scene import ToolResult
from agent.state import BRIEFING, FILES

READING = "reading"


def calling(calls: Sequence[Call], wanted: Sequence[Wish]) -> AIMessage:
    """The message that calls tools, and carries what was read for the steps that follow."""
    made = [
        {"name": call.tool, "args": dict(call.args), "id": f"call_{uuid4().hex[:12]}"}
        for call in calls
    ]
    kept = [
        {
            **wish.reading.to_json(),
            "quotes": dict(wish.reading.quotes),
            "unplaced": list(wish.reading.unplaced),
            "text": wish.text,
        }
        for wish in wanted
    ]
    return AIMessage("", tool_calls=made, additional_kwargs={READING: kept})


def wishes_of(since: Sequence[BaseMessage]) -> list[Wish]:
    """What a step before this one read of the message that is served; nothing at the first."""
    kept = next((k for m in since if (k := m.additional_kwargs.get(READING))), ())
    return [_revived(row) for row in kept]


def _revived(kept: Mapping[str, Any]) -> Wish:
    """The wish that a message of this turn carries."""
    fields = dict(kept)
    text = fields.pop("text")
    fields["cleared"], fields["unplaced"] = tuple(fields["cleared"]), tuple(fields["unplaced"])
    fields["ranges"] = {name: (low, high) for name, (low, high) in fields["ranges"].items()}
    return Wish(Reading(**fields), text)


def briefing_of(messages: Sequence[BaseMessage]) -> tuple[Notebook, Briefing, int]:
    """Notebook, briefing and number of the turn, which the middleware leaves on its message."""
    for message in messages:
        if isinstance(message, SystemMessage) and BRIEFING in message.additional_kwargs:
            book, briefing, turn = message.additional_kwargs[BRIEFING]
            return book, briefing, turn
    return Notebook(), Briefing(None, None, "", None), 1


def files_of(messages: Sequence[BaseMessage]) -> tuple[Mapping[str, Any], ...]:
    """The notes on files, which the middleware leaves on the system message."""
    for message in messages:
        if isinstance(message, SystemMessage) and FILES in message.additional_kwargs:
            return tuple(message.additional_kwargs[FILES])
    return ()


def results_of(since: Sequence[BaseMessage]) -> list[ToolResult]:
    """What the turn's tools returned, in order."""
    calls = [call for m in since if isinstance(m, AIMessage) for call in m.tool_calls]
    made = {call["id"]: call for call in calls}
    results = []
    for message in since:
        if not isinstance(message, ToolMessage):
            continue
        ok = message.status != "error"
        try:
            found = json.loads(str(message.text)) if ok else {"error": str(message.text)}
        except ValueError:
            found = {"text": str(message.text)}
        call: Mapping[str, Any] = made.get(message.tool_call_id, {})
        tool, args = call.get("name", message.name or ""), call.get("args", {})
        results.append(ToolResult(tool=tool, ok=ok, found=found, args=args))
    return results

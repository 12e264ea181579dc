"""What of a conversation is sent to a remote model: little, and the same beginning every turn.

The stable prompt comes first, then the latest turns as they were said, then the message with the
project's digest behind it. Facts are in the digest, so leaving out old turns loses none; they are
left out a block at a time, so that an endpoint's cache of the beginning holds from turn to turn.
"""

import json
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from agent.state import FACTS

BLOCK = 4  # turns that are left out at once
LONGEST = 500  # characters of an earlier message that are sent


def to_send(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The messages for the model: prompt, `BLOCK` to twice as many earlier turns, this turn.

    Earlier turns keep what was said; their tool calls and results are outdated and left out.
    """
    humans = [i for i, m in enumerate(messages) if isinstance(m, HumanMessage)]
    if not humans:
        return list(messages)
    system = [m for m in messages[:1] if isinstance(m, SystemMessage)]
    earlier = len(humans) - 1
    first = max(earlier - BLOCK, 0) // BLOCK * BLOCK
    said = [_spoken(m) for m in messages[humans[first] : humans[-1]] if _is_spoken(m)]
    if first and said:
        left_out = f"[The first {first} turns are left out; the digest holds their facts.]"
        said[0] = HumanMessage(f"{left_out}\n\n{said[0].text}")
    digest = system[0].additional_kwargs.get(FACTS) if system else None
    return [*system, *said, _with_digest(messages[humans[-1]], digest), *messages[humans[-1] + 1 :]]


def _is_spoken(message: BaseMessage) -> bool:
    spoken = isinstance(message, (HumanMessage, AIMessage))
    return spoken and bool(str(message.text).strip())


def _spoken(message: BaseMessage) -> BaseMessage:
    """An earlier message as plain text, cut where it is long."""
    text = str(message.text)
    short = text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} […]"
    return HumanMessage(short) if isinstance(message, HumanMessage) else AIMessage(short)


def _with_digest(message: BaseMessage, digest: dict[str, Any] | None) -> BaseMessage:
    if digest is None:
        return message
    facts = json.dumps(digest, ensure_ascii=False, separators=(",", ":"))
    text = f"{message.text}\n\n<project_digest>\n{facts}\n</project_digest>"
    return HumanMessage(text, id=message.id)

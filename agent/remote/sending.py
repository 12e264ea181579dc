"""What of a conversation is sent to a remote model: little, and the same beginning every turn.

The stable prompt comes first, then older turns in a line each, then the latest turns as they were
said, then the message with the project's digest behind it. Facts are in the digest, so leaving out
old turns loses none; they are left out a block at a time, so that an endpoint's cache of the
beginning holds from turn to turn.
"""

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from agent.state import FACTS, STEP

BLOCK = 4  # turns that are left out at once
LONGEST = 500  # characters of an earlier message that are sent
MOST_LINES = 12  # turns left out that are summed up
LONGEST_LINE = 80  # characters of what was said in one of them


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
        left_out = summary(messages[: humans[first]])
        said[0] = HumanMessage(f"{left_out}\n\n{said[0].text}")
    digest = system[0].additional_kwargs.get(FACTS) if system else None
    known = None if digest is None else digest()
    return [*system, *said, _with_digest(messages[humans[-1]], known), *messages[humans[-1] + 1 :]]


def summary(messages: Sequence[BaseMessage]) -> str:
    """Turns that are left out, a line each: what the user wrote, and what the tools came to.

    Only the last `MOST_LINES` of them have a line; the figures are those of then.
    """
    humans = [i for i, m in enumerate(messages) if isinstance(m, HumanMessage)]
    kept = humans[-MOST_LINES:]
    lines = [
        f"- {len(humans) - len(kept) + number}. {_line(messages[start:end])}"
        for number, (start, end) in enumerate(pairwise([*kept, len(messages)]), 1)
    ]
    before = len(humans) - len(kept)
    head = f"[The first {len(humans)} turns are left out; the digest holds their facts."
    more = f" Turns {before + 1} to {len(humans)} in short, with the figures of then:" * bool(
        before
    )
    return "\n".join([head + (more or " In short, with the figures of then:"), *lines]) + "]"


def _line(turn: Sequence[BaseMessage]) -> str:
    """One turn: the beginning of the message, and each step that went well."""
    words = " ".join(str(turn[0].text).split())
    said = words if len(words) <= LONGEST_LINE else f"{words[:LONGEST_LINE].rstrip()} …"
    steps = [m.additional_kwargs.get(STEP) for m in turn if isinstance(m, ToolMessage)]
    told = [str(s["summary"])[:LONGEST_LINE] for s in steps if s and s["ok"] and s["summary"]]
    return f"“{said}”" + (f" → {'; '.join(told)}" if told else "")


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

"""A conversation as its faces show it: what comes in, and what was said."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from agent.events import Citation, Step
from agent.state import STEP
from tools.errors import InvalidInput

BINARY_SHARE = 0.05
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation as its faces show it; `steps` led to a reply."""

    role: Literal["user", "assistant"]
    text: str
    citations: tuple[Citation, ...]
    steps: tuple[Step, ...] = ()


def check_message(text: str, *, limit: int) -> str:
    """Return the message as it is kept: no control characters, not empty, `limit` characters.

    Raises:
        InvalidInput: it is no text, binary, empty or too long.
    """
    if not isinstance(text, str):
        raise InvalidInput(f"a message is text; got {type(text).__name__}")
    if "\x00" in text or text.count("\ufffd") > BINARY_SHARE * len(text):
        raise InvalidInput("that looks like a binary file; please send text")
    clean = _CONTROL.sub("", text.encode("utf-8", "ignore").decode()).strip()
    if not clean:
        raise InvalidInput("that message is empty; tell me about the project or ask a question")
    if len(clean) > limit:
        raise InvalidInput(
            f"that message has {len(clean):,} characters and I read up to {limit:,}; "
            "send the gist, or the part that matters"
        )
    return clean


def transcript(
    messages: Sequence[BaseMessage], cited: Callable[[str], tuple[Citation, ...]]
) -> tuple[Message, ...]:
    """The messages as they were shown; `cited` gives the citations of a reply."""
    shown: list[Message] = []
    reply: list[str] = []
    steps: list[Step] = []

    def close() -> None:
        if reply:
            text = "\n\n".join(reply)
            shown.append(Message("assistant", text, cited(text), tuple(steps)))
        reply.clear()
        steps.clear()

    for message in messages:
        if isinstance(message, HumanMessage):
            close()
            shown.append(Message("user", str(message.text), ()))
        elif isinstance(message, ToolMessage) and STEP in message.additional_kwargs:
            steps.append(Step(**message.additional_kwargs[STEP]))
        elif isinstance(message, AIMessage) and str(message.text).strip():
            reply.append(str(message.text))
    close()
    return tuple(shown)

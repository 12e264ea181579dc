"""A chat model around another that counts every call, and makes none beyond the limits."""

from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, SystemMessage
from langchain_core.outputs import ChatGenerationChunk

from agent.remote.streamed import StreamedChatModel, answer_of
from agent.remote.usage import Call
from agent.state import METER


class MeteredChatModel(StreamedChatModel):
    """Books each call of `inner` with the meter that the middleware leaves on the system message.

    A call is counted before it is made and corrected when it ends, so that calls that run side by
    side, in other processes too, do not pass a limit together, and a crash loses none.
    """

    inner: BaseChatModel

    def answer(self, messages: list[BaseMessage], **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        """Pass the answer on and count it."""
        call = _begun(messages, kwargs.get("tools"))
        said: list[str] = []
        told: dict[str, Any] | None = None
        arrived = False
        try:
            for chunk in answer_of(self.inner, messages, **kwargs):
                arrived = True
                said.append(str(chunk.text))
                for part in getattr(chunk.message, "tool_call_chunks", None) or ():
                    said.append(f"{part.get('name') or ''}{part.get('args') or ''}")
                told = _latest(told, getattr(chunk.message, "usage_metadata", None))
                yield chunk
        finally:
            if call is not None:
                call.end(told, "".join(said)) if arrived else call.refused()


def _latest(told: dict[str, Any] | None, usage: Any) -> dict[str, Any] | None:
    """What a stream told of its usage; some tell a running total with each chunk."""
    if not usage:
        return told
    if told is None or usage["input_tokens"]:
        return dict(usage)
    more = told["output_tokens"] + usage["output_tokens"]
    return {**told, "output_tokens": more}


def _begun(messages: Sequence[BaseMessage], tools: Any) -> Call | None:
    """Book the call; None where nobody keeps a meter.

    Raises:
        OverLimit: a limit would be passed.
    """
    for message in messages:
        meter = message.additional_kwargs.get(METER) if isinstance(message, SystemMessage) else None
        if meter is not None:
            call: Call = meter(messages, tools)
            return call
    return None

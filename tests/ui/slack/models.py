"""Models that a test holds in its hand: one that waits, one that says a given text."""

import threading
from collections.abc import Iterator
from typing import Any

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from pydantic import Field

from agent.offline.model import OfflineChatModel
from tests.patience import PATIENCE_SECONDS


class WaitingModel(OfflineChatModel):
    """Answers like the built-in model, once it is let."""

    let: threading.Event = Field(default_factory=threading.Event)
    asked: threading.Event = Field(default_factory=threading.Event)

    def _stream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> Iterator[Any]:
        self.asked.set()
        assert self.let.wait(PATIENCE_SECONDS)
        yield from super()._stream(messages, *args, **kwargs)


class SayingModel(OfflineChatModel):
    """Says one text, line by line."""

    text: str = ""

    def _stream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> Iterator[Any]:
        for line in self.text.splitlines(keepends=True):
            yield ChatGenerationChunk(message=AIMessageChunk(content=line))

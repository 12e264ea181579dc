"""What a turn costs where nobody thinks: a model that only echoes, and a tool that does nothing.

`EchoLoop` is the advisor's own loop, with its lock, store, middleware and events. `BareLoop` is the
least that LangGraph can do with the same checkpointer, durability and streaming. Both take for each
turn as many model and tool steps and as many words; but nothing is computed, searched or phrased.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import tool

from agent import Advisor
from agent.settings import Settings
from agent.storage.sqlite import SqliteDatabase
from knowledge import Guidance


@tool
def nothing() -> str:
    """Do nothing."""
    return "{}"


class EchoModel(BaseChatModel):
    """Says what it was told to: `calls[i]` tool calls at step i of a turn, then the words."""

    calls: tuple[int, ...] = ()
    words: str = ""

    @property
    def _llm_type(self) -> str:
        return "echo"

    def bind_tools(
        self, tools: Sequence[Any], **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Return itself; it knows its one tool."""
        return self

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self.words))])

    def _stream(
        self, messages: list[BaseMessage], *args: Any, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        last = max(i for i, m in enumerate(messages) if isinstance(m, HumanMessage))
        step = sum(isinstance(m, AIMessage) for m in messages[last:])
        if step < len(self.calls):
            calls = [
                tool_call_chunk(name="nothing", args="{}", id=f"{len(messages)}-{n}", index=n)
                for n in range(self.calls[step])
            ]
            chunk = AIMessageChunk(content="", tool_call_chunks=calls, chunk_position="last")
            yield ChatGenerationChunk(message=chunk)
            return
        pieces = self.words.split(" ")
        for n, piece in enumerate(pieces):
            end = "last" if n == len(pieces) - 1 else None
            message = AIMessageChunk(content=piece + " ", chunk_position=end)
            yield ChatGenerationChunk(message=message)


class EchoLoop:
    """The advisor's own loop, on a store of its own."""

    def __init__(self, settings: Settings, guidance: Guidance) -> None:
        self._model = EchoModel()
        self._advisor = Advisor(settings, model=self._model, guidance=guidance, tools=[nothing])

    def new_thread(self) -> str:
        """Begin a conversation."""
        return self._advisor.new_thread()

    def turn(self, thread: str, text: str, *, calls: Sequence[int], words: str) -> None:
        """One turn with `calls` at its steps and `words` as its reply."""
        self._model.calls, self._model.words = tuple(calls), words
        for _ in self._advisor.stream(thread, text):
            pass

    def close(self) -> None:
        """Close the store."""
        self._advisor.close()


class BareLoop:
    """LangGraph's loop, on a store of its own."""

    def __init__(self, folder: Path) -> None:
        self._model = EchoModel()
        self._database = SqliteDatabase(folder)
        self._graph: Any = create_agent(
            self._model, tools=[nothing], checkpointer=self._database.saver
        )

    def turn(self, thread: str, text: str, *, calls: Sequence[int], words: str) -> None:
        """One turn with `calls` at its steps and `words` as its reply."""
        self._model.calls, self._model.words = tuple(calls), words
        stream = self._graph.stream(
            {"messages": [HumanMessage(text)]},
            {"configurable": {"thread_id": thread}},
            stream_mode=["messages", "custom", "updates"],
            durability="sync",
        )
        for _ in stream:
            pass

    def close(self) -> None:
        """Close the store."""
        self._database.close()

"""The chat model with no weights: it reads, picks tools by rule and phrases their results."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field

from agent.briefing import Briefing
from agent.editing import edit_in, reading_of
from agent.notebook import Notebook
from agent.offline.planning import Call, plan
from agent.offline.reading import Reader, Reading
from agent.offline.scene import Scene, ToolResult
from agent.offline.speaking import Speaker
from agent.state import ASKED, BRIEFING

READING, SAID, LEADER, REMINDED = "reading", "said", "leader", "reminded"
_PIECE = re.compile(r"\s*\S+")


class OfflineChatModel(BaseChatModel):
    """A `BaseChatModel` that leads the conversation by rule; it needs no key and no network.

    It knows the project from the briefing that the middleware puts into the system message.
    """

    reader: Any = Field(default_factory=Reader, exclude=True)
    speaker: Any = Field(default_factory=Speaker, exclude=True)

    @property
    def _llm_type(self) -> str:
        return "steerwise-offline"

    def bind_tools(
        self, tools: Sequence[Any], **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Return itself: it knows the tools by name."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self.think(messages))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        message = self.think(messages)
        calls = [
            tool_call_chunk(
                name=call["name"], args=json.dumps(call["args"]), id=call["id"], index=index
            )
            for index, call in enumerate(message.tool_calls)
        ]
        pieces = _PIECE.findall(str(message.content)) or [""]
        for index, piece in enumerate(pieces):
            first, last = index == 0, index == len(pieces) - 1
            chunk = ChatGenerationChunk(
                message=AIMessageChunk(
                    content=piece,
                    tool_call_chunks=calls if first else [],
                    additional_kwargs=message.additional_kwargs if first else {},
                    chunk_position="last" if last else None,
                )
            )
            yield chunk

    def think(self, messages: Sequence[BaseMessage]) -> AIMessage:
        """The next message of the conversation: tool calls, or the reply."""
        book, briefing, turn = _briefing(messages)
        last = max(i for i, m in enumerate(messages) if isinstance(m, HumanMessage))
        text, since = str(messages[last].text), messages[last + 1 :]
        edit = edit_in(messages[last])
        if edit is not None and not any(READING in m.additional_kwargs for m in since):
            reading = reading_of(edit, book.facts.values())
        else:
            reading = self._reading(text, since, book, briefing)
        results = _results(since)
        replies: list[dict[str, Any]] = []
        for message in messages[:last]:
            noted = message.additional_kwargs
            if SAID in noted:
                replies = [noted] if noted[SAID] == "restart" else [*replies, noted]
        before = replies[-1] if replies else {}
        told = any(reply[SAID] == "recommendation" for reply in replies)
        recommended = told or edit is not None  # an edit is answered in a sentence or two
        calls = plan(
            reading,
            text,
            book,
            briefing,
            called=[result.tool for result in results],
            recommended=recommended,
        )
        if calls:
            return _calling(calls, reading)
        scene = Scene(
            reading=reading,
            text=text,
            book=book,
            briefing=briefing,
            results=tuple(results),
            turn=turn,
            recommended=recommended,
            led_before=before.get(LEADER),
            reminded=edit is not None or bool(before.get(REMINDED)),
        )
        reply = self.speaker.speak(scene)
        leads = briefing.assessment.primary if briefing.assessment else None
        marks = {
            SAID: reply.said,
            LEADER: leads,
            REMINDED: book.digressed,
            ASKED: reply.asked,
        }
        return AIMessage(reply.text, additional_kwargs=marks)

    def _reading(
        self, text: str, since: Sequence[BaseMessage], book: Notebook, briefing: Briefing
    ) -> Reading:
        """The reading of the turn: made once, then carried by the turn's own messages."""
        for message in since:
            kept = message.additional_kwargs.get(READING)
            if kept:
                return _revived(kept)
        values = book.facts.values()
        experiment = briefing.experiment
        reading: Reading = self.reader.read(
            text,
            asked=book.open_fact,
            known=values,
            scenarios=[scenario.name for scenario in book.scenarios],
            measuring=None if experiment is None else experiment.fact,
        )
        return reading


def _calling(calls: Sequence[Call], reading: Reading) -> AIMessage:
    made = [
        {"name": call.tool, "args": dict(call.args), "id": f"call_{uuid4().hex[:12]}"}
        for call in calls
    ]
    kept = {**reading.to_json(), "quotes": dict(reading.quotes)}
    return AIMessage("", tool_calls=made, additional_kwargs={READING: kept})


def _revived(kept: Mapping[str, Any]) -> Reading:
    """The reading that a message of this turn carries."""
    fields = dict(kept)
    fields["cleared"] = tuple(fields["cleared"])
    fields["ranges"] = {name: (low, high) for name, (low, high) in fields["ranges"].items()}
    return Reading(**fields)


def _briefing(messages: Sequence[BaseMessage]) -> tuple[Notebook, Briefing, int]:
    for message in messages:
        if isinstance(message, SystemMessage) and BRIEFING in message.additional_kwargs:
            book, briefing, turn = message.additional_kwargs[BRIEFING]
            return book, briefing, turn
    return Notebook(), Briefing(None, None, "", None), 1


def _results(since: Sequence[BaseMessage]) -> list[ToolResult]:
    """What the turn's tools returned, in order."""
    names = {
        call["id"]: call["name"]
        for message in since
        if isinstance(message, AIMessage)
        for call in message.tool_calls
    }
    results = []
    for message in since:
        if not isinstance(message, ToolMessage):
            continue
        ok = message.status != "error"
        try:
            found = json.loads(str(message.text)) if ok else {"error": str(message.text)}
        except ValueError:
            found = {"text": str(message.text)}
        tool = names.get(message.tool_call_id, message.name or "")
        results.append(ToolResult(tool=tool, ok=ok, found=found))
    return results

"""The chat model with no weights: it reads, picks tools by rule and phrases their results."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
)
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field

from agent.briefing import Briefing
from agent.editing import edit_in, reading_of
from agent.offline.carried import briefing_of, calling, files_of, results_of, wishes_of
from agent.offline.listening import Before, heard
from agent.offline.planning.calls import Call
from agent.offline.planning.turn import belongs, plan
from agent.offline.reading.reader import Reader
from agent.offline.reading.several import Wish
from agent.offline.replies.plateau import JUDGED
from agent.offline.replies.speaker import Speaker
from agent.offline.speaking.memory import LEAD, LEFT, QUIET, SAID, TIMES, past_of
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import shape
from agent.state import ASKED

_PIECE = re.compile(r"\s*\S.*?(?:[.!?:](?=\s)|$)", re.MULTILINE)


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
        book, briefing, turn = briefing_of(messages)
        last = max(i for i, m in enumerate(messages) if isinstance(m, HumanMessage))
        text, since = str(messages[last].text), messages[last + 1 :]
        edit = edit_in(messages[last])
        past = past_of(messages[:last])
        if past.said == JUDGED and edit is None:
            text = _with_items(messages[:last], text)
        said = [str(m.text) for m in messages[:last] if isinstance(m, HumanMessage)]
        wanted = self._wishes(text, since, Before(book, said, past), briefing, edit)
        results = results_of(since)
        recommended = past.recommended or edit is not None  # an edit is answered in a sentence
        calls = plan(
            wanted,
            book,
            briefing,
            called=[Call(result.tool, result.args) for result in results],
            recommended=recommended,
        )
        if calls:
            return calling(calls, wanted)
        first, *more = wanted
        scene = Scene(
            reading=first.reading,
            text=first.text,
            book=book,
            briefing=briefing,
            results=tuple(results),
            turn=turn,
            past=past,
            edited=edit is not None,
            files=files_of(messages),
        )
        beside = [_beside(scene, wish) for wish in more]
        if beside:
            scene = replace(_beside(scene, first, whole=True), more=tuple(beside))
        reply = self.speaker.speak(scene)
        marks = {
            SAID: reply.said,
            LEAD: None if reply.lead is None else [reply.lead.strategy, round(reply.lead.sure, 4)],
            TIMES: reply.closing.times,
            QUIET: reply.closing.quiet,
            LEFT: reply.closing.left,
            ASKED: reply.closing.asked,
        }
        return AIMessage(reply.text, additional_kwargs=marks)

    def _wishes(
        self,
        text: str,
        since: Sequence[BaseMessage],
        before: Before,
        briefing: Briefing,
        edit: dict[str, Any] | None,
    ) -> list[Wish]:
        """What the turn wants: read once, then carried by the turn's own messages."""
        carried = wishes_of(since)
        if carried:
            return carried
        if edit is not None:
            return [Wish(reading_of(edit, before.values), text)]

        def measuring() -> str | None:
            return None if briefing.experiment is None else briefing.experiment.fact

        return heard(self.reader, text, before, measuring)


def _with_items(before: Sequence[BaseMessage], text: str) -> str:
    """A size of a test set, told when it was asked for, together with the scores told before."""
    found = shape("items_told", "series").fullmatch(text.strip().lower())
    scores = next((str(m.text) for m in reversed(before) if isinstance(m, HumanMessage)), "")
    return f"{scores.strip(' .')} on {found['size']} items" if found else text


def _beside(scene: Scene, wish: Wish, *, whole: bool = False) -> Scene:
    """The scene of one wish among several: its own reading and the results of its own calls."""
    told = ("record_facts", "forget_facts") if whole else ()
    mine = [
        r
        for r in scene.results
        if r.tool in told or belongs(Call(r.tool, r.args), wish, scene.book, scene.briefing)
    ]
    return replace(scene, reading=wish.reading, text=wish.text, results=tuple(mine), alone=False)

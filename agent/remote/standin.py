"""The remote model leads; the built-in model stands in for what it does not do, and says so."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    ToolMessage,
)
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool

from agent.offline.carried import READING
from agent.offline.model import OfflineChatModel
from agent.remote.failures import Failure, failure_of, limits
from agent.remote.grounded import HELD_BACK
from agent.remote.stopping import TurnStopped
from agent.remote.streamed import StreamedChatModel, answer_of, joined
from agent.remote.usage import OverLimit

STAND_IN, FALLBACK = "stand_in", "fallback"  # where a message says why, and by which kind
RECORDING = ("record_facts", "forget_facts")
log = logging.getLogger(__name__)


class StandInChatModel(StreamedChatModel):
    """Asks the remote model; when it fails, the built-in model takes the turn over, and says so.

    What the remote model had already said stays, so what was streamed is what is stored. Facts
    that a message states are recorded even when the remote model lets them pass. Where it can
    only phrase, the built-in model reads and decides, and its draft is phrased.
    """

    remote: BaseChatModel
    offline: OfflineChatModel
    phraser: Any
    abilities: Any
    name_of_remote: str

    def bind_tools(
        self, tools: Sequence[Any], **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Bind tools for the remote model; the offline model knows them by name."""
        return self.bind(tools=[convert_to_openai_tool(t) for t in tools], **kwargs)

    def answer(self, messages: list[BaseMessage], **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        """The remote model's answer, or the built-in model's, with a word of why."""
        notice, kind = _stood_in(messages)
        if notice:  # it failed earlier in this turn: it is not waited for again
            yield from self._offline(messages, notice, kind)
            return
        said = False
        try:
            phrasing = self.abilities.mode == "phrasing"
            led = self._phrased(messages) if phrasing else self._led(messages, **kwargs)
            for chunk in led:
                said = said or bool(chunk.text)
                yield chunk
        except TurnStopped:
            raise
        except Exception as error:  # whatever happened out there, the turn is served
            notice, kind = self._notice(error)
            held = getattr(error, HELD_BACK, None)
            yield from self._offline(messages, "\n\n" * said + notice, kind, held)

    def _led(self, messages: list[BaseMessage], **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        """The remote model's message; a call is handed on only when it has come whole."""
        since = _since(messages)
        _check_progress(since)
        due = self._due(messages, since)
        text: list[ChatGenerationChunk] = []
        calling: list[ChatGenerationChunk] = []
        for chunk in answer_of(self.remote, messages, **kwargs):
            if calling or getattr(chunk.message, "tool_call_chunks", None):
                calling.append(chunk)
            elif due:
                text.append(chunk)
            else:
                yield chunk
        if calling:
            _check_new(calling, since)
            yield from text
            yield from calling
        elif due:  # it passed over what the message states
            log.info("the remote model let facts pass; the built-in model records them")
            self.abilities.miss()
            yield from due

    def _due(
        self, messages: list[BaseMessage], since: Sequence[BaseMessage]
    ) -> list[ChatGenerationChunk]:
        """The built-in model's calls that record the message's facts, while nobody else did.

        A model that has recorded facts by itself is trusted to do it when there are any.
        """
        for message in since:
            if not isinstance(message, AIMessage) or READING in message.additional_kwargs:
                continue
            made = {call["id"] for call in message.tool_calls}
            done = [m for m in since if isinstance(m, ToolMessage) and m.tool_call_id in made]
            if any(m.name in RECORDING and m.status != "error" for m in done):
                self.abilities.records = True
        if self.abilities.records or any(READING in m.additional_kwargs for m in since):
            return []
        chunks = list(self.offline._stream(messages))
        calls = joined(chunks).tool_calls
        return chunks if any(c["name"] in RECORDING for c in calls) else []

    def _phrased(self, messages: list[BaseMessage]) -> Iterator[ChatGenerationChunk]:
        """The built-in model's calls as they are, its reply in the remote model's words."""
        chunks = list(self.offline._stream(messages))
        whole = joined(chunks)
        if whole.tool_call_chunks:
            yield from chunks
            return
        phrased = self.phraser.phrase(str(whole.text), messages)
        if phrased is None:
            log.info("a phrasing was held back: it says something else")
            first = chunks[0].message
            marks = {**first.additional_kwargs, HELD_BACK: {"replaced": 1}}
            yield ChatGenerationChunk(message=first.model_copy(update={"additional_kwargs": marks}))
            yield from chunks[1:]
            return
        message = AIMessageChunk(
            content=phrased, additional_kwargs=whole.additional_kwargs, chunk_position="last"
        )
        yield ChatGenerationChunk(message=message)

    def _offline(
        self,
        messages: list[BaseMessage],
        notice: str,
        kind: str,
        held_back: Mapping[str, int] | None = None,
    ) -> Iterator[ChatGenerationChunk]:
        """The built-in model's message, with the notice where it speaks, or kept where it calls.

        `held_back` counts the sentences of the remote model's reply that did not pass.
        """
        chunks = self.offline._stream(messages)
        first = next(chunks)
        calls = bool(getattr(first.message, "tool_call_chunks", None))
        marks = {**first.message.additional_kwargs, FALLBACK: kind}
        if held_back:
            marks[HELD_BACK] = dict(held_back)
        if calls:
            marks[STAND_IN] = notice
        else:
            yield ChatGenerationChunk(message=AIMessageChunk(content=f"{notice}\n\n"))
        message = first.message.model_copy(update={"additional_kwargs": marks})
        yield ChatGenerationChunk(message=message)
        yield from chunks

    def _notice(self, error: Exception) -> tuple[str, str]:
        """Say in a sentence who answers and why; only the kind of failure is logged, no key."""
        if isinstance(error, OverLimit):
            return f"*{error}*", "over_limit"
        failure = failure_of(error)
        log.warning("the remote model failed: %s", failure.kind)
        says = f"The model {self.name_of_remote} {failure.rule.says}"
        return f"*{says}; the built-in model answers this one.*", failure.kind


def _since(messages: Sequence[BaseMessage]) -> Sequence[BaseMessage]:
    """The messages of the turn, after the user's."""
    humans = [i for i, m in enumerate(messages) if isinstance(m, HumanMessage)]
    return messages[humans[-1] + 1 :] if humans else messages


def _stood_in(messages: Sequence[BaseMessage]) -> tuple[str, str]:
    """The notice and the kind of an earlier failure in this turn, empty when there was none."""
    for message in _since(messages):
        marks = message.additional_kwargs
        if STAND_IN in marks:
            return str(marks[STAND_IN]), str(marks.get(FALLBACK, ""))
    return "", ""


def _check_progress(since: Sequence[BaseMessage]) -> None:
    """Give the model up for this turn when it calls on and on, or only calls that fail.

    Raises:
        Failure: it has made its last call.
    """
    steps = sum(isinstance(m, AIMessage) and bool(m.tool_calls) for m in since)
    failed = sum(isinstance(m, ToolMessage) and m.status == "error" for m in since)
    if steps >= limits().most_steps:
        raise Failure("loop")
    if failed >= limits().most_failed_calls:
        raise Failure("bad_call")


def _check_new(calling: Sequence[ChatGenerationChunk], since: Sequence[BaseMessage]) -> None:
    """Refuse the very calls that were made in the step before.

    Raises:
        Failure: it goes round in circles.
    """
    made = [m for m in since if isinstance(m, AIMessage) and m.tool_calls]
    now = joined(calling).tool_calls
    if made and _bare(made[-1].tool_calls) == _bare(now):
        raise Failure("loop")


def _bare(calls: Sequence[Any]) -> list[tuple[str, Any]]:
    return [(call["name"], call["args"]) for call in calls]

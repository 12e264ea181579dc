"""A chat model whose one job is a stream: asked for a whole answer, it joins its own."""

import json
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    message_chunk_to_message,
)
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult


class StreamedChatModel(BaseChatModel):
    """Answers with the chunks of `answer`, whichever way LangChain asks.

    Callbacks are not handed on: they would show what a model further in says before it is checked.
    """

    @property
    def _llm_type(self) -> str:
        return f"steerwise-{type(self).__name__}"

    @abstractmethod
    def answer(self, messages: list[BaseMessage], **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        """The answer in chunks; with `whole=True` the endpoint is asked for it in one piece."""

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        kwargs |= {} if stop is None else {"stop": stop}
        message = message_chunk_to_message(joined(self.answer(messages, whole=True, **kwargs)))
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        kwargs |= {} if stop is None else {"stop": stop}
        yield from self.answer(messages, **kwargs)


def answer_of(
    model: BaseChatModel, messages: list[BaseMessage], *, whole: bool = False, **kwargs: Any
) -> Iterator[ChatGenerationChunk]:
    """What `model` answers, in chunks; one chunk where it is asked for a `whole` answer."""
    if not whole:
        yield from model._stream(messages, **kwargs)
    elif isinstance(model, StreamedChatModel):
        yield from model.answer(messages, whole=True, **kwargs)
    else:
        yield _as_chunk(model._generate(messages, **kwargs))


def joined(chunks: Iterable[ChatGenerationChunk]) -> AIMessageChunk:
    """The message that `chunks`, at least one, add up to."""
    whole, *rest = chunks
    for chunk in rest:
        whole += chunk
    assert isinstance(whole.message, AIMessageChunk)
    return whole.message


def _as_chunk(result: ChatResult) -> ChatGenerationChunk:
    """A whole answer as the one chunk of a stream."""
    generation = result.generations[0]
    message: Any = generation.message
    calls = [
        tool_call_chunk(name=call["name"], args=call["args"], id=call["id"], index=index)
        for index, call in enumerate(_raw_calls(message))
    ]
    chunk = AIMessageChunk(
        content=message.content or "",
        tool_call_chunks=calls,
        usage_metadata=message.usage_metadata,
        response_metadata=message.response_metadata,
        additional_kwargs={"refusal": message.additional_kwargs.get("refusal")},
    )
    return ChatGenerationChunk(message=chunk, generation_info=generation.generation_info)


def _raw_calls(message: AIMessage) -> list[dict[str, Any]]:
    whole = [{**call, "args": json.dumps(call["args"])} for call in message.tool_calls]
    return [*whole, *({**call} for call in message.invalid_tool_calls)]

"""Who is thinking: the offline model, or a remote one with the offline model as its stand-in."""

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    message_chunk_to_message,
)
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import SecretStr

from agent.grounded import GroundedChatModel
from agent.metering import MeteredChatModel
from agent.offline.model import OfflineChatModel
from agent.settings import Settings
from agent.stopping import StoppableChatModel, TurnStopped
from agent.usage import OverLimit

STAND_IN = "stand_in"
log = logging.getLogger(__name__)


def chat_model(settings: Settings) -> BaseChatModel:
    """Build the chat model that the settings ask for; no request is made yet."""
    offline = OfflineChatModel()
    if not settings.remote:
        return offline
    from langchain_openai import ChatOpenAI

    remote = ChatOpenAI(
        model=settings.model_name,
        api_key=settings.openai_api_key or SecretStr("none"),
        base_url=settings.openai_base_url,
        temperature=settings.temperature,
        timeout=settings.timeout_seconds,
        max_retries=settings.retries,
        stream_usage=True,
    )
    grounded = GroundedChatModel(inner=MeteredChatModel(inner=StoppableChatModel(inner=remote)))
    return StandInChatModel(remote=grounded, offline=offline, name_of_remote=settings.model_name)


class StandInChatModel(BaseChatModel):
    """Asks the remote model; when it fails, the offline model takes the turn over, and says so.

    What the remote model had already said stays, so what was streamed is what is stored.
    """

    remote: BaseChatModel
    offline: OfflineChatModel
    name_of_remote: str

    @property
    def _llm_type(self) -> str:
        return "steerwise-stand-in"

    def bind_tools(
        self, tools: Sequence[Any], **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Bind tools for the remote model; the offline model knows them by name."""
        return self.bind(tools=[convert_to_openai_tool(t) for t in tools], **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        whole: ChatGenerationChunk | None = None
        for chunk in self._stream(messages, stop, **kwargs):
            whole = chunk if whole is None else whole + chunk
        assert whole is not None
        message = message_chunk_to_message(whole.message)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        notice = _stood_in(messages)
        if notice is not None:  # it failed earlier in this turn: it is not waited for again
            yield from self._offline(messages, notice)
            return
        said = False
        held: list[ChatGenerationChunk] = []
        try:
            for chunk in self.remote._stream(messages, stop, **kwargs):
                message = chunk.message
                if held or getattr(message, "tool_call_chunks", None):
                    held.append(chunk)  # a call that was cut off must not be made
                    continue
                said = said or bool(chunk.text)
                yield chunk
        except TurnStopped:
            raise
        except Exception as error:  # whatever happened out there, the turn is served
            notice = ("\n\n" if said else "") + self._notice(error)
            yield from self._offline(messages, notice)
            return
        yield from held

    def _offline(self, messages: list[BaseMessage], notice: str) -> Iterator[ChatGenerationChunk]:
        """The built-in model's message, with the notice where it speaks, or kept where it calls."""
        chunks = self.offline._stream(messages)
        first = next(chunks)
        message = first.message
        if getattr(message, "tool_call_chunks", None):
            kept = {**message.additional_kwargs, STAND_IN: notice}
            message = message.model_copy(update={"additional_kwargs": kept})
            yield ChatGenerationChunk(message=message)
        else:
            yield ChatGenerationChunk(message=AIMessageChunk(content=f"{notice}\n\n"))
            yield first
        yield from chunks

    def _notice(self, error: Exception) -> str:
        """Say in a sentence who answers and why; only the kind of failure is logged, no key."""
        if isinstance(error, OverLimit):
            return f"*{error}*"
        kinds = [kind.__name__ for kind in type(error).__mro__]
        reason = next((_REASONS[name] for name in kinds if name in _REASONS), "failed")
        log.warning("the remote model %s: %s", reason, kinds[0])
        return f"*The model {self.name_of_remote} {reason}; the built-in model answers this one.*"


def _stood_in(messages: Sequence[BaseMessage]) -> str | None:
    """The notice of an earlier failure in this turn, None when there was none."""
    for message in reversed(messages):
        if isinstance(message, HumanMessage):
            return None
        if STAND_IN in message.additional_kwargs:
            return str(message.additional_kwargs[STAND_IN])
    return None


_REASONS = {
    "APITimeoutError": "did not answer in time",
    "APIConnectionError": "could not be reached",
    "AuthenticationError": "refused the key",
    "PermissionDeniedError": "refused the key",
    "NotFoundError": "is not known at that address",
    "RateLimitError": "is over its rate limit",
    "InternalServerError": "had an error of its own",
    "BadRequestError": "refused the request",
    "NothingGrounded": "gave figures that nothing supports",
}

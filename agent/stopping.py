"""Stopping a turn at once: a model call that is under way is left to end by itself."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, SystemMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from agent.signals import StopSignal
from agent.state import STOP

Item = TypeVar("Item")


class TurnStopped(Exception):
    """Somebody stopped the turn; nothing went wrong."""


class StoppableChatModel(BaseChatModel):
    """Runs each call of `inner` in a thread of its own and lets go of it when the turn is stopped.

    The call that was let go runs on until the model answers or times out; nobody hears it.
    """

    inner: BaseChatModel

    @property
    def _llm_type(self) -> str:
        return "steerwise-stoppable"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        def call() -> Iterator[ChatResult]:
            yield self.inner._generate(messages, stop, **kwargs)

        return next(_heard(call, _signal(messages)))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        def call() -> Iterator[ChatGenerationChunk]:
            return self.inner._stream(messages, stop, **kwargs)

        yield from _heard(call, _signal(messages))


def _heard(call: Callable[[], Iterator[Item]], signal: StopSignal) -> Iterator[Item]:
    """What `call` yields in a thread of its own, until it ends or the turn is stopped.

    Raises:
        TurnStopped: the turn was stopped.
    """
    arrived: deque[Item] = deque()
    failed: list[Exception] = []
    over = threading.Event()

    def work() -> None:
        try:
            for item in call():
                arrived.append(item)
                signal.wake()
                if signal.stopped:
                    return
        except Exception as error:
            failed.append(error)
        finally:
            over.set()
            signal.wake()

    threading.Thread(target=work, name="model call", daemon=True).start()
    while True:
        signal.wait_for(lambda: bool(arrived) or over.is_set())
        if signal.stopped:
            raise TurnStopped
        while arrived:
            yield arrived.popleft()
        if over.is_set() and not arrived:
            break
    if failed:
        raise failed[0]


def _signal(messages: Sequence[BaseMessage]) -> StopSignal:
    """The signal of the turn, which the middleware leaves on the system message."""
    for message in messages:
        if isinstance(message, SystemMessage) and STOP in message.additional_kwargs:
            signal: StopSignal = message.additional_kwargs[STOP]
            return signal
    return StopSignal()

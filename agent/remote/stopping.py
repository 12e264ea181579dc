"""Stopping a turn at once: a model call that is under way is left to end by itself."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, SystemMessage
from langchain_core.outputs import ChatGenerationChunk

from agent.remote.streamed import StreamedChatModel, answer_of
from agent.signals import StopSignal
from agent.state import STOP

Item = TypeVar("Item")


class TurnStopped(Exception):
    """Somebody stopped the turn; nothing went wrong."""


class TurnTooLong(Exception):
    """The remote model has used up the time of the turn."""


class StoppableChatModel(StreamedChatModel):
    """Runs each call of `inner` in a thread of its own and lets go of it when the turn is stopped.

    It lets go as well when the turn has taken `turn_seconds`, however steadily words drop in. The
    call that was let go runs on until the model answers or times out; nobody hears it.
    """

    inner: BaseChatModel
    turn_seconds: float = 120.0

    def answer(self, messages: list[BaseMessage], **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        """Pass the answer on while it is waited for."""

        def call() -> Iterator[ChatGenerationChunk]:
            return answer_of(self.inner, messages, **kwargs)

        yield from _heard(call, signal_of(messages), self.turn_seconds)


def _heard(
    call: Callable[[], Iterator[Item]], signal: StopSignal, turn_seconds: float
) -> Iterator[Item]:
    """What `call` yields in a thread of its own, until it ends or the turn is stopped.

    Raises:
        TurnStopped: the turn was stopped.
        TurnTooLong: the turn has taken `turn_seconds`.
    """
    ends = signal.began + turn_seconds
    arrived: deque[Item] = deque()
    failed: list[Exception] = []
    over, let_go = threading.Event(), threading.Event()

    def work() -> None:
        try:
            for item in call():
                arrived.append(item)
                signal.wake()
                if signal.stopped or let_go.is_set():
                    return
        except Exception as error:
            failed.append(error)
        finally:
            over.set()
            signal.wake()

    if time.monotonic() >= ends:
        raise TurnTooLong
    threading.Thread(target=work, name="model call", daemon=True).start()
    try:
        while True:
            left = ends - time.monotonic()
            in_time = left > 0 and signal.wait_for(
                lambda: bool(arrived) or over.is_set(), seconds=left
            )
            if signal.stopped:
                raise TurnStopped
            if not in_time:
                raise TurnTooLong
            while arrived:
                yield arrived.popleft()
            if over.is_set() and not arrived:
                break
    finally:  # nobody listens any more
        let_go.set()
    if failed:
        raise failed[0]


def signal_of(messages: Sequence[BaseMessage]) -> StopSignal:
    """The signal of the turn, which the middleware leaves on the system message."""
    for message in messages:
        if isinstance(message, SystemMessage) and STOP in message.additional_kwargs:
            signal: StopSignal = message.additional_kwargs[STOP]
            return signal
    return StopSignal()

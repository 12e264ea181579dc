"""A remote model as the advisor asks it: with patience, in a form it knows, and judged."""

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    HumanMessage,
    SystemMessage,
)
from langchain_core.outputs import ChatGenerationChunk

from agent.remote.abilities import Abilities
from agent.remote.cleaning import Cleaner
from agent.remote.failures import Failure, failure_of, limits, rejected_parameter
from agent.remote.jsonform import as_json_form, from_json_form
from agent.remote.judging import Judge, user_writes_english
from agent.remote.stopping import TurnStopped, signal_of
from agent.remote.streamed import StreamedChatModel, answer_of
from agent.remote.usage import OverLimit

DIGEST = "<project_digest>"  # where what the program adds to the user's message begins
REJECTIONS = ("bad_request", "not_found", "server_error")
log = logging.getLogger(__name__)


@dataclass
class Attempt:
    """One call on its way to an answer: what is asked now, and what was tried already."""

    messages: list[BaseMessage]
    tries: int
    english: bool = True
    streaming: bool = True
    trimmed: bool = False
    sent: set[str] = field(default_factory=set)
    nudged: set[str] = field(default_factory=set)


class RemoteChatModel(StreamedChatModel):
    """Asks `client` and mends what can be mended; what cannot is raised as a `Failure`.

    An answer that was shown in part is never asked for again. `secrets` never get through.
    """

    client: BaseChatModel
    abilities: Any
    secrets: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = {}
    retries: int = 0

    def answer(self, messages: list[BaseMessage], **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        """Pass on what the endpoint answers, once it is fit to be shown."""
        if self.abilities.resting:
            raise Failure("rate_limited")
        tools = kwargs.get("tools")
        attempt = Attempt(list(messages), self.retries, _in_english(messages))
        while True:
            shown = False
            try:
                for chunk in self._once(attempt, tools):
                    shown = shown or bool(chunk.text)
                    yield chunk
            except (TurnStopped, OverLimit):
                raise
            except Exception as error:  # whatever comes from out there
                failure = failure_of(error)
                if shown or not self._mend(failure, error, attempt):
                    raise failure from None  # the error itself may hold a key
                log.info("the remote model is asked once more: %s", failure.kind)
            else:
                return

    def _once(self, attempt: Attempt, tools: Any) -> Iterator[ChatGenerationChunk]:
        abilities: Abilities = self.abilities
        formed = abilities.mode != "tools"
        asked = as_json_form(attempt.messages, tools) if formed else attempt.messages
        parameters = dict(self.parameters)
        if tools and formed:
            parameters["response_format"] = {"type": "json_object"}
        elif tools:
            parameters["tools"] = tools
        parameters |= {"stream_options": {"include_usage": True}} if attempt.streaming else {}
        parameters = {k: v for k, v in parameters.items() if k not in abilities.refused}
        attempt.sent = {*parameters, *(["stream"] if attempt.streaming else [])}
        chunks = self._chunks(asked, _for_client(parameters), attempt)
        if tools:
            chunks = from_json_form(chunks, secrets=self.secrets, strict=formed)
        made = [m for m in attempt.messages if isinstance(m, AIMessage)]
        taken = {str(call["id"]) for message in made for call in message.tool_calls}
        yield from Judge(Cleaner(self.secrets), attempt.english, taken).judge(chunks)

    def _chunks(
        self, messages: list[BaseMessage], parameters: dict[str, Any], attempt: Attempt
    ) -> Iterator[ChatGenerationChunk]:
        whole = not attempt.streaming or "stream" in self.abilities.refused
        if whole:
            parameters.pop("stream_usage", None)
        yield from answer_of(self.client, messages, whole=whole, **parameters)

    def _mend(self, failure: Failure, error: Exception, attempt: Attempt) -> bool:
        """Change what is asked, or wait, so that another try is worth it; False when none is."""
        abilities: Abilities = self.abilities
        kind, rule = failure.kind, failure.rule
        if kind in REJECTIONS:
            parameter = rejected_parameter(error, attempt.sent)
            if parameter is not None:
                attempt.streaming = attempt.streaming and parameter != "stream"
                return abilities.refuse(parameter)
        if kind == "overflow":
            shorter = trimmed(attempt.messages)
            if attempt.trimmed or shorter is None:
                abilities.step_down()
                return False
            attempt.trimmed, attempt.messages = True, shorter
            return True
        if kind == "length" and "max_tokens" in attempt.sent:  # thoughts had used it up
            return abilities.refuse("max_tokens")
        if kind == "nothing" and attempt.streaming:
            attempt.streaming = False
            return True
        if rule.nudge and kind not in attempt.nudged:
            attempt.nudged.add(kind)
            attempt.messages = [*attempt.messages, HumanMessage(rule.nudge)]
            return True
        return rule.retried and self._wait(failure, attempt)

    def _wait(self, failure: Failure, attempt: Attempt) -> bool:
        """Wait as the endpoint asks, if that is short; a long wait is remembered instead."""
        asked = failure.wait_seconds
        if asked is not None and asked > limits().longest_wait_seconds:
            self.abilities.rest(asked)
            return False
        if attempt.tries <= 0:
            return False
        attempt.tries -= 1
        signal = signal_of(attempt.messages)
        ends = time.monotonic() + (limits().backoff_seconds if asked is None else asked)
        signal.wait_for(lambda: False, seconds=ends - time.monotonic())
        if signal.stopped:
            raise TurnStopped
        return True


def trimmed(messages: Sequence[BaseMessage]) -> list[BaseMessage] | None:
    """The system message and the turn that is under way; None when there is nothing else."""
    first = [m for m in messages[:1] if isinstance(m, SystemMessage)]
    humans = [i for i, m in enumerate(messages) if isinstance(m, HumanMessage)]
    now = [*first, *messages[humans[-1] :]] if humans else list(messages)
    return now if len(now) < len(messages) else None


def _in_english(messages: Sequence[BaseMessage]) -> bool:
    """True unless the user's last message is in another language; the digest is no part of it."""
    said = [str(m.text) for m in messages if isinstance(m, HumanMessage)]
    return not said or user_writes_english(said[-1].partition(DIGEST)[0])


def _for_client(parameters: dict[str, Any]) -> dict[str, Any]:
    """The parameters as the client takes them; what it would treat specially goes beside them."""
    out = dict(parameters)
    out["stream_usage"] = out.pop("stream_options", None) is not None
    form = out.pop("response_format", None)
    if form is not None:
        out["extra_body"] = {"response_format": form}
    return out

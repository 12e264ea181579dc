"""A chat model around another: a sentence is released only when the grounding check has passed it.

A failed sentence is asked for once more, with the reason, at the end of the stream; what fails
again is dropped. So what is streamed and what is stored are the same text.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from agent.grounding import Evidence, evidence_of, sentences, unsupported
from agent.state import FACTS

log = logging.getLogger(__name__)


class NothingGrounded(Exception):
    """A reply of which no sentence passed."""


@dataclass
class Gate:
    """Holds text back to the end of its sentence and lets it pass when it is supported."""

    evidence: Evidence
    held: str = ""
    failed: list[tuple[str, list[str]]] = field(default_factory=list)

    def push(self, text: str) -> str:
        """Take more text; returns what may be shown now."""
        parts = sentences(self.held + text)
        self.held = parts.pop() if parts else ""
        return "".join(self._passed(part) for part in parts)

    def flush(self) -> str:
        """Judge what is left at the end of the text."""
        left, self.held = self.held, ""
        return self._passed(left)

    def _passed(self, sentence: str) -> str:
        wrong = unsupported(sentence, self.evidence)
        if not wrong:
            return sentence
        self.failed.append((sentence, wrong))
        log.info("a sentence was held back: %d unsupported figures", len(wrong))
        return ""


class GroundedChatModel(BaseChatModel):
    """Checks every sentence of `inner` against the turn's evidence before it is shown."""

    inner: BaseChatModel

    @property
    def _llm_type(self) -> str:
        return "steerwise-grounded"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        result = self.inner._generate(messages, stop, **kwargs)
        message = result.generations[0].message
        gate = Gate(turn_evidence(messages))
        shown = gate.push(str(message.text)) + gate.flush()
        calling = bool(getattr(message, "tool_calls", None))
        message.content = shown + self._again(messages, shown, gate, calling=calling, **kwargs)
        return result

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        gate = Gate(turn_evidence(messages))
        shown, calling, last = "", False, None
        for chunk in self.inner._stream(messages, stop, **kwargs):
            if last is not None:
                yield last
            message = chunk.message
            calling = calling or bool(getattr(message, "tool_call_chunks", None))
            passed = gate.push(str(chunk.text))
            shown += passed
            update = {"content": passed, "chunk_position": None}
            last = ChatGenerationChunk(message=message.model_copy(update=update))
        if last is not None:
            yield last
        rest = gate.flush()
        shown += rest
        rest += self._again(messages, shown, gate, calling=calling, **kwargs)
        yield ChatGenerationChunk(message=AIMessageChunk(content=rest, chunk_position="last"))

    def _again(
        self,
        messages: Sequence[BaseMessage],
        shown: str,
        gate: Gate,
        *,
        calling: bool,
        **kwargs: Any,
    ) -> str:
        """Ask once more for what failed; returns the sentences that pass now."""
        if calling:
            return ""
        more = ""
        if gate.failed:
            wrong = "; ".join(f"{s.strip()!r}: {', '.join(w)}" for s, w in gate.failed)
            request = (
                "These sentences were not shown, because the figures or citations named have no "
                f"support in the tool results: {wrong}. Say only these again, with supported "
                "figures and citation numbers, or without any."
            )
            kwargs.pop("tools", None)
            history = [*messages, AIMessage(shown or "(nothing yet)"), HumanMessage(request)]
            reply = self.inner._generate(history, **kwargs).generations[0].message
            second = Gate(gate.evidence)
            more = second.push(str(reply.text)) + second.flush()
        if not (shown + more).strip():
            raise NothingGrounded
        glue = " " if shown and more and not shown[-1].isspace() else ""
        return glue + more


def turn_evidence(messages: Sequence[BaseMessage]) -> Evidence:
    """What the turn may say: all the user's words, this turn's tool results, and the digest."""
    humans = [i for i, m in enumerate(messages) if isinstance(m, HumanMessage)]
    since = messages[humans[-1] :] if humans else messages
    system = [m for m in messages if isinstance(m, SystemMessage)]
    digest = system[0].additional_kwargs.get(FACTS) if system else None
    return evidence_of(
        (str(m.text) for m in messages if isinstance(m, HumanMessage)),
        (str(m.text) for m in since if isinstance(m, ToolMessage) and m.status != "error"),
        digest,
    )

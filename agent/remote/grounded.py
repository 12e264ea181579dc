"""A chat model around another: a sentence is released only when the grounding check has passed it.

A failed sentence is asked for once more, with the reason, at the end of the stream; for what fails
again the program speaks itself, or nothing is said. So what is streamed and what is stored are the
same text.
"""

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
)
from langchain_core.outputs import ChatGenerationChunk

from agent.freshness import holding
from agent.grounding import Evidence, Gate, evidence_of, sentences
from agent.remote.instead import instead_of
from agent.remote.sending import to_send
from agent.remote.stopping import TurnStopped
from agent.remote.streamed import StreamedChatModel, answer_of
from agent.state import BRIEFING, FACTS

HELD_BACK = "held_back"  # where a message keeps how many of its sentences were held back
FEWEST_WORDS = 4  # less is left of a reply that failed: the built-in model serves the turn
log = logging.getLogger(__name__)


class NothingGrounded(Exception):
    """A reply of which too little passed; `held_back` counts its sentences."""

    def __init__(self, held_back: dict[str, int]) -> None:
        super().__init__("too little of the reply is supported")
        self.held_back = held_back


class GroundedChatModel(StreamedChatModel):
    """Checks every sentence of `inner` against the turn's evidence before it is shown."""

    inner: BaseChatModel

    def answer(self, messages: list[BaseMessage], **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        """Release the sentences that pass, and end with what stands in for the others."""
        sent = to_send(messages)
        gate = Gate(turn_evidence(messages))
        shown, calling, last = "", False, None
        for chunk in answer_of(self.inner, sent, **kwargs):
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
        ending = self._ending(messages, sent, shown, gate, calling=calling)
        update = {"content": rest + str(ending.text), "chunk_position": "last"}
        yield ChatGenerationChunk(message=ending.model_copy(update=update))

    def _ending(
        self,
        messages: Sequence[BaseMessage],
        sent: Sequence[BaseMessage],
        shown: str,
        gate: Gate,
        *,
        calling: bool,
    ) -> AIMessageChunk:
        """What follows the sentences that passed: what is said again, or in their place.

        Raises:
            NothingGrounded: too little of the reply is left.
        """
        closing = gate.closing()
        if calling or not gate.failed:
            if not calling and not shown.strip():
                raise NothingGrounded({})
            return AIMessageChunk(
                content=closing, additional_kwargs=_counted(gate) if gate.failed else {}
            )
        reply = self._again(sent, shown, gate)
        second = Gate(gate.evidence)
        more = second.push(str(reply.text)) + second.flush() + second.closing()
        mended = min(len(gate.failed), _sentences(more))
        if len((shown + more).split()) < FEWEST_WORDS:
            raise NothingGrounded(_counted(gate)[HELD_BACK])
        instead = self._instead(messages, gate, second, shown + more + closing, mended)
        parts = [part.strip() for part in (more, *instead, closing) if part.strip()]
        kwargs_of = _counted(gate, mended=mended, replaced=len(instead))
        ending = AIMessageChunk(content=_glued(shown, parts), additional_kwargs=kwargs_of)
        ending.usage_metadata = reply.usage_metadata
        return ending

    def _again(self, sent: Sequence[BaseMessage], shown: str, gate: Gate) -> AIMessage:
        """Ask once more for what failed, without tools; where it fails, nothing more is said."""
        wrong = "; ".join(f"{s.strip()!r}: {', '.join(w)}" for s, w in gate.failed)
        request = (
            "These sentences were not shown, because what is named after each has no support in "
            f"the tool results, the project digest or the user's words: {wrong}. Say only these "
            "again, with supported figures, strategies and citation numbers, or without any."
        )
        history = [*sent, AIMessage(shown or "(nothing yet)"), HumanMessage(request)]
        try:
            reply = self.inner._generate(history).generations[0].message
        except TurnStopped:
            raise
        except Exception as error:  # the sentences that passed are worth keeping
            log.warning("a failed sentence could not be asked for again: %s", type(error).__name__)
            return AIMessage("")
        return reply if isinstance(reply, AIMessage) else AIMessage(str(reply.text))

    def _instead(
        self, messages: Sequence[BaseMessage], gate: Gate, second: Gate, said: str, mended: int
    ) -> list[str]:
        """The program's own sentences for what is still missing."""
        missing = second.failed or ([] if mended else gate.failed)
        briefed = next((m for m in messages if BRIEFING in m.additional_kwargs), None)
        if briefed is None or not missing:
            return []
        book, briefing, _ = briefed.additional_kwargs[BRIEFING]
        return instead_of([text for text, _ in missing], book, briefing, shown=said)


def turn_evidence(messages: Sequence[BaseMessage]) -> Evidence:
    """What the turn may say: all the user's words, this turn's tool results, and the digest."""
    humans = [i for i, m in enumerate(messages) if isinstance(m, HumanMessage)]
    since = messages[humans[-1] :] if humans else messages
    system = [m for m in messages if isinstance(m, SystemMessage)]
    digest = system[0].additional_kwargs.get(FACTS) if system else None
    evidence = evidence_of(
        (str(m.text) for m in messages if isinstance(m, HumanMessage)),
        (str(m.text) for m in holding(since)),
        None if digest is None else digest(),
    )
    if system:
        evidence.add_phrases(str(system[0].text))
    return evidence


def _counted(gate: Gate, *, mended: int = 0, replaced: int = 0) -> dict[str, dict[str, int]]:
    failed = len(gate.failed)
    dropped = max(failed - mended - replaced, 0)
    return {HELD_BACK: {"asked_again": failed, "dropped": dropped, "replaced": replaced}}


def _sentences(text: str) -> int:
    return sum(1 for sentence in sentences(text) if sentence.strip())


def _glued(shown: str, parts: Sequence[str]) -> str:
    """The parts behind what was shown: in its line, or a paragraph of their own after a list."""
    if not parts:
        return ""
    last = shown.rstrip("\n").rsplit("\n", 1)[-1].lstrip()
    block = last.startswith(("|", "-", "*", "+", ">")) or last[:2].rstrip(".)").isdigit()
    glue = "" if not shown or shown[-1].isspace() else " "
    if block and shown:
        glue = "\n" * (2 - (len(shown) - len(shown.rstrip("\n"))))
    return glue + " ".join(parts)

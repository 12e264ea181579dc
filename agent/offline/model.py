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
from agent.notebook import Notebook
from agent.offline.carried import briefing_of, calling, files_of, results_of, wishes_of
from agent.offline.planning.calls import Call
from agent.offline.planning.turn import belongs, plan
from agent.offline.reading.asides import as_meant
from agent.offline.reading.documents import joined
from agent.offline.reading.languages import only_sure
from agent.offline.reading.reader import Reader, Reading
from agent.offline.reading.several import Wish, wishes
from agent.offline.replies.plateau import JUDGED
from agent.offline.replies.speaker import Speaker
from agent.offline.revising.by_their_words import taken_back_by_words
from agent.offline.speaking.memory import LEAD, LEFT, QUIET, SAID, TIMES, past_of
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import shape
from agent.state import ASKED
from tools.facts import spec

RECENT_TURNS = 4  # messages in which half of what is told now may stand
DOUBT_WORDS = 8  # a longer message after “is it this, or that?” may speak of something else
LATE_WORDS = 3  # "ok" after a question that was left answers nothing
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
        before = [str(m.text) for m in messages[:last] if isinstance(m, HumanMessage)]
        wanted = self._wishes(text, since, book, briefing, edit, before)
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
        book: Notebook,
        briefing: Briefing,
        edit: dict[str, Any] | None,
        before: Sequence[str] = (),
    ) -> list[Wish]:
        """What the turn wants: read once, then carried by the turn's own messages."""
        carried = wishes_of(since)
        if carried:
            return carried
        values = book.facts.values()
        if edit is not None:
            return [Wish(reading_of(edit, values), text)]
        names = [scenario.name for scenario in book.scenarios]

        def measuring() -> str | None:
            return None if briefing.experiment is None else briefing.experiment.fact

        asked = None if _about_a_doubt(book) and len(text.split()) > DOUBT_WORDS else book.open_fact
        whole: Reading = self.reader.read(
            text,
            asked=asked,
            known=values,
            scenarios=names,
            measuring=measuring,
        )
        settled = book.open_fact in values and book.open_fact not in book.doubted
        if settled and whole.cleared == (book.open_fact,) and len(text.split()) < LATE_WORDS:
            whole = self.reader.read(text, known=values, scenarios=names)  # "no idea" takes no back
        left = book.asked[-1] if book.open_fact is None and book.asked else None
        if (
            left is not None
            and left not in values
            and _tells_nothing(whole)
            and len(text.split()) >= LATE_WORDS
        ):
            late: Reading = self.reader.read(text, asked=left, known=values)
            whole = late if left in late.facts else whole
        whole = joined(whole, text, before[-RECENT_TURNS:], book)
        if _tells_nothing(whole) or (whole.kind == "answer" and not whole.facts):
            taken = taken_back_by_words(text, book.facts.known)
            whole = replace(whole, kind="correct", cleared=taken) if taken else whole

        def piece(text: str, *, fresh: bool = False, answering: bool = False) -> Reading:
            known = {} if fresh else values
            asked = book.open_fact if answering else None
            reading: Reading = self.reader.read(text, asked=asked, known=known, scenarios=names)
            return reading

        return wishes(text, as_meant(only_sure(text, whole), text, book.open_fact), piece)


def _with_items(before: Sequence[BaseMessage], text: str) -> str:
    """A size of a test set, told when it was asked for, together with the scores told before."""
    found = shape("items_told", "series").fullmatch(text.strip().lower())
    scores = next((str(m.text) for m in reversed(before) if isinstance(m, HumanMessage)), "")
    return f"{scores.strip(' .')} on {found['size']} items" if found else text


def _about_a_doubt(book: Notebook) -> bool:
    """True where the open question is which of two choices counts."""
    fact = book.open_fact
    return fact is not None and fact in book.doubted and not spec(fact).numeric


def _tells_nothing(reading: Reading) -> bool:
    """True for a description or a remark of which nothing was understood."""
    return reading.kind in ("describe", "smalltalk") and not (
        reading.facts or reading.ranges or reading.topic
    )


def _beside(scene: Scene, wish: Wish, *, whole: bool = False) -> Scene:
    """The scene of one wish among several: its own reading and the results of its own calls."""
    told = ("record_facts", "forget_facts") if whole else ()
    mine = [
        r
        for r in scene.results
        if r.tool in told or belongs(Call(r.tool, r.args), wish, scene.book, scene.briefing)
    ]
    return replace(scene, reading=wish.reading, text=wish.text, results=tuple(mine), alone=False)

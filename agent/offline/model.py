"""The chat model with no weights: it reads, picks tools by rule and phrases their results."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field

from agent.briefing import Briefing
from agent.editing import edit_in, reading_of
from agent.notebook import Notebook
from agent.offline.planning.calls import Call
from agent.offline.planning.turn import belongs, plan
from agent.offline.reading.asides import as_meant
from agent.offline.reading.languages import only_sure
from agent.offline.reading.reader import Reader, Reading
from agent.offline.reading.several import Wish, wishes
from agent.offline.replies.plateau import JUDGED
from agent.offline.replies.speaker import Speaker
from agent.offline.speaking.memory import LEAD, LEFT, QUIET, SAID, TIMES, past_of
from agent.offline.speaking.scene import Scene, ToolResult
from agent.state import ASKED, BRIEFING, FILES

READING = "reading"
LATE_WORDS = 3  # "ok" after a question that was left answers nothing
_SIZE = re.compile(
    r"(?:it was |it's |that was |on |with |about |around |roughly |some |~ ?)*(?P<size>\d[\d,.]*k?)"
    r"(?: (?:\w+ )?(?:items|examples|cases|questions|samples|rows|tickets|documents))?[.!]?"
)
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
        book, briefing, turn = _briefing(messages)
        last = max(i for i, m in enumerate(messages) if isinstance(m, HumanMessage))
        text, since = str(messages[last].text), messages[last + 1 :]
        edit = edit_in(messages[last])
        past = past_of(messages[:last])
        if past.said == JUDGED and edit is None:
            text = _with_items(messages[:last], text)
        wanted = self._wishes(text, since, book, briefing, edit)
        results = _results(since)
        recommended = past.recommended or edit is not None  # an edit is answered in a sentence
        calls = plan(
            wanted,
            book,
            briefing,
            called=[Call(result.tool, result.args) for result in results],
            recommended=recommended,
        )
        if calls:
            return _calling(calls, wanted)
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
            files=_files(messages),
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
    ) -> list[Wish]:
        """What the turn wants: read once, then carried by the turn's own messages."""
        for message in since:
            kept = message.additional_kwargs.get(READING)
            if kept:
                return [_revived(row) for row in kept]
        values = book.facts.values()
        if edit is not None:
            return [Wish(reading_of(edit, values), text)]
        names = [scenario.name for scenario in book.scenarios]

        def measuring() -> str | None:
            return None if briefing.experiment is None else briefing.experiment.fact

        whole: Reading = self.reader.read(
            text,
            asked=book.open_fact,
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

        def piece(text: str, *, fresh: bool = False, answering: bool = False) -> Reading:
            known = {} if fresh else values
            asked = book.open_fact if answering else None
            reading: Reading = self.reader.read(text, asked=asked, known=known, scenarios=names)
            return reading

        return wishes(text, as_meant(only_sure(text, whole), text, book.open_fact), piece)


def _with_items(before: Sequence[BaseMessage], text: str) -> str:
    """A size of a test set, told when it was asked for, together with the scores told before."""
    found = _SIZE.fullmatch(text.strip().lower())
    scores = next((str(m.text) for m in reversed(before) if isinstance(m, HumanMessage)), "")
    return f"{scores.strip(' .')} on {found['size']} items" if found else text


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


def _calling(calls: Sequence[Call], wanted: Sequence[Wish]) -> AIMessage:
    made = [
        {"name": call.tool, "args": dict(call.args), "id": f"call_{uuid4().hex[:12]}"}
        for call in calls
    ]
    kept = [
        {
            **wish.reading.to_json(),
            "quotes": dict(wish.reading.quotes),
            "unplaced": list(wish.reading.unplaced),
            "text": wish.text,
        }
        for wish in wanted
    ]
    return AIMessage("", tool_calls=made, additional_kwargs={READING: kept})


def _revived(kept: Mapping[str, Any]) -> Wish:
    """The wish that a message of this turn carries."""
    fields = dict(kept)
    text = fields.pop("text")
    fields["cleared"], fields["unplaced"] = tuple(fields["cleared"]), tuple(fields["unplaced"])
    fields["ranges"] = {name: (low, high) for name, (low, high) in fields["ranges"].items()}
    return Wish(Reading(**fields), text)


def _briefing(messages: Sequence[BaseMessage]) -> tuple[Notebook, Briefing, int]:
    for message in messages:
        if isinstance(message, SystemMessage) and BRIEFING in message.additional_kwargs:
            book, briefing, turn = message.additional_kwargs[BRIEFING]
            return book, briefing, turn
    return Notebook(), Briefing(None, None, "", None), 1


def _files(messages: Sequence[BaseMessage]) -> tuple[Mapping[str, Any], ...]:
    """The notes on files, which the middleware leaves on the system message."""
    for message in messages:
        if isinstance(message, SystemMessage) and FILES in message.additional_kwargs:
            return tuple(message.additional_kwargs[FILES])
    return ()


def _results(since: Sequence[BaseMessage]) -> list[ToolResult]:
    """What the turn's tools returned, in order."""
    asked = {
        call["id"]: call["args"]
        for message in since
        if isinstance(message, AIMessage)
        for call in message.tool_calls
    }
    names = {
        call["id"]: call["name"]
        for message in since
        if isinstance(message, AIMessage)
        for call in message.tool_calls
    }
    results = []
    for message in since:
        if not isinstance(message, ToolMessage):
            continue
        ok = message.status != "error"
        try:
            found = json.loads(str(message.text)) if ok else {"error": str(message.text)}
        except ValueError:
            found = {"text": str(message.text)}
        tool = names.get(message.tool_call_id, message.name or "")
        args = asked.get(message.tool_call_id, {})
        results.append(ToolResult(tool=tool, ok=ok, found=found, args=args))
    return results

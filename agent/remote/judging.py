"""Judges what a remote model sends, sentence by sentence: a reply, a call, or a failure."""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import uuid4

from langchain_core.messages import AIMessageChunk
from langchain_core.messages.tool import ToolCallChunk, tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk

from agent.offline.reading.languages import notice
from agent.remote.cleaning import Cleaner, replies
from agent.remote.failures import Failure, limits

MIN_LETTERS = 12  # of a text whose script can be judged
_END = re.compile(r"(?<=[.!?。！？])[\"”)*]*\s+|\n+")
_QUOTED = re.compile(r"[“\"«][^”\"»]*[”\"»]|`[^`]*`")


@dataclass
class Judge:
    """Follows one answer of the model; `english` says that the user writes English."""

    cleaner: Cleaner
    english: bool
    taken_ids: Collection[str]
    held: str = ""
    shown: str = ""
    calls: AIMessageChunk = field(default_factory=lambda: AIMessageChunk(content=""))
    finish: str = ""
    refused: bool = False
    chunks: int = 0
    usage: Any = None
    seen: dict[str, int] = field(default_factory=dict)

    def judge(self, chunks: Iterable[ChatGenerationChunk]) -> Iterator[ChatGenerationChunk]:
        """Yield the sentences that pass, then the tool calls and the usage in one last chunk.

        Raises:
            Failure: the answer is none; its whole sentences may have been yielded before.
        """
        for chunk in chunks:
            self._note(chunk)
            cleaned = self.cleaner.push(str(chunk.text))
            self.held = "" if self.cleaner.forgot else self.held
            yield from map(_text, self._passed(cleaned))
            if self.cleaner.over and not self.calls.tool_call_chunks:
                self.finish = self.finish or "stop"
                break
        yield from map(_text, self._passed(self.cleaner.flush()))
        if self.chunks == 0:
            raise Failure("nothing")
        calls = self._whole_calls()
        if self.finish == "content_filter":
            raise Failure("filtered")
        if self.finish == "length" and not calls:
            raise Failure("length")
        rest = next(self._checked([self.held]), "") if self.held.strip() else ""
        if self.refused:
            raise Failure("refused")
        if not calls and not (self.shown + rest).strip():
            raise Failure("nothing" if self.finish == "tool_calls" else "empty")
        yield _last(rest, calls, self.usage, self.finish)

    def _note(self, chunk: ChatGenerationChunk) -> None:
        message, info = chunk.message, chunk.generation_info or {}
        self.chunks += 1
        finish = info.get("finish_reason") or message.response_metadata.get("finish_reason")
        self.finish = str(finish or self.finish)
        self.refused = self.refused or bool(message.additional_kwargs.get("refusal"))
        self.usage = getattr(message, "usage_metadata", None) or self.usage  # some send a sum each
        pieces = getattr(message, "tool_call_chunks", None)
        if pieces:
            self.calls += AIMessageChunk(content="", tool_call_chunks=pieces)

    def _passed(self, text: str) -> Iterator[str]:
        """The sentences that are whole now."""
        parts = _sentences(self.held + text)
        self.held = parts.pop() if parts else ""
        yield from self._checked(parts)

    def _checked(self, parts: Iterable[str]) -> Iterator[str]:
        for part in parts:
            said = part.strip()
            if not self.shown.strip() and _refuses(said):
                raise Failure("refused")
            if self.english and _foreign(said):
                raise Failure("language")
            self.seen[said] = self.seen.get(said, 0) + bool(said)
            self.shown += part
            repeats = self.seen[said] > limits().most_repeats
            if repeats or len(self.shown) > limits().most_reply_chars:
                raise Failure("runaway")
            yield part

    def _whole_calls(self) -> list[ToolCallChunk]:
        """The tool calls, each with a name, arguments that are an object, and an id of its own."""
        whole = []
        taken = set(self.taken_ids)
        for index, call in enumerate(self.calls.tool_call_chunks):
            args = self._arguments(call.get("args") or "{}")
            if not call.get("name") or args is None:
                raise Failure("bad_call")
            given = call.get("id")
            own = given if given and given not in taken else f"call_{uuid4().hex[:12]}"
            taken.add(own)
            whole.append(tool_call_chunk(name=call["name"], args=args, id=own, index=index))
        return whole

    def _arguments(self, written: str) -> str | None:
        """The arguments as JSON, secrets hidden; None when they are no object."""
        try:
            found = json.loads(written)
        except ValueError:
            return None
        if isinstance(found, str):  # some gateways encode them twice
            return self._arguments(found)
        if not isinstance(found, dict):
            return None
        return self.cleaner.mask(json.dumps(found, ensure_ascii=False))


def user_writes_english(text: str) -> bool:
    """True unless the text is in a language that can be told from English."""
    return not _foreign(text)


def _sentences(text: str) -> list[str]:
    cuts = [0, *[m.end() for m in _END.finditer(text) if m.end() < len(text)], len(text)]
    return [text[a:b] for a, b in pairwise(cuts) if a < b]


def _refuses(sentence: str) -> bool:
    plain = sentence.casefold().replace("’", "'")
    return any(re.search(pattern, plain) for pattern in replies().refusals["patterns"])


def _foreign(sentence: str) -> bool:
    """True for another language: by its script, or by its small words; quotes do not count."""
    own = _QUOTED.sub(" ", sentence)
    letters = [c for c in own if c.isalpha()]
    other = sum(ord(c) > 0x24F for c in letters)  # beyond the Latin alphabets
    if len(letters) >= MIN_LETTERS and other > len(letters) / 2:
        return True
    return len(letters) > 3 and (other == len(letters) or notice(own) is not None)


def _text(text: str) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=AIMessageChunk(content=text))


def _last(text: str, calls: list[ToolCallChunk], usage: Any, finish: str) -> ChatGenerationChunk:
    """The end of an answer; nothing else that the endpoint sent is kept."""
    message = AIMessageChunk(
        content=text,
        tool_call_chunks=calls,
        usage_metadata=usage,
        response_metadata={"finish_reason": finish} if finish else {},
        chunk_position="last",
    )
    return ChatGenerationChunk(message=message)

"""Tool calls for models that know none: asked for and read back as a JSON object in the text."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.utils.json import parse_partial_json

from agent.prompts import json_form
from agent.remote.cleaning import Cleaner, replies
from agent.remote.failures import Failure

REPLY = ("reply", "response", "answer", "message", "content")
ARGUMENTS = ("arguments", "args", "parameters", "input")
_FENCE = re.compile(r"^```\w*\s*|\s*```\s*$")


def as_json_form(
    messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]] | None
) -> list[BaseMessage]:
    """The conversation without tool messages; the system message explains the form and the tools.

    Neighbours of one role are joined, as many chat templates demand turns that alternate.
    """
    out: list[BaseMessage] = []
    for message in messages:
        now = _plain(message, formed=bool(tools))
        if isinstance(now, SystemMessage) and tools:
            functions = [tool["function"] for tool in tools]
            text = f"{now.text}\n\n{json_form(functions)}"
            now = SystemMessage(text, additional_kwargs=now.additional_kwargs)
        if out and type(out[-1]) is type(now) and not isinstance(now, SystemMessage):
            out[-1] = type(now)(f"{out[-1].text}\n\n{now.text}")
        else:
            out.append(now)
    return out


def from_json_form(
    chunks: Iterable[ChatGenerationChunk], *, secrets: tuple[str, ...], strict: bool
) -> Iterator[ChatGenerationChunk]:
    """Turn the object in the text into tool calls, or into the reply as far as it has come.

    Not `strict`, text that does not look like a call passes as it is: for endpoints that know
    tools and let a call through into the text now and then.

    Raises:
        Failure: `no_json`, where the form was asked for and nothing of the kind came.
    """
    cleaner = Cleaner(secrets)
    raw, text, sent, plain, finish = "", "", "", False, ""
    for chunk in chunks:
        if plain:
            yield chunk
            continue
        raw += str(chunk.text)
        cleaned = cleaner.push(str(chunk.text))
        text = cleaned if cleaner.forgot else text + cleaned
        finish = finish or str((chunk.generation_info or {}).get("finish_reason") or "")
        plain = not strict and bool(text.strip()) and not _may_be_call(text)
        reply = raw if plain else _reply(text) if strict else ""
        delta = reply[len(sent) :] if reply.startswith(sent) else ""
        sent += delta
        yield _with(chunk, delta)
        if strict and cleaner.over:
            break
    text += cleaner.flush()
    if plain or not raw:
        return
    found = _objects(text)
    calls = [call for one in found for call in _calls(one)]
    if calls:
        yield _calling(calls)
    elif not strict:
        yield _text(raw)
    elif not _reply(text) and finish != "length":
        raise Failure("no_json" if text.strip() else "empty")


def _plain(message: BaseMessage, *, formed: bool) -> BaseMessage:
    if isinstance(message, ToolMessage):
        return HumanMessage(f"Result of {message.name or 'the call'}: {message.text}")
    if not isinstance(message, AIMessage):
        return message
    if message.tool_calls:
        made = [{"name": c["name"], "arguments": c["args"]} for c in message.tool_calls]
        return AIMessage(json.dumps({"calls": made}, ensure_ascii=False))
    return AIMessage(json.dumps({"reply": message.text}, ensure_ascii=False) if formed
                     else message.text)  # fmt: skip


def _may_be_call(text: str) -> bool:
    start = text.lstrip()
    marks = ("{", "[{", "```", *replies().calls["open"])
    return any(start.startswith(mark) or mark.startswith(start) for mark in marks)


def _bare(text: str) -> str:
    """The text without fences and the marks around calls, which become blanks between objects."""
    for mark in (*replies().calls["open"], *replies().calls["close"]):
        text = text.replace(mark, " ")
    return _FENCE.sub("", text.strip()).strip()


def _reply(text: str) -> str:
    """The reply in an object that may still be growing, empty when there is none."""
    bare = _bare(text)
    if not bare.startswith("{"):
        return ""
    try:
        found = parse_partial_json(bare)
    except ValueError:
        found = next(iter(_objects(text)), None)
    if not isinstance(found, dict) or _calls(found):
        return ""
    said = next((found[key] for key in REPLY if isinstance(found.get(key), str)), "")
    return str(said)


def _objects(text: str) -> list[Any]:
    """Every JSON value that is an object or a list, wherever it begins."""
    decoder, found, at = json.JSONDecoder(strict=False), [], 0
    bare = _bare(text)
    while (match := re.compile(r"[{\[]").search(bare, at)) is not None:
        try:
            value, at = decoder.raw_decode(bare, match.start())
        except (ValueError, RecursionError):
            at = match.end()
            continue
        found.append(value)
    return found


def _calls(found: Any) -> list[tuple[str, Any]]:
    """The calls that a value holds, whichever of the common spellings it uses."""
    if isinstance(found, list):
        return [call for one in found for call in _calls(one)]
    if not isinstance(found, dict):
        return []
    for key in ("calls", "tool_calls"):
        if isinstance(found.get(key), list):
            return [call for one in found[key] for call in _calls(one)]
    inner = found.get("function")
    if isinstance(inner, dict):
        return _calls(inner)
    name = found.get("name", found.get("tool"))
    args = next((found[key] for key in ARGUMENTS if key in found), None)
    return [(name, args)] if isinstance(name, str) and isinstance(args, (dict, str)) else []


def _calling(calls: Sequence[tuple[str, Any]]) -> ChatGenerationChunk:
    pieces = [
        tool_call_chunk(
            name=name, args=args if isinstance(args, str) else json.dumps(args), id=None, index=i
        )
        for i, (name, args) in enumerate(calls)
    ]
    return ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=pieces))


def _text(text: str) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=AIMessageChunk(content=text))


def _with(chunk: ChatGenerationChunk, text: str) -> ChatGenerationChunk:
    """The chunk with another text, its usage and what else it tells kept."""
    message = chunk.message.model_copy(update={"content": text})
    return ChatGenerationChunk(message=message, generation_info=chunk.generation_info)

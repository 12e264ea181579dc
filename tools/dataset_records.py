"""One line of a fine-tuning file: which format it has, and its input and output sides."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Format = Literal["chat", "prompt_completion", "preference"]
ROLES = frozenset({"system", "developer", "user", "assistant", "tool", "function"})
KNOWN = (
    '{"messages": […]}, {"prompt": …, "completion": …} or {"prompt": …, "chosen": …, "rejected": …}'
)


class BadRecord(ValueError):
    """A line that no trainer would accept; `kind` groups such lines in the report."""

    def __init__(self, kind: str, text: str) -> None:
        self.kind = kind
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Record:
    """One example: what the model is given, what it shall answer, for preferences also what not.

    `asked` is the user's part of the input, without roles and system prompt; `pieces` is the number
    of messages, each of which costs a few tokens of frame.
    """

    format: Format
    input: str
    output: str
    rejected: str | None
    pieces: int
    asked: str

    @property
    def text(self) -> str:
        """All text of the example that is trained on."""
        return "\n".join(part for part in (self.input, self.output, self.rejected) if part)


def parse(line: str) -> Record:
    """Read one line.

    Raises:
        BadRecord: not JSON, not an object, an unknown format, or a broken conversation.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        detail = error.msg if isinstance(error, json.JSONDecodeError) else "too deeply nested"
        raise BadRecord("not_json", f"not JSON: {detail}") from None
    if not isinstance(row, dict):
        raise BadRecord("not_an_object", "not a JSON object")
    if "messages" in row:
        return _chat(row["messages"])
    if "preferred_output" in row or "non_preferred_output" in row:
        return _preference(
            row.get("input"), row.get("preferred_output"), row.get("non_preferred_output")
        )
    if "chosen" in row or "rejected" in row:
        return _preference(row.get("prompt", ""), row.get("chosen"), row.get("rejected"))
    if "prompt" in row and "completion" in row:
        asked = _text(row["prompt"])
        return Record("prompt_completion", asked, _text(row["completion"]), None, 2, asked)
    keys = ", ".join(sorted(map(str, row))[:6]) or "no keys"
    raise BadRecord("unknown_format", f"has {keys}; expected {KNOWN}")


def _chat(messages: object) -> Record:
    turns = _turns(messages)
    if not any(role == "user" for role, _ in turns):
        raise BadRecord("no_user", "the conversation has no user message")
    if turns[-1][0] != "assistant":
        raise BadRecord("no_answer", "the conversation does not end with the assistant's answer")
    given = "\n".join(f"{role}: {text}" for role, text in turns[:-1])
    asked = "\n".join(text for role, text in turns if role == "user")
    return Record("chat", given, turns[-1][1], None, len(turns), asked)


def _turns(messages: object) -> list[tuple[str, str]]:
    if not isinstance(messages, list) or not messages:
        raise BadRecord("no_messages", "messages must be a list of at least one")
    turns = []
    for message in messages:
        if not isinstance(message, Mapping):
            raise BadRecord("bad_message", "a message is not an object")
        role = message.get("role")
        if role not in ROLES:
            raise BadRecord("bad_role", f"unknown role {str(role)[:40]!r}")
        content = message.get("content")
        if content is None and (message.get("tool_calls") or message.get("function_call")):
            content = json.dumps(message.get("tool_calls") or message.get("function_call"))
        turns.append((str(role), _text(content)))
    return turns


def _preference(given: object, chosen: object, rejected: object) -> Record:
    if chosen is None or rejected is None:
        raise BadRecord("half_a_pair", "a preference needs both the better and the worse answer")
    asked = _side(given)
    return Record("preference", asked, _side(chosen), _side(rejected), 3, asked)


def _side(value: object) -> str:
    if isinstance(value, Mapping) and "messages" in value:
        value = value["messages"]
    if isinstance(value, list) and value and isinstance(value[0], Mapping) and "role" in value[0]:
        return "\n".join(text for _, text in _turns(value))
    return _text(value)


def _text(content: Any) -> str:
    """The text of a message: a string, or a list of parts of which the texts count."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, list) and all(isinstance(part, Mapping) for part in content):
        return "\n".join(str(part.get("text", "")) for part in content)
    raise BadRecord("not_text", "a side is neither text nor a list of parts")

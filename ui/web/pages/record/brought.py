"""A file that is brought back: its text, and whether it is a record or a conversation."""

import json
from collections.abc import Mapping
from typing import Any

from tools.errors import InvalidInput
from tools.record_json import FORMAT, MAX_BYTES

FOREIGN = (
    "the file {name} is JSON, but neither a decision record nor an exported conversation of "
    "Steerwise"
)
MOST_SHOWN = 80  # characters of a file's name


def file_of(value: Mapping[str, Any]) -> tuple[str, str]:
    """The name and the text of a file that was dropped.

    Raises:
        InvalidInput: it is too large, or its text did not come along.
    """
    name = str(value.get("name") or "you chose")
    name = name if len(name) <= MOST_SHOWN else f"{name[: MOST_SHOWN - 1]}…"
    text, size = value.get("text"), value.get("size")
    if isinstance(size, (int, float)) and size > MAX_BYTES:
        raise InvalidInput(
            f"the file {name} is {size / 1e6:,.0f} MB, and a record or a conversation has at most "
            f"{MAX_BYTES / 1e6:.0f} MB; choose the .json file that Steerwise wrote"
        )
    if not isinstance(text, str) or len(text) > MAX_BYTES:
        raise InvalidInput(
            f"the file {name} could not be read; choose the .json file that Steerwise wrote"
        )
    return name, text


def told_apart(name: str, text: str) -> tuple[str, Any]:
    """Whether a file is a record or a conversation, and what it holds.

    Raises:
        InvalidInput: it is neither.
    """
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidInput(
            f"the file {name} is not JSON, or it was cut short; choose the .json file that "
            "Steerwise wrote"
        ) from None
    if isinstance(raw, dict) and raw.get("format") == FORMAT:
        return "record", raw
    if isinstance(raw, dict) and {"messages", "notebook"} <= set(raw):
        return "conversation", raw
    raise InvalidInput(FOREIGN.format(name=name))

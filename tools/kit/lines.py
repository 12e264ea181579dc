"""Settings as files: each line with its reason and its source above it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tools.kit.wording import kit_data


@dataclass(frozen=True, slots=True)
class Line:
    """One setting of a file: key, value, why this value, and who says so."""

    key: str
    value: Any
    why: str
    source: str


def line(key: str, row: str, value: Any = None) -> Line:
    """A setting from the data, with its own value or another that follows from the facts."""
    found = kit_data().setting[row]
    return Line(key, found.value if value is None else value, found.why, found.source)


def as_toml(head: str, lines: Sequence[Line]) -> str:
    """A TOML file."""
    return _file(head, [f"{_notes(x)}{x.key} = {_scalar(x.value)}" for x in lines])


def as_yaml(head: str, lines: Sequence[Line]) -> str:
    """A YAML file; scalars are written as JSON, which YAML contains."""
    return _file(head, [f"{_notes(x)}{x.key}: {_scalar(x.value)}" for x in lines])


def _notes(entry: Line) -> str:
    return f"# {entry.why}\n# source: {entry.source}\n" if entry.why else ""


def _scalar(value: Any) -> str:
    if isinstance(value, float):
        text = f"{value:.6f}".rstrip("0")
        return text + "0" if text.endswith(".") else text
    return json.dumps(value, ensure_ascii=False)


def _file(head: str, parts: Sequence[str]) -> str:
    top = "".join(f"# {part}\n" for part in head.splitlines())
    return top + "\n" + "\n\n".join(parts) + "\n"

"""The user's own examples, whatever their shape, and text that no file chokes on."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.dataset_records import BadRecord, parse
from tools.errors import InvalidInput

MOST = 10_000
_ANSWERS = ("output", "expected", "answer", "label")


@dataclass(frozen=True, slots=True)
class Example:
    """What is asked, the good answer, and in a comparison the worse one."""

    asked: str
    answer: str
    worse: str | None = None


def read_examples(rows: Sequence[Mapping[str, Any]]) -> tuple[Example, ...]:
    """The examples without repeats: chat, prompt/completion, preference or input/output rows.

    Raises:
        InvalidInput: a row that holds no example, or more than 10,000 rows.
    """
    if len(rows) > MOST:
        raise InvalidInput(f"a kit takes up to {MOST:,} examples, got {len(rows):,}")
    return tuple(dict.fromkeys(_read(n, row) for n, row in enumerate(rows, start=1)))


def _read(number: int, row: Mapping[str, Any]) -> Example:
    if not isinstance(row, Mapping):
        raise InvalidInput(f"example {number} must be an object, got {type(row).__name__}")
    plain = dict(row)
    if "input" in plain and "preferred_output" not in plain:
        found = next((plain[k] for k in _ANSWERS if plain.get(k) not in (None, "")), None)
        if found is not None:
            plain = {"prompt": plain["input"], "completion": _text(found)}
    try:
        record = parse(json.dumps(plain, default=str))
    except BadRecord as bad:
        raise InvalidInput(f"example {number} {bad}") from None
    example = Example(
        clean(record.asked),
        clean(record.output),
        None if record.rejected is None else clean(record.rejected),
    )
    if not example.asked or not example.answer:
        side = "input" if not example.asked else "output"
        raise InvalidInput(f"example {number} has an empty {side}; fill it or leave the row out")
    return example


def _text(value: Any) -> Any:
    """An answer as text; objects become JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def clean(text: str) -> str:
    """Text that every file can hold: no control characters, no half characters, plain newlines."""
    plain = re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", text)
    plain = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]", "", plain)
    return plain.encode("utf-8", "replace").decode("utf-8").strip()


def one_line(text: str, most: int = 120) -> str:
    """Text for a heading: one line, no markup, held to a length."""
    line = re.sub(r"[`<>{}\[\]|*_#\\]", "", " ".join(clean(text).split())).strip()
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def varied(examples: Iterable[Example], most: int) -> list[Example]:
    """Up to `most` examples, first one of each answer, so that labels are all shown."""
    chosen: list[Example] = []
    rest: list[Example] = []
    seen: set[str] = set()
    for example in examples:
        (rest if example.answer in seen else chosen).append(example)
        seen.add(example.answer)
    return (chosen + rest)[:most]

"""JSON Lines in and out: every line is answered in its place, and a bad one stops no other."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

from agent.settings import Unavailable
from tools.errors import BrokenDataFile, InvalidInput
from ui.faults import one_line

Result = TypeVar("Result")
Row = Mapping[str, Any]
_GROUPED = re.compile(r"-?[\d.,_]*[,_][\d.,_]*")
_GROUPED_WELL = re.compile(r"-?\d{1,3}(?:(?:,\d{3})+|(?:_\d{3})+)(?:\.\d+)?")


@dataclass(frozen=True)
class Answered(Generic[Result]):
    """One line and what came of it: a result, or the sentence that says why there is none."""

    id: Any
    result: Result | None
    error: str | None


def answer(
    lines: Iterable[bytes | Row], compute: Callable[[Row], Result]
) -> Iterator[Answered[Result]]:
    """Answer line after line; whatever goes wrong in one is told in its place.

    Raises:
        BrokenDataFile: a data file cannot be used, which is no line's fault.
        Unavailable: neither is a folder that cannot be written.
    """
    for line in lines:
        row: Row = {}
        try:
            row = parse(line) if isinstance(line, bytes) else line
            yield Answered(id_of(row), compute(row), None)
        except (BrokenDataFile, Unavailable):
            raise
        except Exception as error:
            yield Answered(id_of(row), None, one_line(error))


def parse(line: bytes) -> Row:
    """Read one line as a JSON object.

    Raises:
        InvalidInput: it is not UTF-8, not JSON or not an object.
    """
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InvalidInput("the line is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise InvalidInput(f"the line is not JSON: {error.msg}, column {error.colno}") from None
    except RecursionError:
        raise InvalidInput("the line is nested too deeply") from None
    except ValueError as error:
        raise InvalidInput(f"the line is not JSON: {error}") from None
    if not isinstance(row, dict):
        raise InvalidInput(f"a line must be a JSON object, got {_show(row)}")
    return row


def id_of(row: Row) -> Any:
    """The id of a line, to be echoed; None when it has none that JSON can carry."""
    try:
        json.dumps(row.get("id"), allow_nan=False)
    except ValueError:
        return None
    return row.get("id")


def message(line: bytes | Row, key: str) -> bytes | Row:
    """A line as people pipe it in: an object stays as it is, anything else is the text `key`."""
    if not isinstance(line, bytes) or line.lstrip().startswith(b"{"):
        return line
    return {key: line.decode("utf-8", "replace").strip()}


def read_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream that are not blank, as they arrive."""
    return (line for line in stream if line.strip())


def read_file(path: Path) -> Iterator[bytes]:
    """The lines of a file that are not blank.

    Raises:
        InvalidInput: the file cannot be read.
    """
    return (line for line in every_line(path) if line.strip())


def every_line(path: Path) -> Iterator[bytes]:
    """The lines of a file, blank ones too, so that they can be counted.

    Raises:
        InvalidInput: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise InvalidInput(f"{path}: {error.strerror}; give a JSON Lines file") from None


def write(obj: Mapping[str, Any]) -> None:
    """Write one JSON object as a line, at once."""
    sys.stdout.write(json.dumps(obj, ensure_ascii=False, allow_nan=False) + "\n")
    sys.stdout.flush()


def facts_row(pairs: Iterable[str]) -> Row:
    """A row from `fact=value` words; `1000..5000` is a range, `rag,guardrails` a list.

    Raises:
        InvalidInput: a word is not of that form, or names a fact again.
    """
    facts: dict[str, Any] = {}
    ranges: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if equals and name and not text:
            raise InvalidInput(f"{name} has no value; give one, or {name}=null where it is unknown")
        if not equals or not name:
            raise InvalidInput(f"{pair!r} is neither a file nor a fact such as task=chat")
        if name in facts or name in ranges:
            raise InvalidInput(f"{name} is given twice, the second time as {text!r}; give it once")
        low, dots, high = text.partition("..")
        if dots:
            ranges[name] = [_value(low), _value(high)]
        else:
            facts[name] = text.split(",") if name == "tried" else _value(text)
    return {"facts": facts, "ranges": ranges}


def scores_row(words: Iterable[str], items: int | None) -> Row:
    """A row of scores from the words of the command line: `0.78` or `78%`.

    Raises:
        InvalidInput: a word is no score.
    """
    return {"scores": [_score(word) for word in words], "items": items}


def _score(word: str) -> float:
    number = word.removesuffix("%")
    try:
        value = Decimal(number)
        return float(value if number == word else value / 100)
    except ArithmeticError:
        raise InvalidInput(f"{word!r} is no score; give each as 0.78, 78 or 78%") from None


def _value(text: str) -> Any:
    """A value as it was typed: a number, also with its thousands set apart, or else a word."""
    if _GROUPED.fullmatch(text):
        if not _GROUPED_WELL.fullmatch(text):
            raise InvalidInput(f"{text!r} is not a number; write 1.5 or 1,500 or 1_500")
        text = text.replace(",", "").replace("_", "")
    try:
        return json.loads(text, parse_constant=str)
    except ValueError:
        return text


def _show(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "..."

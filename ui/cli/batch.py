"""Line after line: what the calculators read, and how each line is answered."""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import typer

from tools.errors import InvalidInput
from tools.results import as_json
from ui import lines, tables
from ui.cli.app import FAILED

NOTHING = "nothing to read; --help shows what can be given"
Result = TypeVar("Result")


def inputs(
    words: list[str] | None, from_words: Callable[[list[str]], lines.Row], *, json: bool
) -> Iterable[bytes | lines.Row]:
    """What a calculator reads: a file, the words of the command line, or standard input."""
    if not words or words == ["-"]:
        return standard_input(json=json)
    if len(words) == 1 and (os.path.isfile(words[0]) or words[0].endswith(".jsonl")):
        return lines.read_file(Path(words[0]))
    return [from_words(words)]


def standard_input(*, json: bool) -> Iterable[bytes]:
    """The lines of standard input; a terminal that nobody types into is refused."""
    if sys.stdin.isatty() and not json:
        raise InvalidInput(NOTHING)
    return lines.read_lines(sys.stdin.buffer)


def answer(
    rows: Iterable[bytes | lines.Row],
    compute: Callable[[lines.Row], Result],
    draw: Callable[[Result], Any],
    *,
    json: bool,
    plain: Callable[[Result], dict[str, Any]] = as_json,
) -> None:
    """Answer every line, as JSON or drawn for people; leave with status 1 if one was bad.

    Raises:
        InvalidInput: there was no line, and a person should know.
    """
    failed, answered = False, False
    for line in lines.answer(rows, compute):
        answered = True
        if line.error is not None or line.result is None:
            failed = True
            if json:
                lines.write({"id": line.id, "error": line.error})
            else:
                tables.show(tables.error(line.error or "", line.id))
        elif json:
            lines.write({"id": line.id, **plain(line.result)})
        else:
            tables.show(draw(line.result), line.id)
    if not answered and not json:
        raise InvalidInput(NOTHING)
    if failed:
        raise typer.Exit(FAILED)

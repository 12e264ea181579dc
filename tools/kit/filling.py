"""Fills the kit's templates and writes its tables, so that no text of a user's can break a file."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent


@cache
def _jinja() -> Environment:
    """Marks of our own, so that `{{ input }}` stays in the file as a slot."""
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )


def filled(name: str, **values: Any) -> str:
    """A template of `templates/` with its values, without runs of blank lines."""
    text = _jinja().get_template(name).render(**values)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def script(name: str) -> str:
    """A script of `files/`, as it stands."""
    return (HERE / "files" / name).read_text(encoding="utf-8")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV file. What a spreadsheet would run as a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([covered(cell) for cell in row])
    return out.getvalue()


def covered(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return "'" + cell if re.match(r"'*[=+\-@\t\r]", cell) else cell


def json_lines(rows: Iterable[Any]) -> str:
    """A JSONL file."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def json_file(value: Any) -> str:
    """A JSON file to be read and edited by people."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

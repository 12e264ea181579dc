"""The commands that carry a conversation from one place to another."""

import json as plain_json
import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from agent.settings import load_settings
from tools.errors import InvalidInput
from ui.cli.app import app


@app.command()
def export(
    thread: Annotated[
        str, typer.Option(metavar="ID", help="The conversation.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write it there; nothing is replaced.", show_default=False
        ),
    ] = None,
) -> None:
    """Write a conversation as JSON, to open it elsewhere."""
    from agent import Advisor
    from ui.returning import check_known

    with closing(Advisor(load_settings())) as advisor:
        check_known(advisor, thread)
        text = plain_json.dumps(advisor.export(thread), ensure_ascii=False, indent=1) + "\n"
    if out is None:
        sys.stdout.write(text)
        return
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise InvalidInput(f"{out} exists already; give another name") from None
    sys.stderr.write(f"Wrote {out}; `steerwise import {out}` opens it.\n")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `steerwise export` wrote.")],
) -> None:
    """Open an exported conversation as a new one."""
    data = _read(file)
    from agent import Advisor

    with closing(Advisor(load_settings())) as advisor:
        thread = advisor.restore(data)
    sys.stdout.write(f"{thread}\n")
    sys.stderr.write(f"Opened; `steerwise chat --thread {thread}` goes on with it.\n")


def _read(file: Path) -> Any:
    """The JSON of a file.

    Raises:
        InvalidInput: it is too large, no text or no JSON.
        OSError: it cannot be read.
    """
    from agent.exchange import MOST_BYTES

    if file.is_file() and file.stat().st_size > MOST_BYTES:
        size = file.stat().st_size
        raise InvalidInput(f"{file} has {size:,} bytes and I read up to {MOST_BYTES:,}")
    try:
        return plain_json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise InvalidInput(
            f"{file} is no JSON, or it was cut short; give the file that `steerwise export` wrote"
        ) from None

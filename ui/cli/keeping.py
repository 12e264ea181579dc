"""The commands for who runs Steerwise for others: what people thought of replies, and logins."""

import getpass
import sys
from contextlib import closing
from typing import Annotated

import typer

from agent.settings import load_settings
from tools.errors import InvalidInput
from ui import lines, tables
from ui.cli.app import app


@app.command()
def feedback(
    thread: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Of one conversation only.", show_default=False),
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Write a table for spreadsheets.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write JSON Lines.")] = False,
) -> None:
    """List the thumbs and comments that people gave to replies."""
    from agent.feedback import as_csv, as_rows
    from agent.storage import open_store

    if csv and json:
        raise InvalidInput("give either --csv or --json, not both")
    with closing(open_store(load_settings())) as store:
        if thread is not None and not (thread.isascii() and store.threads.exists(thread)):
            raise InvalidInput(f"there is no conversation {thread!r:.60}")
        ratings = store.ratings.of(thread)
    if csv:
        sys.stdout.write(as_csv(ratings))
    elif json:
        for row in as_rows(ratings):
            lines.write(row)
    elif not ratings:
        sys.stdout.write("No reply was rated yet; the page has a thumb under each.\n")
    else:
        tables.show(tables.feedback(ratings))


@app.command()
def login(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who may log in to the page.")],
) -> None:
    """Ask for a password and print a line for the file of STEERWISE_AUTH, hashed."""
    from agent.logins import hashed, read_logins

    if sys.stdin.buffer.isatty():
        typed = getpass.getpass("Password: ")
    else:
        typed = sys.stdin.buffer.readline().decode("utf-8", "replace").rstrip("\r\n")
    line = f"{name}:{hashed(typed)}"
    if not typed.strip() or ":" in name:
        raise InvalidInput("give a name without a colon, and a password that is not empty")
    try:
        read_logins(line)
    except ValueError as error:
        raise InvalidInput(str(error)) from None
    sys.stdout.write(f"{line}\n")

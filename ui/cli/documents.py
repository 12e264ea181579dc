"""The commands about documents: search them, and index them."""

import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from agent.settings import load_settings
from tools.results import as_json
from ui import calculators, faults, lines, tables
from ui.cli.app import Json, app
from ui.cli.batch import answer, standard_input
from ui.folder import check_folder


@app.command()
def search(
    question: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUESTION…]",
            help="What to look up. Else standard input is read.",
            show_default=False,
        ),
    ] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="Most passages.")] = 5,
    collection: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Search a collection of yours.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """Search the guidance for passages that answer a question."""
    from knowledge import Guidance

    guidance = Guidance.open(load_settings().data_dir)
    if question and json:
        row = {"question": " ".join(question)}
        found = calculators.search(row, guidance, k=k, collection=collection)
        for passage in found.passages:
            lines.write(as_json(passage))
        if found.declined:
            faults.say(found.message)
        return
    rows: Iterable[bytes | lines.Row]
    rows = [{"question": " ".join(question)}] if question else standard_input(json=json)
    if not json:
        rows = (lines.message(row, "question") for row in rows)
    answer(
        rows,
        lambda row: calculators.search(row, guidance, k=k, collection=collection),
        tables.found,
        plain=calculators.found_as_json,
        json=json,
    )


@app.command(hidden=True)
def prepare() -> None:
    """Index the guidance, so that no first question waits for it; the set-up calls this."""
    from knowledge import Guidance

    settings = load_settings()
    check_folder(settings.data_dir)
    with faults.from_guidance():
        changes = Guidance.open(settings.data_dir).build()
    new = len(changes.added) + len(changes.changed)
    total = new + len(changes.unchanged)
    if new or changes.removed:
        sys.stdout.write(f"Indexed the guidance: {total} documents, {changes.passages} passages.\n")

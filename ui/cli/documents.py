"""The commands about documents: search them, add them, list and drop collections of them."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.settings import Settings, load_settings
from tools.errors import InvalidInput
from tools.results import as_json
from ui import calculators, faults, lines, tables
from ui.cli.app import FAILED, Json, app
from ui.cli.batch import answer, standard_input
from ui.folder import check_folder

if TYPE_CHECKING:
    from knowledge import Guidance, Progress

DOCUMENTS = "documents"  # as in `knowledge`, which is imported late


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
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Search only this one, `guidance` or one of yours; may be given repeatedly.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Search the guidance and your own documents for passages that answer a question."""
    guidance = _open(load_settings())
    with faults.from_guidance():
        chosen: Sequence[str] = collection or guidance.reach()
    if question and json:
        row = {"question": " ".join(question)}
        found = calculators.search(row, guidance, k=k, collections=chosen)
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
        lambda row: calculators.search(row, guidance, k=k, collections=chosen),
        tables.found,
        plain=calculators.found_as_json,
        json=json,
    )


@app.command()
def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH…", help="Files and folders: md, txt, html, pdf, docx."),
    ],
    collection: Annotated[str, typer.Option(metavar="NAME", help="Where to put them.")] = DOCUMENTS,
    json: Json = False,
) -> None:
    """Add your own documents; once more, and only what changed is read anew."""
    settings = load_settings()
    check_folder(settings.data_dir)
    with faults.from_guidance(), _progress_bar() as progress:
        changes = _open(settings).ingest(paths, collection, progress=progress)
    if json:
        counts = {
            name: len(getattr(changes, name))
            for name in ("added", "changed", "unchanged", "removed", "refused")
        }
        rest = {name: getattr(changes, name) for name in ("skipped", "documents", "passages")}
        lines.write({"collection": collection, **counts, **rest, "reasons": list(changes.refused)})
    else:
        tables.show(tables.ingested(collection, changes))
    if changes.failed:
        raise typer.Exit(FAILED)


@app.command()
def collections(
    drop: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Delete a collection.", show_default=False),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before deleting.")] = False,
    json: Json = False,
) -> None:
    """List the collections of your own documents, or drop one."""
    guidance = _open(load_settings())
    if drop is None:
        with faults.from_guidance():
            rows = guidance.collections()
        if json:
            for row in rows:
                lines.write(as_json(row))
        else:
            tables.show(tables.collections(rows))
        return
    with faults.from_guidance():
        found = guidance.collection(drop)
    if not yes:
        _confirm(found.name, found.documents)
    with faults.from_guidance():
        guidance.drop(drop)
    if json:
        lines.write({"dropped": drop, "documents": found.documents})
    else:
        sys.stdout.write(f"Dropped {drop}; the files themselves are where they were.\n")


@app.command(hidden=True)
def prepare() -> None:
    """Index the guidance, so that no first question waits for it; the set-up calls this."""
    settings = load_settings()
    check_folder(settings.data_dir)
    with faults.from_guidance():
        changes = _open(settings).build()
    new = len(changes.added) + len(changes.changed)
    total = new + len(changes.unchanged)
    if new or changes.removed:
        sys.stdout.write(f"Indexed the guidance: {total} documents, {changes.passages} passages.\n")


def _open(settings: Settings) -> "Guidance":
    from knowledge import Guidance

    return Guidance.open(settings.data_dir, chroma_url=settings.chroma_url)


def _confirm(name: str, documents: int) -> None:
    question = f"Drop the collection {name} with its {documents:,} documents?"
    if not sys.stdin.isatty():
        raise InvalidInput(f"{question} Nobody is here to answer; add --yes")
    if not typer.confirm(question):
        raise typer.Abort


@contextmanager
def _progress_bar() -> "Iterator[Progress | None]":
    """A bar on standard error for a person at a terminal; nothing for a script."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, name="looking for files")

        def report(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=name[-40:])

        yield report

"""The commands about a decision in writing: the record, its starter kit, and its review."""

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.settings import Settings, load_settings
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.results import as_json
from ui import lines, reviews, tables
from ui.cli.app import app
from ui.writing import write_folder

if TYPE_CHECKING:
    from tools.record import DecisionRecord

MOST_BYTES = 6_000_000

Thread = Annotated[str, typer.Option(metavar="ID", help="The conversation.", show_default=False)]


@app.command()
def record(
    thread: Thread,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Write record.md, record.json and charts.", show_default=False
        ),
    ] = None,
    kit: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write a starter kit.", show_default=False),
    ] = None,
    examples: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Your own examples for the kit, JSON Lines.", show_default=False
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Write JSON instead of Markdown.")] = False,
) -> None:
    """Put the decision of a conversation in writing, with a starter kit if wanted."""
    if examples is not None and kit is None:
        raise InvalidInput("--examples go into a starter kit; give --kit DIR as well")
    rows = [] if examples is None else [lines.parse(line) for line in lines.read_file(examples)]
    made = _record(load_settings(), thread)
    if out is not None:
        from tools.record_files import record_files

        _written(record_files(made), out, json=json)
    if kit is not None:
        from tools.kit import make_kit

        files = make_kit(
            made.facts,
            assessment=made.assessment,
            costs=made.costs,
            title=made.title,
            examples=rows,
            seed=made.seed,
        )
        _written(files, kit, alone=True, json=json)
    if out is None and kit is None:
        _print(made, json=json)


@app.command()
def review(
    file: Annotated[
        Path, typer.Argument(metavar="RECORD.json", help="What `steerwise record` wrote.")
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FACT=VALUE…]",
            help="What is known now, such as monthly_requests=40000; null for no longer known.",
            show_default=False,
        ),
    ] = None,
    facts: Annotated[
        list[str] | None,
        typer.Option(metavar="FACT=VALUE", help="The same, as an option.", show_default=False),
    ] = None,
    thread: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Take the facts from a conversation.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Write the review as JSON.")] = False,
) -> None:
    """Decide again today on a recorded decision, and say what has changed and why."""
    from tools.record_json import read_record
    from tools.review import review as look_again
    from tools.tariffs import tariffs

    given = [*(words or []), *(facts or [])]
    if given and thread is not None:
        raise InvalidInput("give either facts or --thread, not both")
    settings = load_settings()
    was = read_record(_read(file))
    now = _changed(was.facts, given)
    if thread is not None:
        now = _record(settings, thread).facts
    table = tariffs(settings.prices_file)
    result = look_again(was, today=settings.today, facts=now, table=table)
    if json:
        lines.write(as_json(result))
    else:
        tables.show(reviews.review(result))


def _record(settings: Settings, thread: str) -> "DecisionRecord":
    """The record of a conversation of the data folder.

    Raises:
        InvalidInput: there is no such conversation, or nothing is known in it.
    """
    from agent import Advisor

    with closing(Advisor(settings)) as advisor:
        if not thread.isascii() or not advisor.knows(thread):
            raise InvalidInput(
                f"there is no conversation {thread!r:.60}; `steerwise chat` starts one"
            )
        return advisor.record(thread)


def _print(made: "DecisionRecord", *, json: bool) -> None:
    if json:
        from tools.record_json import to_json

        lines.write(to_json(made))
        return
    from tools.record_files import in_words

    sys.stdout.write(in_words(made))


def _written(files: Any, folder: Path, *, json: bool, alone: bool = False) -> None:
    write_folder(files, folder, alone=alone)
    if json:
        lines.write({"folder": str(folder), "files": sorted(files)})
    else:
        sys.stdout.write(f"Wrote {len(files)} files to {folder}: {', '.join(sorted(files))}\n")


def _read(file: Path) -> bytes:
    """The bytes of a record, `-` for standard input, a little more than a record may have."""
    if str(file) == "-":
        return sys.stdin.buffer.read(MOST_BYTES)
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES)
    except OSError as error:
        raise InvalidInput(
            f"{file}: {error.strerror}; give a record.json that `steerwise record` wrote"
        ) from None


def _changed(facts: ProjectFacts, words: list[str]) -> ProjectFacts:
    """The recorded facts with those of the command line in their place."""
    row = lines.facts_row(words)
    given = ProjectFacts.of(row["facts"], row["ranges"], source="user")
    gone = [name for name, value in row["facts"].items() if value is None]
    return facts.without(gone).with_facts(given.known)

"""The command line: each command is a few lines that hand over to the part that does the work."""

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from agent.settings import load_settings
from tools.errors import InvalidInput
from tools.results import as_json
from ui import calculators, faults, lines, tables
from ui.folder import check_folder

FAILED = 1
USAGE = 2
INTERRUPTED = 130
Result = TypeVar("Result")

app = typer.Typer(
    name="steerwise",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

Json = Annotated[bool, typer.Option("--json", help="Read and write JSON Lines.")]
Facts = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE | FACT=VALUE…]",
        help="A JSON Lines file, or facts such as task=chat. Else standard input is read.",
        show_default=False,
    ),
]


@app.callback(invoke_without_command=True)
def steerwise(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Find out how to adapt a language model to your project, what it costs and why."""
    if version:
        from importlib.metadata import version as installed

        sys.stdout.write(f"steerwise {installed('steerwise')}\n")
    elif context.invoked_subcommand is None:
        web()


@app.command()
def web() -> None:
    """Open the web page."""
    settings = load_settings()
    faults.progress("Opening the page …")
    from agent import Advisor
    from ui.web import open_site

    with closing(Advisor(settings)) as advisor:
        site = open_site(advisor, settings)
        advisor.warm_up()
        sys.stdout.write(f"Steerwise is at {site.url} (Ctrl-C closes it)\n")
        sys.stdout.flush()
        site.wait()


@app.command()
def chat(
    thread: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Return to an earlier conversation.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Messages in, events out, by line.")] = False,
) -> None:
    """Chat in the terminal."""
    settings = load_settings()
    if json:
        from ui.chat_lines import chat_in_lines

        raise typer.Exit(0 if chat_in_lines(settings, thread, sys.stdin.buffer) else FAILED)
    from ui.terminal import chat_in_terminal

    chat_in_terminal(settings, thread)


@app.command()
def read(
    text: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE | TEXT…]",
            help="A JSON Lines file, or what a person wrote. Else standard input is read.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Read the facts and the intent out of a message."""
    from agent.offline.reading import Reader

    reader = Reader()
    rows = _inputs(text, lambda words: {"text": " ".join(words)}, json=json)
    if not json:
        rows = (lines.message(row, "text") for row in rows)
    _answer(rows, lambda row: calculators.read(row, reader), tables.reading, json=json)


@app.command()
def score(facts: Facts = None, json: Json = False) -> None:
    """Rank the eight strategies for a project."""
    settings = load_settings()
    rows = _inputs(facts, lines.facts_row, json=json)
    _answer(rows, lambda row: calculators.score(row, settings), tables.assessment, json=json)


@app.command("next")
def next_question(facts: Facts = None, json: Json = False) -> None:
    """Find the question whose answer could change the advice most."""
    settings = load_settings()
    rows = _inputs(facts, lines.facts_row, json=json)
    _answer(rows, lambda row: calculators.next_question(row, settings), tables.question, json=json)


@app.command()
def cost(facts: Facts = None, json: Json = False) -> None:
    """Price a plan, or compare plans: a month, once, and when one pays back."""
    settings = load_settings()
    rows = _inputs(facts, lines.facts_row, json=json)
    _answer(rows, lambda row: calculators.cost(row, settings), tables.costs, json=json)


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
    rows = [{"question": " ".join(question)}] if question else _standard_input(json=json)
    if not json:
        rows = (lines.message(row, "question") for row in rows)
    _answer(
        rows,
        lambda row: calculators.search(row, guidance, k=k, collection=collection),
        tables.found,
        plain=calculators.found_as_json,
        json=json,
    )


@app.command()
def plateau(
    scores: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SCORE…]",
            help="Scores (0.78 or 78%) in order of measurement. Else standard input is read.",
            show_default=False,
        ),
    ] = None,
    items: Annotated[
        int | None,
        typer.Option(metavar="N", help="Test items behind each score.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """Judge whether the scores of prompting have stalled."""
    rows: Iterable[bytes | lines.Row]
    rows = [lines.scores_row(scores, items)] if scores else _standard_input(json=json)
    _answer(rows, calculators.plateau, tables.plateau, json=json)


@app.command("check-data")
def check_data(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The examples, one JSON object a line.")
    ],
    test: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The test set, to find leaks.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Write the report as one line.")] = False,
) -> None:
    """Check a data set for fine-tuning: errors, duplicates, leaks, secrets, tokens."""
    from tools.dataset import check_dataset

    held_out = None if test is None else lines.read_file(test)
    report = check_dataset(lines.every_line(file), held_out=held_out)
    if json:
        lines.write({"file": str(file), **as_json(report)})
    else:
        tables.show(tables.dataset(report))
    if not report.usable:
        raise typer.Exit(FAILED)


@app.command()
def doctor(
    json: Annotated[bool, typer.Option("--json", help="Write one check a line.")] = False,
) -> None:
    """Say what is configured, which model answers and whether each part works."""
    from ui.doctor import examine

    sound = True
    for check in examine():
        sound = sound and check.state != "broken"
        if json:
            lines.write(as_json(check))
        else:
            tables.show(tables.check(check))
    if not sound:
        raise typer.Exit(FAILED)


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


def _inputs(
    words: list[str] | None, from_words: Callable[[list[str]], lines.Row], *, json: bool
) -> Iterable[bytes | lines.Row]:
    """What a calculator reads: a file, the words of the command line, or standard input."""
    if not words or words == ["-"]:
        return _standard_input(json=json)
    if len(words) == 1 and (os.path.isfile(words[0]) or words[0].endswith(".jsonl")):
        return lines.read_file(Path(words[0]))
    return [from_words(words)]


def _standard_input(*, json: bool) -> Iterable[bytes]:
    if sys.stdin.isatty() and not json:
        raise InvalidInput("nothing to read; --help shows what can be given")
    return lines.read_lines(sys.stdin.buffer)


def _answer(
    rows: Iterable[bytes | lines.Row],
    compute: Callable[[lines.Row], Result],
    draw: Callable[[Result], Any],
    *,
    json: bool,
    plain: Callable[[Result], dict[str, Any]] = as_json,
) -> None:
    """Answer every line, as JSON or drawn for people; leave with status 1 if one was bad."""
    failed = False
    for line in lines.answer(rows, compute):
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
    if failed:
        raise typer.Exit(FAILED)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit status; whatever goes wrong is one line on stderr."""
    try:
        status = app(args=arguments, prog_name="steerwise", standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except typer.TyperException as error:
        faults.say(faults.usage_line(error))
        return USAGE
    except Exception as error:
        faults.say(faults.one_line(error))
        return USAGE if isinstance(error, InvalidInput) else FAILED
    return status if isinstance(status, int) else 0


def main() -> None:
    """The console script `steerwise`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # lone surrogates turn into JSON escapes
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(sys.stdin, "reconfigure"):  # what is no text is told apart by its marks
        sys.stdin.reconfigure(errors="replace")
    faults.quiet_logging()
    sys.exit(run(sys.argv[1:]))

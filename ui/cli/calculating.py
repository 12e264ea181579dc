"""The commands that calculate: facts or figures in, a result out, line by line."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from agent.settings import load_settings
from tools.results import as_json
from ui import bills, calculators, lines, tables
from ui.cli.app import FAILED, Json, app
from ui.cli.batch import answer, inputs, standard_input

Facts = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE | FACT=VALUE…]",
        help="A JSON Lines file, or facts such as task=chat. Else standard input is read.",
        show_default=False,
    ),
]


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
    from agent.offline.reading.reader import Reader
    from knowledge.embedding import Embedder

    reader = Reader(Embedder())
    rows = inputs(text, lambda words: {"text": " ".join(words)}, json=json)
    if not json:
        rows = (lines.message(row, "text") for row in rows)
    answer(rows, lambda row: calculators.read(row, reader), tables.reading, json=json)


@app.command()
def score(facts: Facts = None, json: Json = False) -> None:
    """Rank the eight strategies for a project."""
    settings = load_settings()
    rows = inputs(facts, lines.facts_row, json=json)
    answer(rows, lambda row: calculators.score(row, settings), tables.assessment, json=json)


@app.command("next")
def next_question(facts: Facts = None, json: Json = False) -> None:
    """Find the question whose answer could change the advice most."""
    settings = load_settings()
    rows = inputs(facts, lines.facts_row, json=json)
    answer(rows, lambda row: calculators.next_question(row, settings), tables.question, json=json)


@app.command()
def cost(facts: Facts = None, json: Json = False) -> None:
    """Price a plan, or compare plans: a month, once, and when one pays back."""
    settings = load_settings()
    rows = inputs(facts, lines.facts_row, json=json)
    samples = 0 if json else calculators.SAMPLES
    price = partial(calculators.cost, settings=settings, samples=samples)
    answer(rows, price, bills.costs, json=json)


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
    rows = [lines.scores_row(scores, items)] if scores else standard_input(json=json)
    answer(rows, calculators.plateau, tables.plateau, json=json)


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
    costing = load_settings().costing
    report = check_dataset(
        lines.every_line(file),
        held_out=held_out,
        as_of=costing["as_of"],
        table=costing["table"],
    )
    if json:
        lines.write({"file": str(file), **as_json(report)})
    else:
        tables.show(tables.dataset(report))
    if not report.usable:
        raise typer.Exit(FAILED)

"""The application that every command registers with."""

from typing import Annotated

import typer

FAILED = 1
USAGE = 2
INTERRUPTED = 130

app = typer.Typer(
    name="steerwise",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

Json = Annotated[bool, typer.Option("--json", help="Read and write JSON Lines.")]

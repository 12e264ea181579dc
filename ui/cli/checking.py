"""The command that checks the installation."""

from typing import Annotated

import typer

from tools.results import as_json
from ui import lines, tables
from ui.cli.app import FAILED, app


@app.command()
def doctor(
    offline: Annotated[bool, typer.Option("--offline", help="Ask no endpoint anything.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write one check a line.")] = False,
) -> None:
    """Say what is configured, which model answers and whether each part works."""
    from ui.doctor import examine

    sound = True
    for check in examine(offline=offline):
        sound = sound and check.state != "broken"
        if json:
            lines.write(as_json(check))
        else:
            tables.show(tables.check(check))
    if not sound:
        raise typer.Exit(FAILED)

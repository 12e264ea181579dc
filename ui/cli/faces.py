"""The commands that open a face: the page and the chat."""

import sys
from contextlib import closing
from typing import Annotated, Any

import typer

from agent.settings import load_settings
from ui import faults
from ui.cli.app import FAILED, app


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
    from ui.web import ComingAdvisor, open_site

    coming = ComingAdvisor()  # the browser loads the page while the advisor is made
    with closing(open_site(coming, settings, when_opened=lambda: coming.warm_up())) as site:
        sys.stdout.write(f"Steerwise is at {site.url} (Ctrl-C closes it)\n")
        sys.stdout.flush()

        def make() -> Any:
            from agent.storage import open_store

            store = open_store(settings)  # all that opening the page needs, long before the rest
            coming.lend(threads=store.threads.list, knows=store.threads.exists)
            from agent import Advisor

            return Advisor(settings, store=store, face="page")

        with closing(coming.make(make)):
            site.wait()


@app.command()
def chat(
    thread: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Return to an earlier conversation.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Messages in, events out, by line.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be sent to the model; send nothing.")
    ] = False,
) -> None:
    """Chat in the terminal."""
    settings = load_settings()
    if dry_run:
        from ui.dry_run import messages_of, show_dry_run

        show_dry_run(settings, thread, messages_of(sys.stdin.buffer), json=json)
        return
    if json:
        from ui.chat_lines import chat_in_lines

        raise typer.Exit(0 if chat_in_lines(settings, thread, sys.stdin.buffer) else FAILED)
    from ui.terminal import chat_in_terminal

    chat_in_terminal(settings, thread)

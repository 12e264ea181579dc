"""The command that brings the advisor to Slack."""

import sys
from contextlib import closing
from typing import Annotated

import typer

from agent.settings import Settings, load_settings
from tools.errors import InvalidInput
from ui import faults, lines
from ui.cli.app import FAILED, app

MISSING = (
    "set SLACK_BOT_TOKEN, and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET; "
    "`steerwise slack --check` says what is missing, the README how to get them"
)


@app.command()
def slack(
    check: Annotated[bool, typer.Option("--check", help="Check tokens and scopes.")] = False,
    show: Annotated[
        bool, typer.Option("--print", help="Print messages as Slack would get them, by line.")
    ] = False,
    thread: Annotated[
        str | None,
        typer.Option(metavar="ID", help="With --print: a stored conversation.", show_default=False),
    ] = None,
) -> None:
    """Answer in Slack."""
    settings = load_settings()
    if thread is not None and not show:
        raise InvalidInput("--thread needs --print, which prints that conversation")
    if check:
        raise typer.Exit(0 if _checked(settings) else FAILED)
    if show:
        _print(settings, thread)
        return
    if settings.slack_bot_token is None:
        raise InvalidInput(MISSING)
    _serve(settings)


def _serve(settings: Settings) -> None:
    faults.progress("Connecting to Slack …")
    from agent import Advisor
    from ui.slack.app import build_app
    from ui.slack.serving import connect, wait

    with closing(Advisor(settings, face="slack")) as advisor:
        advisor.warm_up()
        with (
            closing(build_app(advisor, settings)) as served,
            closing(connect(served, settings)) as service,
        ):
            sys.stdout.write(f"Steerwise is {service.where} (Ctrl-C ends it)\n")
            sys.stdout.flush()
            wait()


def _checked(settings: Settings) -> bool:
    from ui.slack.checking import check
    from ui.slack.patience import web_client

    sound = True
    for finding in check(settings, web_client(settings)):
        sys.stdout.write(f"{'ok     ' if finding.ok else 'missing'} {finding.text}\n")
        sound = sound and finding.ok
    return sound


def _print(settings: Settings, thread: str | None) -> None:
    from agent import Advisor
    from ui.slack.printing import printed, retold

    with closing(Advisor(settings, face="slack")) as advisor:
        if thread is not None:
            messages = retold(advisor, thread)
        else:
            texts = (line.decode("utf-8", "replace") for line in lines.read_lines(sys.stdin.buffer))
            messages = printed(advisor, texts)
        for message in messages:
            lines.write(dict(message))

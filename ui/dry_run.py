"""`steerwise chat --dry-run`: prints what would be sent to the remote model, and sends nothing."""

import json as json_module
import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from agent.settings import Settings
from tools.results import as_json
from ui import lines
from ui.chat_lines import message_of

ASK = "Message: "


def show_dry_run(
    settings: Settings, thread: str | None, messages: Iterable[str], *, json: bool
) -> None:
    """Print the request that each message would cause, as text or as one JSON object a line.

    Raises:
        InvalidInput: a message cannot be used, or there is no conversation `thread`.
    """
    from agent.dryrun import dry_run

    for message in messages:
        found = dry_run(settings, message, thread=thread)
        if json:
            lines.write({"sent": False, "request": None if found is None else as_json(found)})
            continue
        if found is None:
            print_line("Nothing would be sent: the built-in model answers this message by itself.")
            continue
        print_line(f"{found.method} {found.url}")
        for name, value in found.headers.items():
            print_line(f"{name}: {value}")
        print_line(f"\n{json_module.dumps(found.body, indent=2, ensure_ascii=False)}\n")
        cost = "" if found.prompt_usd is None else f", ${found.prompt_usd:.4f}"
        print_line(f"≈ {found.prompt_tokens:,} tokens{cost} ({found.price_source}), and the reply.")
        print_line("Nothing was sent.")


def messages_of(source: BinaryIO) -> Iterator[str]:
    """The messages of a file, one a line, or the one that a person types.

    Raises:
        InvalidInput: a line is not UTF-8, or an object without a text.
    """
    asks = sys.stdin.isatty()
    if asks:
        sys.stderr.write(ASK)
        sys.stderr.flush()
    for line in lines.read_lines(source):
        yield message_of(line)
        if asks:
            return


def print_line(text: str) -> None:
    """Write a line as it is."""
    sys.stdout.write(f"{text}\n")

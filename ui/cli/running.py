"""Runs one command: whatever goes wrong is one line on standard error."""

import os
import sys
import threading
from contextlib import suppress

import typer

from tools.errors import InvalidInput
from ui import faults
from ui.cli.app import FAILED, INTERRUPTED, USAGE, app


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
    status = run(sys.argv[1:])
    if threading.active_count() > 1:  # a model still loads; libraries would abort over that
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError):
                stream.flush()
        os._exit(status)
    sys.exit(status)

"""Turns whatever goes wrong into one line for people; the trace of a bug goes to a file."""

import logging
import os
import sqlite3
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from agent.settings import load_settings
from tools.errors import InvalidInput, SteerwiseError

LOG_NAME = "steerwise.log"
LOG_BYTES = 1_000_000


def one_line(error: BaseException) -> str:
    """What a person reads about `error`: its own sentence, or where its trace is."""
    if isinstance(error, SteerwiseError):
        return " ".join(str(error).split())
    if isinstance(error, RecursionError):
        return "that is nested too deeply to be read"
    if isinstance(error, MemoryError):
        return "there is not enough memory for that"
    if isinstance(error, (OSError, sqlite3.Error)):
        reason = getattr(error, "strerror", None) or str(error)
        file = getattr(error, "filename", None)
        return f"{file}: {reason}" if file else str(reason)
    place = _keep_trace(error)
    where = f"the trace is in {place}" if place else "and its trace could not be written"
    return f"something unexpected went wrong ({type(error).__name__}); {where}"


def usage_line(error: typer.TyperException) -> str:
    """What was wrong with the words of the command line, and where to look."""
    text = error.format_message() if hasattr(error, "format_message") else str(error)
    return f"{' '.join(text.split()).rstrip('.')}; `steerwise --help` shows what there is"


@contextmanager
def from_guidance() -> Iterator[None]:
    """Turn what the guidance complains about into an error of ours.

    Raises:
        InvalidInput: with the sentence of the guidance's own error.
    """
    from knowledge import KnowledgeError

    try:
        yield
    except KnowledgeError as error:
        raise InvalidInput(str(error)) from error


def say(message: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(f"steerwise: {message}\n")
    sys.stderr.flush()


def progress(message: str) -> None:
    """Tell a person at a terminal what takes a moment."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{message}\n")
        sys.stderr.flush()


def quiet_logging() -> None:
    """Send what libraries log to the log file, never to the terminal."""
    logging.getLogger().addHandler(_LogFile())


class _LogFile(logging.Handler):
    """Writes warnings and traces to the log file, which is opened only when there is one."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Append one record; a log that cannot be written is no reason to fail."""
        _append(self.format(record))


def _keep_trace(error: BaseException) -> Path | None:
    return _append("".join(traceback.format_exception(error)))


def _append(text: str) -> Path | None:
    try:
        folder = load_settings().data_dir
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / LOG_NAME
        if file.exists() and file.stat().st_size > LOG_BYTES:
            os.replace(file, file.with_suffix(".log.1"))
        with file.open("a", encoding="utf-8", errors="replace") as log:
            log.write(text.rstrip() + "\n")
    except (OSError, SteerwiseError):
        return None
    return file

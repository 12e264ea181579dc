"""The command line, called as a person or a script would."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.ui.running import Outcome
from ui.cli import run


@dataclass
class _Stdin:
    buffer: io.BytesIO

    def isatty(self) -> bool:
        return False


@pytest.fixture
def steerwise(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Runs one command in this process: `steerwise("score", "--json", stdin=b"…")`."""
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: str, stdin: bytes | str = b"") -> Outcome:
        given: Any = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", _Stdin(io.BytesIO(given)))
        status = run(list(arguments))
        out, err = capsys.readouterr()
        return Outcome(status, out, err)

    return call

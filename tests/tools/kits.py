"""Kits as the tests use them: written to a folder, with the scripts run as a person runs them."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from tests.patience import PATIENCE_SECONDS
from tools.facts import ProjectFacts
from tools.kit import make_kit
from tools.results import Assessment
from tools.scoring import assess


@cache
def _advice() -> Assessment:
    return assess(ProjectFacts())


def stack(primary: str, *complements: str) -> Assessment:
    """Advice with another stack; what the engine would say does not matter here."""
    return replace(_advice(), primary=primary, complements=complements)


def kit(
    facts: Mapping[str, Any] | None = None,
    *strategies: str,
    examples: Sequence[Mapping[str, Any]] = (),
    title: str = "",
) -> Mapping[str, str]:
    """A kit for a stack, plain prompting where none is named."""
    return make_kit(
        ProjectFacts.of(facts or {}),
        assessment=stack(*(strategies or ("prompting",))),
        examples=examples,
        title=title,
    )


def written(files: Mapping[str, str], folder: Path) -> Path:
    """The kit on disk."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, *command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A script of the kit with nothing but the standard library; a warning is an error."""
    return subprocess.run(
        [sys.executable, "-S", "-W", "error", *map(str, command)],
        cwd=folder,
        env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def sheet(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Write the cases, with every column that a row names."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        header = ["id", "input", "expected", "label", "notes", "passages"]
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(rows)


def lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """Write a JSONL file."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def cells(text: str) -> list[list[str]]:
    """The rows of a CSV file, header included."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def settings(folder: Path, **changes: Any) -> None:
    """Edit kit.json as a person would."""
    file = folder / "kit.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), **changes}), "utf-8")

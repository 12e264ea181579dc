"""Measures how well messages are read, on our own texts and on the development set.

Run `python -m tests.evals.utterances` for both tables; `score_utterances.py` does the scoring.
"""

import contextlib
import io
import json
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from agent.offline.reading.reader import Reader
from knowledge.embedding import Embedder
from tests.evals import score_utterances

HERE = Path(__file__).parent
SETS = {
    "own": HERE / "utterances_own.jsonl",
    "development": HERE / "utterances_dev.jsonl",
    "fresh": HERE / "utterances_fresh.jsonl",
    **{f"fresh {n}": HERE / f"utterances_fresh{n}.jsonl" for n in range(2, 35)},
}
JUDGES = (
    "development",
    *(f"fresh {n}" for n in (*range(22, 26), 31, 34)),
)  # never read nor learned from
WORST = 15


def predict(gold: Path, reader: Reader | None = None) -> list[dict[str, Any]]:
    """The readings of all texts in `gold`, as `steerwise read` prints them."""
    reader = reader or Reader(_embedder())
    out = []
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        context = row.get("context") or {}
        reading = reader.read(
            row["text"], asked=context.get("asked"), known=context.get("known") or {}
        )
        out.append({"id": row["id"], **reading.to_json()})
    return out


@cache
def _predicted(gold: Path) -> str:
    """The readings of a set as lines of JSON, read once for all its tables."""
    return "".join(json.dumps(row) + "\n" for row in predict(gold))


@cache
def _embedder() -> Embedder:
    return Embedder()


def table(gold: Path, *, worst: int = WORST) -> str:
    """The score table of one set, per kind and per fact, with the worst cases."""
    return _run([gold], ["--by-fact", "--worst", str(worst)])


def totals(*golds: Path) -> dict[str, Any]:
    """The totals of sets taken together: precision, recall, f1, hypothetical, cleared, intent."""
    result: dict[str, Any] = json.loads(_run(golds, ["--json"]))
    return result


def report(documents: Path | None = None) -> str:
    """All tables; `documents` is another set to measure in place of ours."""
    sets = {documents.name: documents} if documents is not None else SETS
    return "\n\n".join(f"== {name} ==\n{table(path)}" for name, path in sets.items())


def _run(golds: Sequence[Path], options: list[str]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        gold, predictions = Path(folder) / "gold.jsonl", Path(folder) / "predictions.jsonl"
        gold.write_text("".join(g.read_text(encoding="utf-8") for g in golds), encoding="utf-8")
        predictions.write_text("".join(map(_predicted, golds)), encoding="utf-8")
        argv = ["score_utterances.py", str(gold), str(predictions), *options]
        shown = io.StringIO()
        with mock.patch.object(sys, "argv", argv), contextlib.redirect_stdout(shown):
            score_utterances.main()
    return shown.getvalue()


if __name__ == "__main__":
    sys.stdout.write(report(Path(sys.argv[1]) if len(sys.argv) > 1 else None) + "\n")

"""Trains how sentences resemble statements: `python -m tests.evals.statements`.

Learns from `statements.toml` and from the describing messages of our own texts, sentence by
sentence; never from the development set. Writes the weights that `agent/offline/senses.py` reads.
"""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np

from agent.offline.intents import asks
from agent.offline.message import take_apart
from agent.offline.reading import Reader
from agent.offline.senses import NOTHING, WEIGHTS
from knowledge.embedding import Embedder

HERE = Path(__file__).parent
STATEMENTS = HERE / "statements.toml"
MESSAGES = ("utterances_own.jsonl", "utterances_fresh.jsonl", "utterances_fresh2.jsonl")
UNCLEAR = "?"
STRENGTH = 20.0


def statements(path: Path = STATEMENTS) -> list[tuple[str, dict[str, str]]]:
    """Each statement with the one fact it states, or with none."""
    raw: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        (text.lower(), {} if fact == "none" else {fact: value})
        for fact, values in raw.items()
        for value, texts in values.items()
        for text in texts
    ]


def sentences(path: Path, facts: set[str]) -> list[tuple[str, dict[str, str]]]:
    """The sentences of labelled messages with the facts whose words stand in them.

    A message with a fact that no rule reads cannot be divided among its sentences: in it, that
    fact is unclear, as are facts that may be read either way.
    """
    out = []
    reader = Reader()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] != "describe":
            continue
        gold = row.get("facts") or {}
        optional = {fact for reading in row.get("alt") or [] for fact in reading}
        found = reader.read(row["text"])
        message = take_apart(row["text"])
        for span in message.text.sentences:
            if asks(message, span):
                continue
            words = message.norm[span.start : span.end].strip()
            labels: dict[str, str] = {}
            for fact in facts:
                quote = take_apart(found.quotes.get(fact, "")).norm
                if fact in gold and fact in found.facts:
                    if quote and (quote in words or words in quote):
                        labels[fact] = _name(gold[fact])
                elif fact in gold or fact in optional:
                    labels[fact] = UNCLEAR
            out.append((words, labels))
    return out


def _name(value: Any) -> str:
    if isinstance(value, list):
        return str(value[0]) if value else UNCLEAR
    return str(value).lower()


def train(path: Path = WEIGHTS, messages: tuple[str, ...] = MESSAGES) -> int:
    """Fit one regression per fact, write the weights, and return how many sentences were used."""
    from sklearn.linear_model import LogisticRegression

    rows = statements()
    facts = {fact for _, labels in rows for fact in labels}
    for name in messages:
        rows += sentences(HERE / name, facts)
    vectors = Embedder().embed([words for words, _ in rows])
    stored: dict[str, Any] = {}
    for fact in sorted(facts):
        clear = [i for i, (_, labels) in enumerate(rows) if labels.get(fact) != UNCLEAR]
        values = [rows[i][1].get(fact, NOTHING) for i in clear]
        model = LogisticRegression(C=STRENGTH, max_iter=500).fit(vectors[clear], values)
        weights = np.hstack([model.coef_, model.intercept_[:, None]])
        if len(model.classes_) == 2:
            weights = np.vstack([-weights / 2, weights / 2])
        stored[fact] = weights.astype(np.float16)
        stored[f"{fact}.names"] = np.array([str(c) for c in model.classes_])
    np.savez_compressed(path, **stored)
    return len(rows)


if __name__ == "__main__":
    sys.stdout.write(f"trained on {train()} sentences: {WEIGHTS}\n")

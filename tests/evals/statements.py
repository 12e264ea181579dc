"""Trains how sentences resemble statements: `python -m tests.evals.statements`.

Learns from `statements/`, a file per trade, and from the describing messages of our own texts,
sentence by sentence; never from the development set. Writes the weights that
`agent/offline/senses.py` reads, and prints the limits for `agent/offline/data/senses.toml`.
"""

import json
import math
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
STATEMENTS = HERE / "statements"
MESSAGES = ("utterances_own.jsonl", "utterances_fresh.jsonl", "utterances_fresh2.jsonl")
UNCLEAR = "?"
STRENGTH = 5.0
PRECISION = 0.97
FEWEST = 4
MESSAGE_PARTS = 4

Labelled = tuple[str, dict[str, str]]


def statements(path: Path = STATEMENTS) -> list[Labelled]:
    """Each statement with the one fact it states, or with none."""
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return [
        (text.lower(), {} if fact == "none" else {fact: value})
        for file in files
        for fact, values in tomllib.loads(file.read_text(encoding="utf-8")).items()
        for value, texts in values.items()
        for text in texts
    ]


def sentences(path: Path, facts: set[str]) -> list[Labelled]:
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


def _material(messages: tuple[str, ...]) -> tuple[list[Labelled], list[str], list[str]]:
    """All sentences, the trade or the part of the messages each comes from, and the facts."""
    rows = [
        (row, file.stem) for file in sorted(STATEMENTS.glob("*.toml")) for row in statements(file)
    ]
    facts = sorted({fact for (_, labels), _ in rows for fact in labels})
    told = [row for name in messages for row in sentences(HERE / name, set(facts))]
    rows += [(row, f"messages {i % MESSAGE_PARTS}") for i, row in enumerate(told)]
    return [row for row, _ in rows], [group for _, group in rows], facts


def _fit(vectors: Any, values: list[str]) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=STRENGTH, max_iter=300).fit(vectors, values)


def train(path: Path = WEIGHTS, messages: tuple[str, ...] = MESSAGES) -> int:
    """Fit one regression per fact, write the weights, and return how many sentences were used."""
    rows, _, facts = _material(messages)
    vectors = Embedder().embed([words for words, _ in rows])
    stored: dict[str, Any] = {}
    for fact in facts:
        clear = [i for i, (_, labels) in enumerate(rows) if labels.get(fact) != UNCLEAR]
        model = _fit(vectors[clear], [rows[i][1].get(fact, NOTHING) for i in clear])
        weights = np.hstack([model.coef_, model.intercept_[:, None]])
        if len(model.classes_) == 2:
            weights = np.vstack([-weights / 2, weights / 2])
        stored[fact] = weights.astype(np.float16)
        stored[f"{fact}.names"] = np.array([str(c) for c in model.classes_])
    np.savez_compressed(path, **stored)
    return len(rows)


def limits(messages: tuple[str, ...] = MESSAGES) -> dict[str, float]:
    """How sure each fact must be: the least at which 97 of 100 held-out sentences are read right.

    Held out is one trade at a time: its sentences are judged by weights trained on the others.
    A fact that is never that precise gets a limit above 1, and so is never taken.
    """
    rows, groups, facts = _material(messages)
    vectors = Embedder().embed([words for words, _ in rows])
    where = np.array(groups)
    out = {}
    for fact in facts:
        values = np.array([labels.get(fact, NOTHING) for _, labels in rows])
        judged: list[tuple[float, bool]] = []
        for group in sorted(set(groups)):
            rest = (values != UNCLEAR) & (where != group)
            held = (values != UNCLEAR) & (where == group)
            model = _fit(vectors[rest], values[rest].tolist())
            chances = model.predict_proba(vectors[held])
            chances[:, list(model.classes_).index(NOTHING)] = -1
            best = chances.argmax(axis=1)
            right = model.classes_[best] == values[held]
            judged += zip(chances.max(axis=1).tolist(), right.tolist(), strict=True)
        out[fact] = _limit(judged)
    return out


def _limit(judged: list[tuple[float, bool]]) -> float:
    limit, right = 1.1, 0
    for taken, (sure, is_right) in enumerate(sorted(judged, reverse=True), 1):
        right += is_right
        if taken >= FEWEST and right >= PRECISION * taken:
            limit = sure
    return math.ceil(limit * 100) / 100


if __name__ == "__main__":
    sys.stdout.write(f"trained on {train()} sentences: {WEIGHTS}\n\n[limits]\n")
    sys.stdout.write("".join(f"{fact} = {limit:.2f}\n" for fact, limit in limits().items()))

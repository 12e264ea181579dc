"""Trains how sentences resemble statements: `python -m tests.evals.statements`.

Learns from `statements/`, a file per trade, and from the describing messages of our own texts,
sentence by sentence; never from the development set. Writes the weights that
`agent/offline/senses.py` reads, and prints the limits for `agent/offline/data/senses.toml`.
"""

import json
import math
import sys
import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agent.offline.intents import asks
from agent.offline.message import take_apart
from agent.offline.reading import Reader
from agent.offline.senses import NOTHING, WEIGHTS, features
from knowledge.embedding import Embedder

HERE = Path(__file__).parent
STATEMENTS = HERE / "statements"
MESSAGES = (
    "utterances_own.jsonl",
    "utterances_fresh.jsonl",
    "utterances_fresh2.jsonl",
    "utterances_fresh3.jsonl",
    "utterances_fresh4.jsonl",
)
UNCLEAR = "?"
STRENGTH = 5.0
COST = 12
FEWEST = 4
MESSAGE_PARTS = 4
FOLDS = 8


@dataclass(frozen=True)
class Labelled:
    """A sentence: the facts its own words state, and those of the message it was taken from.

    `UNCLEAR` stands where either value may be read, or where nobody knows which sentence says it.
    """

    text: str
    labels: Mapping[str, str]
    message: Mapping[str, str]

    def judges(self, fact: str, value: str) -> bool | None:
        """Whether `value` is right; None where it may be read either way."""
        told = self.message.get(fact, NOTHING)
        return None if told == UNCLEAR else told == value


def statements(path: Path = STATEMENTS) -> list[tuple[str, dict[str, str]]]:
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

    A fact of the message is only sure to be in a sentence where a rule read it right there: in
    the other sentences it is unclear, as are facts that may be read either way.
    """
    out = []
    reader = Reader()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] != "describe":
            continue
        gold = {f: _name(v) for f, v in (row.get("facts") or {}).items() if f in facts}
        either = {f for reading in row.get("alt") or [] for f in reading} & facts
        told = {f: UNCLEAR if f in either - set(gold) else gold[f] for f in {*gold, *either}}
        found = reader.read(row["text"])
        message = take_apart(row["text"])
        for span in message.text.sentences:
            if asks(message, span):
                continue
            words = message.norm[span.start : span.end].strip()
            labels = dict.fromkeys(told, UNCLEAR)
            for fact, value in gold.items():
                quote = take_apart(found.quotes.get(fact, "")).norm
                right = fact in found.facts and _name(found.facts[fact]) == value
                if right and quote and (quote in words or words in quote):
                    labels[fact] = value
            out.append(Labelled(words, labels, told))
    return out


def _name(value: Any) -> str:
    if isinstance(value, list | tuple):
        return str(value[0]) if value else UNCLEAR
    return str(value).lower()


def _material(messages: tuple[str, ...]) -> tuple[list[Labelled], list[str], list[str]]:
    """All sentences, the trade or the part of the messages each comes from, and the facts."""
    rows = [
        (Labelled(take_apart(text).norm.strip(), labels, labels), file.stem)
        for file in sorted(STATEMENTS.glob("*.toml"))
        for text, labels in statements(file)
    ]
    facts = sorted({fact for row, _ in rows for fact in row.labels})
    for name in messages:
        told = sentences(HERE / name, set(facts))
        rows += [(row, f"messages {i * MESSAGE_PARTS // len(told)}") for i, row in enumerate(told)]
    return [row for row, _ in rows], [group for _, group in rows], facts


def _fit(vectors: Any, values: list[str]) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=STRENGTH, max_iter=300).fit(vectors, values)


def train(path: Path = WEIGHTS, messages: tuple[str, ...] = MESSAGES) -> int:
    """Fit one regression per fact, write the weights, and return how many sentences were used."""
    rows, _, facts = _material(messages)
    vectors = features([row.text for row in rows], Embedder())
    stored: dict[str, Any] = {}
    for fact in facts:
        clear = [i for i, row in enumerate(rows) if row.labels.get(fact) != UNCLEAR]
        model = _fit(vectors[clear], [rows[i].labels.get(fact, NOTHING) for i in clear])
        weights = np.hstack([model.coef_, model.intercept_[:, None]])
        if len(model.classes_) == 2:
            weights = np.vstack([-weights / 2, weights / 2])
        stored[fact] = weights.astype(np.float16)
        stored[f"{fact}.names"] = np.array([str(c) for c in model.classes_])
    np.savez_compressed(path, **stored)
    return len(rows)


def limits(messages: tuple[str, ...] = MESSAGES) -> dict[str, float]:
    """How sure each fact must be, for the readings of held-out sentences to be worth most.

    Held out are whole trades: their sentences are judged by weights trained on the others. A fact
    that is never worth taking gets a limit above 1.
    """
    rows, groups, facts = _material(messages)
    vectors = features([row.text for row in rows], Embedder())
    where = np.array([zlib.crc32(group.encode()) % FOLDS for group in groups])
    out = {}
    for fact in facts:
        values = np.array([row.labels.get(fact, NOTHING) for row in rows])
        judged: list[tuple[float, bool]] = []
        for fold in range(FOLDS):
            rest = (values != UNCLEAR) & (where != fold)
            held = np.flatnonzero(where == fold)
            model = _fit(vectors[rest], values[rest].tolist())
            chances = model.predict_proba(vectors[held])
            chances[:, list(model.classes_).index(NOTHING)] = -1
            best = model.classes_[chances.argmax(axis=1)]
            for place, value, sure in zip(held, best, chances.max(axis=1), strict=True):
                right = rows[place].judges(fact, value)
                if right is not None:
                    judged.append((float(sure), right))
        out[fact] = _limit(judged)
    return out


def _limit(judged: list[tuple[float, bool]]) -> float:
    """The chance down to which readings are worth most; a wrong one undoes `COST` right ones."""
    limit, worth, best = 1.1, 0.0, FEWEST - 1.0
    for sure, is_right in sorted(judged, reverse=True):
        worth += 1 if is_right else -COST
        if worth > best:
            limit, best = sure, worth
    return math.ceil(limit * 100) / 100


if __name__ == "__main__":
    sys.stdout.write(f"trained on {train()} sentences: {WEIGHTS}\n\n[limits]\n")
    sys.stdout.write("".join(f"{fact} = {limit:.2f}\n" for fact, limit in limits().items()))

"""Reads what a sentence means by how it resembles statements seen before, where no rule read it.

One multinomial logistic regression per fact on the sentence vector of MiniLM, trained by
`python -m tests.evals.statements` on statements written for it. Only a value that is nearly
certain is taken: a fact that is not read is asked for.
"""

import re
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from agent.offline.findings import Finding
from agent.offline.lexicon import DATA, tables
from agent.offline.message import Message
from agent.offline.text import Span
from knowledge.results import KnowledgeError
from tools.facts import spec

if TYPE_CHECKING:
    from knowledge.embedding import Embedder

WEIGHTS = DATA / "senses.npz"
NOTHING = ""
MOST_SENTENCES = 24
NEVER = 1.1
_WORDS = re.compile(r"[a-z]{2,}")


class Senses:
    """Facts by resemblance; the embedder loads its weights at the first sentence."""

    def __init__(self, embedder: "Embedder", weights: Path = WEIGHTS) -> None:
        self._embedder = embedder
        self._weights = weights

    def read(
        self, message: Message, spans: Sequence[Span], known: Collection[str], *, asked: str = ""
    ) -> list[Finding]:
        """The facts that sentences mean and that are not `known`, of weight 0.

        With `asked`, the whole message is the answer to it, and only that fact is read.
        """
        facts = self._facts()
        if asked:
            wanted = [asked] if asked in facts and asked not in known else []
            spans = [Span(0, len(message.norm))] if spans and wanted else []
        else:
            wanted = [f for f in facts if f not in known]
        sentences = [s for s in spans if _fits(message.norm[s.start : s.end], asked=bool(asked))]
        sentences = sentences[:MOST_SENTENCES]
        if not sentences or not wanted:
            return []
        try:
            vectors = self._embedder.embed(
                [message.norm[s.start : s.end].strip() for s in sentences]
            )
        except KnowledgeError:  # the weights are not installed: rules alone read
            return []
        out: list[Finding] = []
        for fact in wanted:
            best = _best(facts[fact], vectors, fact, asked=bool(asked))
            if best is not None:
                row, name = best
                span = sentences[row]
                out.append(Finding(fact, _value(fact, name), span.start, span.end, weight=0))
        return out

    def _facts(self) -> "dict[str, Sense]":
        return _senses(self._weights)


class Sense:
    """The regression of one fact: a row of weights per value, `NOTHING` among them."""

    def __init__(self, names: Sequence[str], rows: NDArray[np.float32]) -> None:
        self.names = list(names)
        self.rows = rows

    def chances(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """How likely each value is for each vector: one row per vector, adding up to 1."""
        scores = vectors @ self.rows[:, :-1].T + self.rows[:, -1]
        grown = np.exp(np.asarray(scores - scores.max(axis=1, keepdims=True), dtype=np.float64))
        return np.asarray(grown / grown.sum(axis=1, keepdims=True))


def _best(sense: Sense, vectors: Any, fact: str, *, asked: bool) -> tuple[int, str] | None:
    """The sentence and the value that are sure enough, None when none is."""
    chances = sense.chances(vectors)
    nothing = sense.names.index(NOTHING)
    if asked:  # what was asked for is spoken of: "nothing" only weighs against it
        limits = tables("senses")["answer"]
        spoken = 1 - chances[:, nothing]
        chances = np.delete(chances, nothing, axis=1)
        names = [n for n in sense.names if n != NOTHING]
        row, column = divmod(int(chances.argmax()), chances.shape[1])
        share = chances[row, column] / max(spoken[row], 1e-9)
        sure = chances[row, column] >= limits["sure"] and share >= limits["share"]
        return (row, names[column]) if sure else None
    limit = tables("senses")["limits"].get(fact, NEVER)
    chances[:, nothing] = 0.0
    row, column = divmod(int(chances.argmax()), chances.shape[1])
    return (row, sense.names[column]) if chances[row, column] >= limit else None


def _fits(sentence: str, *, asked: bool) -> bool:
    """True for sentences of a length like those seen in training."""
    words = len(_WORDS.findall(sentence))
    least, most = tables("senses")["words"]["least"], tables("senses")["words"]["most"]
    return (1 if asked else least) <= words <= most and not sentence.rstrip().endswith("?")


def _value(fact: str, name: str) -> Any:
    kind = spec(fact).kind
    if kind == "flag":
        return name == "true"
    return (name,) if kind == "strategies" else name


@cache
def _senses(path: Path) -> dict[str, Sense]:
    with np.load(path) as stored:
        return {
            fact: Sense(stored[f"{fact}.names"].tolist(), stored[fact].astype(np.float32))
            for fact in sorted({name.split(".")[0] for name in stored.files})
        }

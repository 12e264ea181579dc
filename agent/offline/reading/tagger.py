"""Reads which words of a message tell which fact, by what a small network learned of such words.

MiniLM, adapted by LoRA (Hu et al., 2021), gives every token a vector; one linear layer gives each
token a value of every categorical fact, or none, and each number the fact it is the amount of, or
none; the first token of all says what the message is for. `python -m tests.evals.tagging` trains
it on the labelled messages of `tests/evals`.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from agent.offline.reading.tags import Piece, Tags
from agent.offline.words.lexicon import DATA
from agent.offline.words.text import Span

if TYPE_CHECKING:
    from knowledge.embedding import Embedder
    from knowledge.encoder import Encoder, Vectors

WEIGHTS = DATA / "tagger.npz"
LONGEST = 800
MOST_PIECES = 12
KEPT = 4  # tags of texts: a turn asks for those of its message several times


class Tagger:
    """The network in memory; it loads at the first text, and threads may share it."""

    def __init__(self, embedder: "Embedder", weights: Path = WEIGHTS) -> None:
        self._embedder = embedder
        self._path = weights
        self._lock = threading.Lock()
        self._loaded: _Network | None = None
        self._kept = lru_cache(maxsize=KEPT)(self._tags)

    def tag(self, text: str, sentences: Sequence[Span], *, asked: str = "") -> Tags:
        """The tags of a normalised text, whose sentences are read together in long pieces.

        `asked` is the fact that the text may be an answer about; it is read before the text.

        Raises:
            KnowledgeError: the embedding weights are not installed.
        """
        return self._kept(text, tuple(sentences), asked)

    def _tags(self, text: str, sentences: Sequence[Span], asked: str) -> Tags:
        network = self.network()
        parts = _pieces(sentences)
        pieces = [network.read(text, s, heading(asked) if s is parts[0] else "") for s in parts]
        return Tags(tuple(pieces), network.labels)

    def network(self) -> "_Network":
        """The network, loaded once.

        Raises:
            KnowledgeError: the embedding weights are not installed.
        """
        with self._lock:
            if self._loaded is None:
                self._loaded = _Network.load(self._path, self._embedder.encoder())
            return self._loaded


@dataclass(frozen=True)
class _Network:
    """The adapted encoder, the layer on top of it, and what its columns stand for."""

    encoder: "Encoder"
    rows: "Vectors"
    bias: "Vectors"
    labels: dict[str, tuple[int, list[str]]]

    @classmethod
    def load(cls, path: Path, encoder: "Encoder") -> "_Network":
        with np.load(path) as stored:
            arrays = {name: stored[name] for name in stored.files}
        labels: dict[str, tuple[int, list[str]]] = {}
        column = 0
        for name in arrays["facts"].tolist():
            values = arrays[f"{name}.values"].tolist()
            labels[name] = column, values
            column += len(values)
        updates = {
            name.removesuffix(".a"): (
                arrays[name].astype(np.float32),
                arrays[f"{name.removesuffix('.a')}.b"].astype(np.float32),
            )
            for name in arrays
            if name.endswith(".a")
        }
        rows, bias = (arrays[name].astype(np.float32) for name in ("rows", "bias"))
        return cls(encoder.adapted(updates), rows, bias, labels)

    def read(self, text: str, span: Span, head: str) -> Piece:
        vectors, places = self.encoder.tokens(head + text[span.start : span.end])
        inside = (places[:, 1:] > places[:, :1]) & (places[:, :1] >= len(head))
        shifted = np.where(inside, places + span.start - len(head), 0)
        return Piece(span.start, span.end, vectors @ self.rows.T + self.bias, shifted)


def heading(asked: str) -> str:
    """What stands before an answer: the fact that was asked for."""
    return f"{asked.replace('_', ' ')}: " if asked else ""


def _pieces(sentences: Sequence[Span]) -> list[Span]:
    """Neighbouring sentences joined while they stay within `LONGEST` characters."""
    out: list[Span] = []
    for sentence in sentences:
        if out and sentence.end - out[-1].start <= LONGEST:
            out[-1] = Span(out[-1].start, sentence.end)
        else:
            out.append(Span(sentence.start, min(sentence.end, sentence.start + 2 * LONGEST)))
    return out[:MOST_PIECES]

"""Reads which words of a message tell which fact, by what a small network learned of such words.

MiniLM, adapted by LoRA (Hu et al., 2021), gives every token a vector; one linear layer gives each
token a value of every categorical fact, or none, and each number the fact it is the amount of, or
none; the first token of all says what the message is for. `python -m tests.evals.tagging` trains
it on the labelled messages of `tests/evals`.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agent.offline.words.lexicon import DATA
from agent.offline.words.text import Span

if TYPE_CHECKING:
    from knowledge.embedding import Embedder
    from knowledge.encoder import Encoder, Vectors

WEIGHTS = DATA / "tagger.npz"
NONE = ""
AMOUNT = "amount"
INTENT = "intent"
LONGEST = 800
MOST_PIECES = 12
SHARPNESS = 2.0
IMPOSSIBLE = -100.0


@dataclass(frozen=True)
class Told:
    """A value of a categorical fact, how likely it is meant (0 to 1), and the words that tell it.

    `silence` is how likely it is that nothing is said about the fact at all.
    """

    fact: str
    value: str
    chance: float
    silence: float
    start: int
    end: int


@dataclass(frozen=True)
class Tags:
    """What the network makes of one text: a likelihood per token, in several pieces of text."""

    pieces: tuple["Piece", ...]
    labels: dict[str, tuple[int, list[str]]]

    def told(
        self, spans: Sequence[Span], besides: Mapping[str, str] = MappingProxyType({})
    ) -> dict[str, Told]:
        """For each categorical fact its likeliest value in `spans`, the one `besides` left out."""
        best: dict[str, Told] = {}
        for piece in self.pieces:
            inside = piece.within(spans)
            if not inside.any():
                continue
            for fact, (column, values) in self.labels.items():
                if fact in (AMOUNT, INTENT):
                    continue
                found = piece.likeliest(fact, column, values, inside, besides.get(fact))
                if fact not in best or found.chance > best[fact].chance:
                    best[fact] = found
        return best

    def intent(self) -> tuple[str, float]:
        """What the text is for, by its first piece, and how likely."""
        if not self.pieces:
            return NONE, 0.0
        column, names = self.labels[INTENT]
        shares = _shares(self.pieces[0].scores[0, column : column + len(names)])
        return names[int(shares.argmax())], float(shares.max())

    def chance(self, intent: str) -> float:
        """How likely the text is for `intent`, by its first piece."""
        if not self.pieces:
            return 0.0
        column, names = self.labels[INTENT]
        shares = _shares(self.pieces[0].scores[0, column : column + len(names)])
        return float(shares[names.index(intent)]) if intent in names else 0.0

    def amount(self, start: int, end: int) -> dict[str, float]:
        """How likely the number in [start, end) is the amount of each fact, or of none."""
        for piece in self.pieces:
            if piece.start <= start < piece.end:
                column, names = self.labels[AMOUNT]
                rows = piece.overlapping(start, end)
                if rows.any():
                    scores = piece.scores[rows, column : column + len(names)].mean(axis=0)
                    return dict(zip(names, _shares(scores).tolist(), strict=True))
        return {NONE: 1.0}


@dataclass(frozen=True)
class Piece:
    """A part of the text: the scores of its tokens, and where each stands in the whole text."""

    start: int
    end: int
    scores: "Vectors"
    places: NDArray[np.int64]

    @cached_property
    def real(self) -> NDArray[np.bool_]:
        """Which tokens stand for characters."""
        return np.asarray(self.places[:, 1] > self.places[:, 0])

    def overlapping(self, start: int, end: int) -> NDArray[np.bool_]:
        """Which tokens share characters with [start, end)."""
        return self.real & (self.places[:, 0] < end) & (self.places[:, 1] > start)

    def within(self, spans: Sequence[Span]) -> NDArray[np.bool_]:
        """Which tokens lie in one of the spans."""
        inside = np.zeros(len(self.places), dtype=bool)
        for span in spans:
            inside |= self.overlapping(span.start, span.end)
        return inside

    def likeliest(
        self,
        fact: str,
        column: int,
        values: list[str],
        inside: NDArray[np.bool_],
        besides: str | None = None,
    ) -> Told:
        """The value of a fact that the tokens `inside` tell best, against nothing being said.

        The value `besides` is none of the choices.
        """
        scores = self.scores[inside, column : column + len(values)]
        leads = scores[:, 1:] - scores[:, :1]
        if besides in values[1:] and len(values) > 2:
            leads[:, values.index(besides) - 1] = IMPOSSIBLE
        pooled = _pooled(leads)
        shares = _shares(np.concatenate([[0.0], pooled]).astype(np.float32))
        value = int(pooled.argmax())
        rows = np.flatnonzero(inside)
        peak = int(leads[:, value].argmax())
        first = last = peak
        while first > 0 and leads[first - 1, value] > 0:
            first -= 1
        while last + 1 < len(rows) and leads[last + 1, value] > 0:
            last += 1
        return Told(
            fact,
            values[value + 1],
            float(shares[value + 1]),
            float(shares[0]),
            int(self.places[rows[first], 0]),
            int(self.places[rows[last], 1]),
        )


class Tagger:
    """The network in memory; it loads at the first text, and threads may share it."""

    def __init__(self, embedder: "Embedder", weights: Path = WEIGHTS) -> None:
        self._embedder = embedder
        self._path = weights
        self._lock = threading.Lock()
        self._loaded: _Network | None = None

    def tag(self, text: str, sentences: Sequence[Span], *, asked: str = "") -> Tags:
        """The tags of a normalised text, whose sentences are read together in long pieces.

        `asked` is the fact that the text may be an answer about; it is read before the text.

        Raises:
            KnowledgeError: the embedding weights are not installed.
        """
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


def _pooled(leads: "Vectors") -> "Vectors":
    """A soft maximum over the tokens, one number per value."""
    top = leads.max(axis=0)
    grown = np.exp((leads - top) * SHARPNESS).sum(axis=0)
    return np.asarray(top + np.log(grown) / SHARPNESS)


def _shares(scores: "Vectors") -> "Vectors":
    grown = np.exp(scores - scores.max())
    return np.asarray(grown / grown.sum())

"""What the tagger makes of a text: how likely its tokens tell each value of each fact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agent.offline.words.text import Span

if TYPE_CHECKING:
    from knowledge.encoder import Vectors

NONE = ""
AMOUNT = "amount"
INTENT = "intent"
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


def _pooled(leads: "Vectors") -> "Vectors":
    """A soft maximum over the tokens, one number per value."""
    top = leads.max(axis=0)
    grown = np.exp((leads - top) * SHARPNESS).sum(axis=0)
    return np.asarray(top + np.log(grown) / SHARPNESS)


def _shares(scores: "Vectors") -> "Vectors":
    grown = np.exp(scores - scores.max())
    return np.asarray(grown / grown.sum())

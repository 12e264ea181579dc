"""A message taken apart: normalised text, model names, quantities, and cue words near them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from agent.offline.words import repairs
from agent.offline.words.lexicon import compiled, lists, pattern
from agent.offline.words.models import ModelName, find_models, other_names
from agent.offline.words.quantities import Quantity, find_quantities, mask
from agent.offline.words.reported import without_reported
from agent.offline.words.spelling import spelling_of
from agent.offline.words.text import Span, Text

_CROSS = re.compile(r"[,;:()]|\b(?:and|but|then)\b|\s-\s")

KEPT = 16  # messages taken apart: a turn asks for its own and its pieces again and again


@dataclass(frozen=True)
class Message:
    """Everything later steps need to know about one text."""

    text: Text
    models: Sequence[ModelName]
    quantities: Sequence[Quantity]

    @property
    def norm(self) -> str:
        """The normalised text."""
        return self.text.norm

    def sentence(self, quantity: Quantity) -> str:
        """The sentence around a quantity."""
        span = self.text.sentence_at(quantity.start)
        return self.norm[span.start : span.end]

    def clause(self, quantity: Quantity) -> str:
        """The clause around a quantity."""
        span = self.text.clause_at(quantity.start)
        return self.norm[span.start : span.end]

    def said(self, cue: str, quantity: Quantity, *, clause: bool = False) -> bool:
        """True when one of the words of `cue` is in the sentence (or clause) of the quantity."""
        return bool(
            pattern(cue).search(self.clause(quantity) if clause else self.sentence(quantity))
        )

    def nearest(self, quantity: Quantity, cues: Iterable[str], *, reach: int = 90) -> str:
        """Which of the cues stands nearest to the quantity within its sentence, "" when none does.

        Distance counts characters, more for each comma or conjunction in between.
        """
        span = self.text.sentence_at(quantity.start)
        best, name = float(reach), ""
        for cue in cues:
            cost = distance(
                self.norm, span, quantity.start, quantity.end, cue, self._next(quantity)
            )
            if cost < best:
                best, name = cost, cue
        return name

    def _next(self, quantity: Quantity) -> int | None:
        """Where the number after the quantity begins; None behind the last one."""
        later = (q.start for q in self.quantities if q.start >= quantity.end)
        return min(later, default=None)

    def cost(self, quantity: Quantity, cue: str) -> float:
        """The distance of the nearest word of `cue` from the quantity in its sentence."""
        span = self.text.sentence_at(quantity.start)
        return distance(self.norm, span, quantity.start, quantity.end, cue)


@lru_cache(maxsize=KEPT)
def take_apart(raw: str) -> Message:
    """Normalise a message and find its model names and quantities.

    What others ask is blank, and of what a speaker puts right at once the last try stands.
    """
    message = _of(without_reported(Text.of(raw, spelling_of(raw))))
    if not repairs.may_be_mended(message.norm):
        return message
    for _ in range(repairs.MOST):
        text = repairs.mended(message.text, message.quantities)
        if text is None:
            break
        message = _of(text)
    return message


def _of(text: Text) -> Message:
    models = find_models(text)
    spans = [(m.start, m.end) for m in models] + other_names(text)
    return Message(text, tuple(models), tuple(find_quantities(text, mask(text.norm, spans))))


def distance(
    norm: str, span: Span, start: int, end: int, cue: str, following: int | None = None
) -> float:
    """How far the nearest word of `cue` is from `start`–`end`, infinite when it is not in `span`.

    With `following`, the place of the next number, a word behind a boundary that leads up to that
    number belongs to it.
    """
    best = float("inf")
    for match in pattern(cue).finditer(norm, span.start, span.end):
        if match.end() <= start:
            gap, bias = norm[match.end() : start], 0.0
        elif match.start() >= end:
            gap, bias = norm[end : match.start()], 4.0
            if following is not None and match.end() <= following:
                onward = norm[match.end() : following]
                if _CROSS.search(gap) and len(onward) < 30 and not _CROSS.search(onward):
                    continue
        else:
            gap, bias = "", 0.0
        crossed = sum(25.0 if m.group() != ":" else 2.0 for m in _CROSS.finditer(gap))
        digits = 30.0 * len(re.findall(r"\d+", gap))
        best = min(best, len(gap) + crossed + bias + digits)
    return best


@cache
def macro(name: str) -> re.Pattern[str]:
    """The macro `name` as a whole-word pattern."""
    return compiled(lists("macros")[name])

"""The entries of the last turns beside the notebook, so that one can go back to before a turn.

A notebook changes by entries only. The entries of a turn, over the notebook as it was before the
first turn kept, are all it takes to go back; they are small, and they are stored and deleted with
the notebook.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.notebook.book import Notebook
from agent.notebook.entries import Entry

# Every step of a turn stores the whole journal again, so its length is paid for at each; a message
# further back than an evening's conversation is put right by saying so.
KEPT_TURNS = 20

Apply = Callable[[Notebook, Entry], Notebook]


@dataclass(frozen=True)
class Journal:
    """`base` is the notebook as plain JSON before the first of `turns` (number, its entries)."""

    base: Mapping[str, Any] | None = None
    turns: tuple[tuple[int, tuple[Entry, ...]], ...] = ()

    @classmethod
    def from_json(cls, raw: Mapping[str, Any] | None) -> "Journal":
        """Read what `to_json` wrote; nothing gives an empty journal."""
        if not raw:
            return cls()
        turns = tuple((turn, tuple(noted)) for turn, noted in raw["turns"])
        return cls(raw["base"], turns)

    def to_json(self) -> dict[str, Any]:
        """The journal as plain JSON."""
        base = None if self.base is None else dict(self.base)
        return {"base": base, "turns": [[turn, list(noted)] for turn, noted in self.turns]}

    @property
    def numbers(self) -> tuple[int, ...]:
        """The turns that one can go back to."""
        return tuple(turn for turn, _ in self.turns)

    def begin(self, turn: int, now: Notebook, apply: Apply) -> "Journal":
        """Open a turn; the oldest one leaves when there are too many."""
        if not self.turns:
            return Journal(now.to_json(), ((turn, ()),))
        turns = (*self.turns, (turn, ()))
        if len(turns) <= KEPT_TURNS:
            return Journal(self.base, turns)
        left = _replay(Notebook.from_json(self.base), turns[0][1], apply)
        return Journal(left.to_json(), turns[1:])

    def note(self, entry: Entry) -> "Journal":
        """Note an entry of the turn that is open."""
        if not self.turns:
            return self
        *rest, (turn, noted) = self.turns
        return Journal(self.base, (*rest, (turn, (*noted, entry))))

    def before(self, turn: int, apply: Apply) -> tuple[Notebook, "Journal"]:
        """The notebook and the journal as they were before `turn`, which is one of `numbers`."""
        book, kept = Notebook.from_json(self.base), []
        for number, noted in self.turns:
            if number >= turn:
                break
            book = _replay(book, noted, apply)
            kept.append((number, noted))
        return book, Journal(self.base if kept else None, tuple(kept))


def _replay(book: Notebook, noted: Sequence[Entry], apply: Apply) -> Notebook:
    for entry in noted:
        book = apply(book, entry)
    return book

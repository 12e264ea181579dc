"""What a conversation has noted down: facts, questions asked, a supposed change, quotes shown.

A notebook is changed by entries only. Tools of one step run side by side, so the graph keeps the
notebook in one channel whose reducer (`write`) applies their entries one after the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from agent.events import Citation
from tools.facts import Fact, ProjectFacts
from tools.results import as_json
from tools.scenarios import Scenario

UNDO_DEPTH = 20

Entry = dict[str, Any]


@dataclass(frozen=True)
class Notebook:
    """The durable part of a conversation beside its messages.

    Attributes:
        facts: what is known of the project.
        past: earlier facts, one entry a turn that changed something, newest last.
        changes: how often facts were recorded, withdrawn or declined; tells an answer from a
            digression.
        asked: facts that were asked for, in order.
        open_fact: the fact asked for last, None when nothing is open.
        open_changes: `changes` when it was asked.
        enough: the user wants no more questions.
        supposed: the facts of the last what-if, until it is kept or replaced.
        scenarios: what-ifs that were given a name, in the order of naming.
        citations: every quote shown so far, numbered from 1 through the conversation.
        pointed_out: contradictions that were already mentioned.

    """

    facts: ProjectFacts = field(default_factory=ProjectFacts)
    past: tuple[tuple[int, ProjectFacts], ...] = ()
    changes: int = 0
    asked: tuple[str, ...] = ()
    open_fact: str | None = None
    open_changes: int = 0
    enough: bool = False
    supposed: ProjectFacts | None = None
    scenarios: tuple[Scenario, ...] = ()
    citations: tuple[Citation, ...] = ()
    pointed_out: tuple[str, ...] = ()

    @property
    def digressed(self) -> bool:
        """True when a question is open and nothing was said to it or to any other fact since."""
        return self.open_fact is not None and self.changes == self.open_changes

    def to_json(self) -> dict[str, Any]:
        """The notebook as plain JSON, as the checkpoints keep it."""
        return {
            "facts": self.facts.to_json(),
            "past": [[turn, facts.to_json()] for turn, facts in self.past],
            "changes": self.changes,
            "asked": list(self.asked),
            "open_fact": self.open_fact,
            "open_changes": self.open_changes,
            "enough": self.enough,
            "supposed": None if self.supposed is None else self.supposed.to_json(),
            "scenarios": [[s.name, s.changes.to_json()] for s in self.scenarios],
            "citations": as_json(self.citations),
            "pointed_out": list(self.pointed_out),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any] | None) -> "Notebook":
        """Read what `to_json` wrote; nothing gives an empty notebook."""
        if not raw:
            return cls()
        supposed = raw["supposed"]
        return cls(
            facts=ProjectFacts.from_json(raw["facts"]),
            past=tuple((turn, ProjectFacts.from_json(rows)) for turn, rows in raw["past"]),
            changes=raw["changes"],
            asked=tuple(raw["asked"]),
            open_fact=raw["open_fact"],
            open_changes=raw["open_changes"],
            enough=raw["enough"],
            supposed=None if supposed is None else ProjectFacts.from_json(supposed),
            scenarios=tuple(
                Scenario(name, ProjectFacts.from_json(rows))
                for name, rows in raw.get("scenarios", ())
            ),
            citations=tuple(Citation(**row) for row in raw["citations"]),
            pointed_out=tuple(raw["pointed_out"]),
        )


def record(facts: Mapping[str, Fact], *, turn: int) -> Entry:
    """Facts that were said or edited."""
    return {"op": "record", "facts": ProjectFacts(dict(facts)).to_json(), "turn": turn}


def forget(names: Sequence[str], *, turn: int) -> Entry:
    """Facts that were withdrawn, or that the user cannot tell."""
    return {"op": "forget", "names": list(names), "turn": turn}


def suppose(facts: Mapping[str, Fact]) -> Entry:
    """A what-if, held until it is kept or replaced."""
    return {"op": "suppose", "facts": ProjectFacts(dict(facts)).to_json()}


def ask(fact: str) -> Entry:
    """The question that closes a reply."""
    return {"op": "ask", "fact": fact}


def cite(citations: Sequence[Citation]) -> Entry:
    """Quotes that a tool offered, with their numbers."""
    return {"op": "cite", "citations": as_json(tuple(citations))}


def point_out(text: str) -> Entry:
    """A contradiction that the reply mentions."""
    return {"op": "point_out", "text": text}


def mark(op: Literal["keep", "undo", "enough", "restart"], *, turn: int) -> Entry:
    """A command about the notebook itself."""
    return {"op": op, "turn": turn}


def write(raw: Mapping[str, Any] | None, entries: Sequence[Entry]) -> dict[str, Any]:
    """The reducer of the notebook's channel: apply `entries` in order, as plain JSON."""
    notebook = Notebook.from_json(raw)
    for entry in entries:
        notebook = _apply(notebook, entry)
    return notebook.to_json()


def _apply(book: Notebook, entry: Entry) -> Notebook:
    op = entry["op"]
    if op == "record":
        new = ProjectFacts.from_json(entry["facts"])
        changed = _change(book, book.facts.with_facts(new.known), entry["turn"])
        return replace(changed, supposed=None)
    if op == "forget":
        return _change(book, book.facts.without(entry["names"]), entry["turn"], entry["names"])
    if op == "keep" and book.supposed is not None:
        kept = book.facts.with_facts(book.supposed.known)
        return replace(_change(book, kept, entry["turn"]), supposed=None)
    if op == "undo" and book.supposed is not None:
        return replace(book, supposed=None)
    if op == "undo" and book.past:
        *past, (_, facts) = book.past
        return replace(book, facts=facts, past=tuple(past), changes=book.changes + 1, supposed=None)
    if op == "restart":
        fresh = _change(book, ProjectFacts(), entry["turn"])
        return replace(fresh, asked=(), open_fact=None, enough=False, supposed=None, pointed_out=())
    if op == "suppose":
        return replace(book, supposed=ProjectFacts.from_json(entry["facts"]))
    if op == "ask":
        asked = book.asked if entry["fact"] in book.asked else (*book.asked, entry["fact"])
        return replace(book, asked=asked, open_fact=entry["fact"], open_changes=book.changes)
    if op == "cite":
        have = {c.n for c in book.citations}
        new_ones = tuple(Citation(**row) for row in entry["citations"] if row["n"] not in have)
        return replace(book, citations=(*book.citations, *new_ones))
    if op == "point_out" and entry["text"] not in book.pointed_out:
        return replace(book, pointed_out=(*book.pointed_out, entry["text"]))
    if op == "enough":
        return replace(book, enough=True, open_fact=None)
    return book


def _change(
    book: Notebook, facts: ProjectFacts, turn: int, declined: Sequence[str] = ()
) -> Notebook:
    """Set new facts; the first change of a turn remembers what was known before it."""
    past = book.past
    if facts != book.facts and (not past or past[-1][0] != turn):
        past = (*past, (turn, book.facts))[-UNDO_DEPTH:]
    asked = (*book.asked, *(name for name in declined if name not in book.asked))
    return replace(book, facts=facts, past=past, changes=book.changes + 1, asked=asked)

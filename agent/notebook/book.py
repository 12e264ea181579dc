"""The notebook itself: facts, questions asked, a supposed change, scenarios, quotes shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.events import Citation
from tools.facts import ProjectFacts
from tools.results import as_json
from tools.scenarios import Scenario


@dataclass(frozen=True)
class Before:
    """What was known and named before a turn that changed something.

    `asked` and `withdrawn` are kept where the turn started over, which forgets them.
    """

    turn: int
    facts: ProjectFacts
    scenarios: tuple[Scenario, ...] = ()
    asked: tuple[str, ...] | None = None
    withdrawn: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Correction:
    """A misconception that a message stated: its key, the quote against it, the turn."""

    misconception: str
    n: int
    turn: int


@dataclass(frozen=True)
class Notebook:
    """The durable part of a conversation beside its messages.

    Attributes:
        facts: what is known of the project.
        past: earlier facts and named scenarios, one entry a turn that changed something, newest
            last.
        undone: what undoing took back, until something else changes.
        changes: how often facts were recorded, withdrawn or declined; tells an answer from a
            digression.
        asked: facts that were asked for, in order.
        withdrawn: facts that were taken back or declined unasked; they are not asked for either.
        open_fact: the fact asked for last, None when nothing is open.
        open_changes: `changes` when it was asked.
        enough: the user wants no more questions.
        supposed: the facts of the last what-if, until it is kept or replaced.
        scenarios: what-ifs that were given a name, in the order of naming.
        citations: every quote shown so far, numbered from 1 through the conversation.
        pointed_out: contradictions that were already mentioned.
        corrections: misconceptions that were set right, each once a conversation.
        doubted: values that contradict a fact, until the user has said which one holds.
        doubted_in: the turn in which they were said.
        another: what is in doubt is a whole description, which seems to be of another project.

    """

    facts: ProjectFacts = field(default_factory=ProjectFacts)
    past: tuple[Before, ...] = ()
    undone: tuple[Before, ...] = ()
    changes: int = 0
    asked: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    open_fact: str | None = None
    open_changes: int = 0
    enough: bool = False
    supposed: ProjectFacts | None = None
    scenarios: tuple[Scenario, ...] = ()
    citations: tuple[Citation, ...] = ()
    pointed_out: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    doubted: ProjectFacts = field(default_factory=ProjectFacts)
    doubted_in: int = 0
    another: bool = False

    @property
    def digressed(self) -> bool:
        """True when a question is open and nothing was said to it or to any other fact since."""
        return self.open_fact is not None and self.changes == self.open_changes

    def to_json(self) -> dict[str, Any]:
        """The notebook as plain JSON, as the checkpoints keep it."""
        return {
            "facts": self.facts.to_json(),
            "past": _rows(self.past),
            "undone": _rows(self.undone),
            "changes": self.changes,
            "asked": list(self.asked),
            "withdrawn": list(self.withdrawn),
            "open_fact": self.open_fact,
            "open_changes": self.open_changes,
            "enough": self.enough,
            "supposed": None if self.supposed is None else self.supposed.to_json(),
            "scenarios": scenario_rows(self.scenarios),
            "citations": as_json(self.citations),
            "pointed_out": list(self.pointed_out),
            "corrections": as_json(self.corrections),
            "doubted": self.doubted.to_json(),
            "doubted_in": self.doubted_in,
            "another": self.another,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any] | None) -> "Notebook":
        """Read what `to_json` wrote; nothing gives an empty notebook."""
        if not raw:
            return cls()
        supposed = raw["supposed"]
        return cls(
            facts=ProjectFacts.from_json(raw["facts"]),
            past=_read(raw["past"]),
            undone=_read(raw.get("undone", ())),
            changes=raw["changes"],
            asked=tuple(raw["asked"]),
            withdrawn=tuple(raw.get("withdrawn", ())),
            open_fact=raw["open_fact"],
            open_changes=raw["open_changes"],
            enough=raw["enough"],
            supposed=None if supposed is None else ProjectFacts.from_json(supposed),
            scenarios=scenarios_of(raw.get("scenarios", ())),
            citations=tuple(Citation(**row) for row in raw["citations"]),
            pointed_out=tuple(raw["pointed_out"]),
            corrections=tuple(Correction(**row) for row in raw.get("corrections", ())),
            doubted=ProjectFacts.from_json(raw.get("doubted", {})),
            doubted_in=raw.get("doubted_in", 0),
            another=raw.get("another", False),
        )


def scenario_rows(scenarios: Sequence[Scenario]) -> list[list[Any]]:
    """Named scenarios as plain JSON; `scenarios_of` reads them back."""
    return [[scenario.name, scenario.changes.to_json()] for scenario in scenarios]


def scenarios_of(rows: Sequence[Any] = ()) -> tuple[Scenario, ...]:
    """Read what `scenario_rows` wrote."""
    return tuple(Scenario(name, ProjectFacts.from_json(changes)) for name, changes in rows)


def _rows(history: Sequence[Before]) -> list[list[Any]]:
    return [
        [was.turn, was.facts.to_json(), scenario_rows(was.scenarios), *_questions(was)]
        for was in history
    ]


def _questions(was: Before) -> list[list[str] | None]:
    """The questions of a state that keeps them, as the last columns of its row."""
    if was.asked is None:
        return []
    return [list(was.asked), list(was.withdrawn or ())]


def _read(rows: Sequence[Any]) -> tuple[Before, ...]:
    return tuple(
        Before(
            turn,
            ProjectFacts.from_json(facts),
            scenarios_of(*rest[:1]),
            *(None if names is None else tuple(names) for names in rest[1:3]),
        )
        for turn, facts, *rest in rows
    )

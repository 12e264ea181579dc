"""An advisor that follows a script, for what the real one does rarely: fail, or dawdle."""

import itertools
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from agent.attachments import FileNote
from agent.editing import Origin, check_edit, message_of
from agent.events import (
    Board,
    BoardChanged,
    Done,
    Event,
    Failed,
    QuestionAsked,
    Step,
    TextDelta,
    ToolFinished,
    ToolStarted,
)
from agent.project import Project
from agent.remote.usage import HeldBack, Usage
from agent.settings import Unavailable
from agent.storage.ratings import Rating, Thumb
from agent.storage.threads import check_name
from knowledge import Changes, Found
from tests.patience import PATIENCE_SECONDS
from tests.ui.web import samples
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.record import DecisionRecord, decision_record
from tools.scenarios import Scenario

NOTHING = Usage(0, 0, 0, 0, 0, None, "", HeldBack())
_NUMBERS = itertools.count(1)
EMPTY = Board("", "", None, None, (), None, (), "offline")
REPLY = (
    "I’d start with **LoRA / PEFT** [1]: the tone has to stay the same. See `a[1]`.\n\nHow many?"
)


@dataclass(frozen=True)
class Spoken:
    """One stored message."""

    role: str
    text: str
    citations: tuple[object, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Listed:
    """One project in the list."""

    id: str
    title: str
    updated: str


@dataclass
class Codes:
    """Codes as the real ones are, `CODE-n` in turn; the word `tired` stands for ten wrong ones."""

    kept: dict[str, str] = field(default_factory=dict)
    by: list[str] = field(default_factory=list)

    def make_code(self, thread: str) -> str:
        code = f"CODE{len(self.kept) + 100}"
        self.kept[code] = thread
        return code

    def redeem(self, code: str, *, by: str) -> str | None:
        self.by.append(by)
        if code == "tired":
            raise InvalidInput("too many wrong codes; try again in 15 minutes")
        return self.kept.pop(code.upper(), None)


@dataclass
class ScriptedAdvisor:
    """Answers all messages alike; `fail …` fails, `wait …` stops half-way until `go` is set."""

    go: threading.Event = field(default_factory=threading.Event)
    owners: dict[str, str | None] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    said: dict[str, list[Spoken]] = field(default_factory=dict)
    boards: dict[str, Board] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    given: dict[str, list[str]] = field(default_factory=dict)
    full: bool = False
    indexed: bool = True
    origins: list[str] = field(default_factory=list)
    scenarios: tuple[Scenario, ...] = ()
    noted: dict[str, list[FileNote]] = field(default_factory=dict)
    rated: list[Rating] = field(default_factory=list)
    heard: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    spent: Usage = NOTHING
    edits: list[tuple[dict[str, object], dict[str, object]]] = field(default_factory=list)
    changed_elsewhere: str = ""
    facts: ProjectFacts = field(
        default_factory=lambda: ProjectFacts.of({"task": "generation", "monthly_requests": 120_000})
    )
    links: Codes = field(default_factory=Codes)
    script: Callable[[str, int, str], Iterator[Event]] | None = None

    def forget(self) -> None:
        """Be as new; a turn that still waits goes on and ends."""
        self.go.set()
        self.go = threading.Event()
        self.owners, self.said, self.cut, self.script = {}, {}, set(), None
        self.boards, self.names, self.links = {}, {}, Codes()
        self.full = False
        self.origins, self.scenarios = [], ()
        self.given = {}
        self.noted, self.rated, self.spent = {}, [], NOTHING
        self.heard = threading.Semaphore(0)
        self.edits, self.changed_elsewhere = [], ""

    @property
    def only(self) -> str:
        """The one project that exists."""
        (thread,) = self.owners
        return thread

    def greeting(self) -> str:
        return "Tell me about your project."

    def new_thread(self, owner: str | None = None) -> str:
        if self.full:
            raise Unavailable("the data folder <b>x</b> is full; make room")
        thread = f"thread-{next(_NUMBERS)}"
        self.owners[thread] = owner
        self.said[thread] = []
        return thread

    def knows(self, thread: str) -> bool:
        return thread in self.owners

    def threads(self, owner: str | None = None) -> tuple[Listed, ...]:
        return tuple(
            Listed(t, self.names.get(t, self.said[t][0].text[:60]), "2026-01-01T10:00:00+00:00")
            for t, who in self.owners.items()
            if self.said[t] and owner in (None, who)
        )

    def owns(self, thread: str, owner: str | None) -> bool:
        return owner is not None and self.owners.get(thread) == owner

    def rename(self, thread: str, name: str) -> str:
        self.names[thread] = check_name(name)
        return self.names[thread]

    def delete(self, thread: str) -> None:
        self.owners.pop(thread)
        self.said.pop(thread)

    def history(self, thread: str) -> tuple[Spoken, ...]:
        return tuple(self.said[thread])

    def board(self, thread: str) -> Board:
        if thread in self.boards:
            return self.boards[thread]
        return samples.board() if any(m.role == "assistant" for m in self.said[thread]) else EMPTY

    def documents(self, thread: str) -> tuple[str, ...]:
        return tuple(self.given.get(thread, ()))

    def ingest(self, thread: str, paths: Iterable[Path]) -> Changes:
        (path,) = paths
        if path.suffix != ".md":
            raise InvalidInput(f"{path.name} is a PNG picture; give md, txt, html, pdf and docx")
        assert path.read_text(encoding="utf-8")
        self.given.setdefault(thread, []).append(path.name)
        return Changes(added=(path.name,))

    def forget_document(self, thread: str, name: str) -> None:
        self.given[thread].remove(name)

    def note_files(self, thread: str, notes: Iterable[FileNote]) -> None:
        turns = sum(m.role == "user" for m in self.said[thread])
        self.noted.setdefault(thread, []).extend(replace(n, after=turns) for n in notes)

    def files(self, thread: str) -> tuple[FileNote, ...]:
        return tuple(self.noted.get(thread, ()))

    def rate(
        self, thread: str, turn: int, rating: Thumb | None, comment: str = "", *, by: str = ""
    ) -> None:
        self.rated = [r for r in self.rated if (r.thread, r.turn, r.by) != (thread, turn, by)]
        if rating is not None:
            self.rated.append(Rating(thread, turn, rating, comment, by, "2026-01-01"))
        self.heard.release()

    def ratings(self, thread: str) -> tuple[Rating, ...]:
        return tuple(r for r in self.rated if r.thread == thread)

    def usage(self, thread: str) -> Usage:
        return self.spent

    def rewind(self, thread: str, turn: int) -> str:
        at = [i for i, m in enumerate(self.said[thread]) if m.role == "user"][turn - 1]
        text = self.said[thread][at].text
        self.said[thread] = self.said[thread][:at]
        return text

    def edit(
        self,
        thread: str,
        changes: Mapping[str, object],
        *,
        origin: Origin,
        seen: Mapping[str, object] | None = None,
        stop: object = None,
    ) -> Iterator[Event]:
        self.edits.append((dict(changes), dict(seen or {})))
        self.origins.append(origin)
        if self.changed_elsewhere:
            yield Failed(thread, 1, self.changed_elsewhere)
            return
        self.said[thread].append(
            Spoken("user", str(message_of(check_edit(changes, origin=origin)).text))
        )
        yield from self._answer(thread, "edited")

    def project(self, thread: str) -> Project:
        if not self.knows(thread):
            raise InvalidInput("This conversation does not exist (any more); start a new one.")
        said = self.said[thread]
        known = self.facts if said else ProjectFacts()
        return Project(said[0].text if said else "", known, self.scenarios)

    def search(self, question: str, *, k: int = 5) -> Found:
        raise Unavailable("the guidance is not there")

    def record(self, thread: str) -> DecisionRecord:
        if not self.knows(thread):
            raise InvalidInput("This conversation does not exist (any more); start a new one.")
        facts = ProjectFacts.of({"task": "generation", "monthly_requests": 120_000})
        title = self.said[thread][0].text
        return decision_record(
            facts, title=title, made_on=date(2026, 1, 2), seed=0, horizon_months=12
        )

    def export(self, thread: str) -> dict[str, object]:
        said = [{"role": m.role, "text": m.text} for m in self.said[thread]]
        return {"version": 1, "title": self.said[thread][0].text, "messages": said}

    def interrupted(self, thread: str) -> bool:
        return thread in self.cut

    def warm_up(self) -> None:
        return None

    def resume(self, thread: str, *, stop: object = None) -> Iterator[Event]:
        self.cut.discard(thread)
        yield from self._answer(thread, "resumed")

    def stream(
        self, thread: str, text: str, *, stop: object = None, instead_of: int | None = None
    ) -> Iterator[Event]:
        if not self.knows(thread):
            yield Failed(thread, 0, "There is no such conversation.")
            return
        if instead_of is not None:
            self.rewind(thread, instead_of)
        self.said[thread].append(Spoken("user", text))
        yield from self._answer(thread, text)

    def _answer(self, thread: str, text: str) -> Iterator[Event]:
        turn = sum(m.role == "user" for m in self.said[thread])
        if self.script is not None:
            for event in self.script(thread, turn, text):
                if isinstance(event, BoardChanged):
                    self.boards[thread] = event.board
                yield event
            return
        yield ToolStarted(thread, turn, "record_facts", "Noting the facts")
        yield ToolFinished(thread, turn, "record_facts", "Noting the facts", True, "2 facts", 0.012)
        if text.startswith("fail"):
            yield Failed(
                thread, turn, "The model at the endpoint did not answer; nothing was lost."
            )
            return
        yield ToolStarted(thread, turn, "score_strategies", "Scoring the strategies")
        if text.startswith("wait"):
            self.go.wait(PATIENCE_SECONDS)
            if thread not in self.said:
                return
        yield ToolFinished(
            thread, turn, "score_strategies", "Scoring the strategies", True, "LoRA leads", 0.3
        )
        yield BoardChanged(thread, turn, samples.board())
        for word in REPLY.split(" "):
            yield TextDelta(thread, turn, word + " ")
        q = samples.QUESTION
        yield QuestionAsked(thread, turn, q.fact or "", q.question, q.replies, q.could_change)
        self.said[thread].append(Spoken("assistant", REPLY, (samples.CITATION,)))
        yield Done(thread, turn, REPLY, (samples.CITATION,), samples.board())

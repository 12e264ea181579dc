"""What a turn tells its face: typed events, and the board that stands beside the conversation."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from tools.experiment import Experiment
from tools.later import later
from tools.precedents import Precedent
from tools.results import Assessment, CostReport, Question, as_json
from tools.scenarios import ScenarioTable


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote; `n` is its number in the conversation, `start`–`end` its characters.

    `collection` is `guidance`, or one of the user's own; `place` is then where the document lies.
    """

    n: int
    title: str
    section: str
    quote: str
    author: str
    year: int | None
    url: str
    document: str
    start: int
    end: int
    collection: str = "guidance"
    place: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One tool call: what it did, what it found, how long it took; None while it runs."""

    label: str
    summary: str = ""
    ok: bool = True
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class BoardFact:
    """One known fact as the board shows it: `shown` is for people, `quote` the user's own words.

    `by` names who said them, where several people lead the conversation.
    """

    name: str
    label: str
    value: Any
    shown: str
    source: str
    quote: str | None
    by: str | None = None


@later("costs", "experiment", "precedents")
@dataclass(frozen=True)
class Board:
    """Everything decided so far: what stands beside the chat, and in the record.

    `assessment` and `costs` are None until there is something to judge. `model` names who answers.
    `experiment` is the measurement that would settle the advice, None when none would; `precedents`
    are the published results closest to the project, best first; `scenarios` puts the named
    what-ifs beside the project as it is, None while none is named. What the facts decide may be
    given as functions, called when somebody looks.
    """

    title: str
    recommendation: str
    assessment: Assessment | None
    costs: CostReport | None = field(compare=False)
    facts: tuple[BoardFact, ...]
    question: Question | None
    citations: tuple[Citation, ...]
    model: str
    experiment: Experiment | None = field(default=None, compare=False)
    precedents: tuple[Precedent, ...] = field(default=(), compare=False)
    scenarios: ScenarioTable | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """The parent of all events; `turn` counts the user's messages of the thread from 1."""

    type: ClassVar[str]
    thread: str
    turn: int

    def to_json(self) -> dict[str, Any]:
        """The event as plain JSON, its type first."""
        return {"type": self.type, **as_json(self)}


@dataclass(frozen=True, slots=True)
class TextDelta(Event):
    """The next piece of the reply."""

    type: ClassVar[str] = "text"
    delta: str


@dataclass(frozen=True, slots=True)
class ToolStarted(Event):
    """A tool begins; `label` says in a few words what it does."""

    type: ClassVar[str] = "tool_started"
    tool: str
    label: str


@dataclass(frozen=True, slots=True)
class ToolFinished(Event):
    """A tool ended; `summary` is one line of what it found, `seconds` how long it took."""

    type: ClassVar[str] = "tool_finished"
    tool: str
    label: str
    ok: bool
    summary: str
    seconds: float


@dataclass(frozen=True, slots=True)
class BoardChanged(Event):
    """The board as it is now."""

    type: ClassVar[str] = "board"
    board: Board


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    """The open question, with quick replies; `could_change` is empty where it is asked again."""

    type: ClassVar[str] = "question"
    fact: str
    question: str
    replies: tuple[str, ...]
    could_change: str


@dataclass(frozen=True, slots=True)
class Done(Event):
    """The turn is over: the whole reply, what it cites and the board."""

    type: ClassVar[str] = "done"
    reply: str
    citations: tuple[Citation, ...]
    board: Board


@dataclass(frozen=True, slots=True)
class Failed(Event):
    """The turn could not be served; `message` is one sentence for the user, nothing was lost."""

    type: ClassVar[str] = "failed"
    message: str

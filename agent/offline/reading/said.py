"""What one message says: facts with their words, what is taken back, what is proposed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from agent.offline.asking.topics import Topic
from agent.offline.facts.unplaced import unplaced_figures
from agent.offline.words.findings import Finding
from agent.offline.words.message import Message
from tools.errors import InvalidInput
from tools.facts import make_fact
from tools.vocabulary import Value, vocabulary

Kind = Literal[
    "describe", "answer", "correct", "what_if", "question", "command", "smalltalk", "adversarial"
]
_TELLING = ("describe", "answer", "correct")


@dataclass(frozen=True)
class Reading:
    """What one message says.

    `facts` are absolute values in the vocabulary's units, `ranges` the span where the words are
    vague, `quotes` the user's own words for each fact. `cleared` names facts taken back,
    `hypothetical` holds the values a what-if proposes. `topic` is set whenever something is asked.
    `unplaced` are the figures that were seen and belong to no fact, in the user's own words.
    """

    kind: Kind
    facts: Mapping[str, Value] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    quotes: Mapping[str, str] = field(default_factory=dict)
    cleared: tuple[str, ...] = ()
    hypothetical: Mapping[str, Value] = field(default_factory=dict)
    command: str | None = None
    args: Mapping[str, Any] = field(default_factory=dict)
    topic: str | None = None
    unplaced: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The reading as `steerwise read` prints it."""

        def plain(values: Mapping[str, Any]) -> dict[str, Any]:
            return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}

        return {
            "kind": self.kind,
            "facts": plain(self.facts),
            "ranges": plain(self.ranges),
            "cleared": list(self.cleared),
            "hypothetical": plain(self.hypothetical),
            "command": self.command,
            "args": dict(self.args),
            "topic": self.topic,
        }


def composed(
    kind: Kind,
    message: Message,
    found: Iterable[Finding],
    topic: Topic | None = None,
    *,
    cleared: tuple[str, ...] = (),
    repeated: Collection[int] = (),
) -> Reading:
    """A reading of the best finding per fact; values that the vocabulary refuses are left out.

    The figures that begin at the places `repeated` were told before and are not left aside.
    """
    found = list(found)
    facts: dict[str, Value] = {}
    ranges: dict[str, tuple[float, float]] = {}
    quotes: dict[str, str] = {}
    for finding in sorted(found, key=lambda f: (-f.weight, f.start)):
        if finding.fact in facts:
            continue
        try:
            fact = make_fact(finding.fact, finding.value, bounds=finding.bounds)
        except InvalidInput:
            continue
        facts[finding.fact] = fact.value
        if fact.ranged and fact.low is not None and fact.high is not None:
            ranges[finding.fact] = (fact.low, fact.high)
        quotes[finding.fact] = message.text.quote(finding.start, finding.end)
    order = [n for n in vocabulary() if n in facts]
    return Reading(
        kind,
        {n: facts[n] for n in order},
        {n: ranges[n] for n in order if n in ranges},
        {n: quotes[n] for n in order},
        cleared,
        args=topic.args if topic else {},
        topic=topic.name if topic else None,
        unplaced=unplaced_figures(message, found, repeated) if kind in _TELLING else (),
    )


def checked(values: Mapping[str, Value]) -> dict[str, Value]:
    """The values that the vocabulary accepts, as it keeps them."""
    out: dict[str, Value] = {}
    for name, value in values.items():
        try:
            out[name] = make_fact(name, value).value
        except InvalidInput:
            continue
    return out

"""Reads one message: the facts it states, with the user's own words, and what it wants.

The reading is grammar and lexicon only, so it is the same cold and warm. The order: normalise, find
quantities, give them roles, read categories clause by clause, then judge the intent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from agent.offline import answers, corrections, intents, reports, whatifs
from agent.offline.findings import Finding
from agent.offline.message import Message, take_apart
from agent.offline.naming import read_name_behind, read_scenario_command
from agent.offline.statements import models_asked_about, stated_facts
from agent.offline.topics import Topic, read_bare, read_plateau, read_topic
from tools.errors import InvalidInput
from tools.facts import Value, make_fact, spec, vocabulary

Kind = Literal[
    "describe", "answer", "correct", "what_if", "question", "command", "smalltalk", "adversarial"
]
MAX_ANSWER_WORDS = 12
_NOT_FAULTS = ("task", "output_format", "private_knowledge")
_MEASURED = ("current_accuracy", "failure_mode")
_EMPTY: Mapping[str, Any] = MappingProxyType({})


PACES = ("knowledge_update", "requirement_change")


@dataclass(frozen=True)
class Reading:
    """What one message says.

    `facts` are absolute values in the vocabulary's units, `ranges` the span where the words are
    vague, `quotes` the user's own words for each fact. `cleared` names facts taken back,
    `hypothetical` holds the values a what-if proposes. `topic` is set whenever something is asked.
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


class Reader:
    """Reads messages by rule; holds no state."""

    def read(
        self,
        text: str,
        *,
        asked: str | None = None,
        known: Mapping[str, Any] = _EMPTY,
        scenarios: Sequence[str] = (),
        measuring: str | None = None,
    ) -> Reading:
        """Read one message.

        Args:
            text: what the user wrote, as it came.
            asked: the fact the advisor asked about last, if the question is still open.
            known: the plain values known so far, by fact.
            scenarios: the names of the what-ifs that were given one.
            measuring: the fact that the proposed experiment measures, if there is one.
        """
        if asked is not None and asked not in vocabulary():
            asked = None
        known = {n: v for n, v in known.items() if n in vocabulary() and v is not None}
        message = take_apart(text)
        if not message.norm.strip():
            return Reading("smalltalk")
        if intents.is_hostile(message) or intents.is_absurd(message):
            return Reading("adversarial")
        if intents.is_greeting(message):
            return Reading("smalltalk")
        command = read_scenario_command(message, scenarios)
        command = command or intents.read_command(message) or intents.read_criticism(message)
        if command is not None and not (asked and answers.does_not_know(message)):
            return Reading("command", command=command.name, args=command.args)
        if intents.is_what_if(message) or (asked is None and whatifs.is_fragment(message, known)):
            return _what_if(message, known)
        measured = _measured(message, known, measuring, open_question=asked is not None)
        return measured or self._judge(message, asked, known)

    def _judge(self, message: Message, asked: str | None, known: Mapping[str, Any]) -> Reading:
        if asked is None and intents.is_only_small_talk(message):
            return Reading("smalltalk")
        questions = [s for s in message.text.sentences if intents.asks(message, s)]
        statements = [s for s in message.text.sentences if s not in questions]
        topic = read_topic(message, asked) if questions else read_plateau(message)
        if topic is not None and topic.name == "plateau":
            return _reading("question", message, [], topic)
        bare = read_bare(message) if topic is None else None
        if bare is not None:
            return _reading("question", message, [], bare)
        found = stated_facts(message, statements, about=asked)
        if asked and (statements or not topic or answers.skips(message)):
            reading = _answer(message, asked, known, found, topic, asks=bool(questions))
            if reading is not None:
                return reading
        if known and statements:
            corrected = _correction(message, asked, known, found, topic)
            if corrected is not None:
                return corrected
        if found:
            found += models_asked_about(message, questions)
            return _reading("describe", message, found, topic)
        if questions:
            return _reading("question", message, [], topic)
        if intents.is_small_talk(message):
            return Reading("smalltalk")
        return _reading("describe", message, [], topic)


def _what_if(message: Message, known: Mapping[str, Any]) -> Reading:
    """The reading of a what-if; what is stated before it is no part of it."""
    told, rest = whatifs.divide(message)
    found = stated_facts(message, told)
    beside = _reading("what_if", message, [f for f in found if f.value != known.get(f.fact)])
    stated = _reading("what_if", message, found).facts
    if not stated:
        rest = message
    proposed = whatifs.read_what_if(
        rest,
        {**known, **beside.facts},
        intents.what_if_spans(rest),
        stated=tuple(stated),
    )
    args: dict[str, Any] = {}
    name = read_name_behind(message)
    if name is not None:
        args["scenario"] = name
    if not proposed:
        args["open"] = whatifs.relative_to_unknown(rest, {**known, **beside.facts})
    return replace(
        beside, hypothetical=_checked(proposed), args={k: v for k, v in args.items() if v}
    )


def _measured(
    message: Message, known: Mapping[str, Any], measuring: str | None, *, open_question: bool
) -> Reading | None:
    """The reading of a message as the result of a measurement; None when it reports none.

    A measurement is the one that was proposed, or one more of what is known already.
    """
    found: list[Finding] = []
    for fact in dict.fromkeys([measuring, *(f for f in _MEASURED if f in known)]):
        if fact is None or fact not in vocabulary():
            continue
        if reports.is_result(message, fact, open_question=open_question):
            results = _results(message, fact)
            if fact in {f.fact for f in results}:
                found += [f for f in results if f not in found]
    if not found:
        return None
    kind: Kind = "correct" if any(f.fact in known for f in found) else "answer"
    return _reading(kind, message, found, Topic(reports.RESULT))


def _results(message: Message, fact: str) -> list[Finding]:
    """What a report says of `fact`, and what its other sentences say besides."""
    told = [s for s in message.text.sentences if not intents.asks(message, s)]
    found = stated_facts(message, told, about=fact)
    of_the_test = [f for f in found if f.fact in (fact, "model")]
    apart = [s for s in told if not reports.tells(message, s)]
    besides = [f for f in found if f not in of_the_test and any(s.holds(f.start) for s in apart)]
    found = [*of_the_test, *besides]
    return found + (reports.counted(message, fact) or answers.read_answer(message, fact, found))


def _answer(
    message: Message,
    asked: str,
    known: Mapping[str, Any],
    found: list[Finding],
    topic: Topic | None,
    *,
    asks: bool,
) -> Reading | None:
    """The reading of a message as an answer; None when it is no answer to what was asked."""
    if known and intents.corrects(message):
        corrected = _correction(message, asked, known, found, topic)
        if corrected is not None and asked not in corrected.facts:
            return corrected
    if asked == "failure_mode" and len(message.norm.split()) <= MAX_ANSWER_WORDS:
        found = [f for f in found if f.fact not in _NOT_FAULTS]
    if asked == "stronger_model_works":
        found = [f for f in found if f.fact != "model"]
    more = [f for f in answers.read_answer(message, asked, found) if not _used(message, f, found)]
    settled = more or asked in {f.fact for f in found}
    if not settled and not found:
        if asks and not answers.does_not_know(message):
            return None
        if intents.is_only_small_talk(message) and not answers.is_short_yes_or_no(message):
            return Reading("smalltalk")
    unknown = not settled and answers.does_not_know(message)
    return _reading("answer", message, [*more, *found], topic, cleared=(asked,) if unknown else ())


def _used(message: Message, answer: Finding, found: list[Finding]) -> bool:
    """True when the words of a choice belong to another fact: “900 labels” names no failure."""
    if spec(answer.fact).numeric:
        return False
    here = [c for c in message.text.clauses if c.start <= answer.start and answer.end <= c.end]
    return any(
        other.fact != answer.fact and clause.start <= other.start < clause.end
        for clause in here
        for other in found
    )


def _correction(
    message: Message,
    asked: str | None,
    known: Mapping[str, Any],
    found: list[Finding],
    topic: Topic | None,
) -> Reading | None:
    """The reading of a message as a correction of what is known; None when it corrects nothing."""
    if not intents.corrects(message):
        changed = [f for f in found if f.fact in known and f.value != known[f.fact]]
        if not changed or len(changed) < len(found):
            return None
        return _reading("correct", message, found, topic)
    values, cleared = corrections.read_correction(message, known, found, asked)
    if any(v.fact == "monthly_requests" for v in values):  # "per month" sets one pace, not two
        told = {f.fact for f in found}
        values = [v for v in values if v.fact in told or v.fact not in PACES]
    if not values and not cleared:
        return None
    return _reading("correct", message, values, topic, cleared=tuple(cleared))


def _reading(
    kind: Kind,
    message: Message,
    found: Iterable[Finding],
    topic: Topic | None = None,
    *,
    cleared: tuple[str, ...] = (),
) -> Reading:
    """A reading of the best finding per fact; values that the vocabulary refuses are left out."""
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
    )


def _checked(values: Mapping[str, Value]) -> dict[str, Value]:
    out: dict[str, Value] = {}
    for name, value in values.items():
        try:
            out[name] = make_fact(name, value).value
        except InvalidInput:
            continue
    return out

"""Reads the result of a measurement: the one that was proposed, or one more of what is known."""

from collections.abc import Callable, Mapping
from typing import Any

from agent.offline.answering import answers, reports
from agent.offline.asking import intents
from agent.offline.asking.topics import Topic
from agent.offline.facts.statements import stated_facts
from agent.offline.reading.said import Kind, Reading, composed
from agent.offline.words.findings import Finding
from agent.offline.words.message import Message
from tools.advice import advice

_AGAIN = ("current_accuracy", "failure_mode")


def measured(
    message: Message,
    known: Mapping[str, Any],
    proposed: Callable[[], str | None],
    *,
    open_question: bool,
) -> Reading | None:
    """The reading of a message as the result of a measurement; None when it reports none.

    A measurement is the one that was `proposed`, which only a message with a result makes the
    program plan, or one more of what is known already.
    """
    reported = [
        fact
        for fact in advice().experiments
        if reports.is_result(message, fact, open_question=open_question)
    ]
    if not reported:
        return None
    measuring, found = proposed(), list[Finding]()
    for fact in sorted(reported, key=lambda fact: fact != measuring):
        if fact == measuring or (fact in _AGAIN and fact in known):
            results = _results(message, fact)
            if fact in {f.fact for f in results}:
                found += [f for f in results if f not in found]
    if not found:
        return None
    kind: Kind = "correct" if any(f.fact in known for f in found) else "answer"
    return composed(kind, message, found, Topic(reports.RESULT))


def _results(message: Message, fact: str) -> list[Finding]:
    """What a report says of `fact`, and what its other sentences say besides."""
    told = [s for s in message.text.sentences if not intents.asks(message, s)]
    found = stated_facts(message, told, about=fact)
    of_the_test = [f for f in found if f.fact in (fact, "model")]
    apart = [s for s in told if not reports.tells(message, s)]
    besides = [f for f in found if f not in of_the_test and any(s.holds(f.start) for s in apart)]
    found = [*of_the_test, *besides]
    return found + (reports.counted(message, fact) or answers.read_answer(message, fact, found))

"""Reads "nothing else" where the question was what there is besides what is known already."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import shape
from agent.offline.words.message import Message
from tools.vocabulary import spec

SIGNAL = "training_signal"
NOTHING, EXAMPLES = "none", "demonstrations"


def besides_examples(
    message: Message, asked: str, found: Iterable[Finding], known: Mapping[str, Any]
) -> list[Finding]:
    """The findings; nothing to learn from besides good examples leaves these to learn from.

    It stays nothing where the words say that the examples are no good either.
    """
    told = list(found)
    asked_besides = asked == SIGNAL and any(wording.suits(known) for wording in spec(SIGNAL).once)
    if not asked_besides or shape("not_even_those", "answers").search(message.norm):
        return told
    if shape("that_is_all", "answers").fullmatch(message.norm.strip()):
        return [Finding(SIGNAL, EXAMPLES, 0, len(message.norm))]
    return [
        replace(f, value=EXAMPLES) if (f.fact, f.value) == (SIGNAL, NOTHING) else f for f in told
    ]

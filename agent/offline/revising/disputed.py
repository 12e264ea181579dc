"""Reads that a noted value is wrong, without the right one: "your latency figure is off"."""

from collections.abc import Mapping
from typing import Any

from agent.offline.revising.called import facts_called
from agent.offline.words.lexicon import pattern
from agent.offline.words.message import Message
from agent.offline.words.subjects import named_facts

FILE = "corrections"


def disputed(message: Message, known: Mapping[str, Any]) -> list[str] | None:
    """The known facts whose values a message calls wrong; None when it disputes no fact at all.

    A message with figures tells the right value, or may, and a question asks.
    """
    words = message.norm.strip(" .!")
    if message.quantities or len(message.text.sentences) > 1 or words.endswith("?"):
        return None
    found = pattern("disputed", FILE).fullmatch(words)
    if found is None:
        return None
    named = facts_called(words, known) or set(named_facts(words))
    return [f for f in known if f in named] if named else None

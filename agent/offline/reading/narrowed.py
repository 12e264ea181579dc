"""Narrows a what-if to a part of what it supposed: "no, only the volume"."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.notebook import Notebook
from agent.offline.reading.said import Reading
from agent.offline.revising.called import facts_called
from agent.offline.words.lexicon import compiled, lists
from agent.offline.words.message import take_apart
from tools.vocabulary import Value

FILE = "whatifs"


def narrowed(whole: Reading, text: str, book: Notebook, *, supposed: bool) -> Reading:
    """The reading, or the last what-if with only the facts that the message leaves in it.

    Args:
        whole: what was read of the message by itself.
        text: the message.
        book: holds what was supposed last.
        supposed: the last reply was about that what-if.
    """
    proposed = book.supposed.values() if supposed and book.supposed is not None else {}
    kept = _kept(text, proposed) if len(proposed) > 1 else {}
    if not kept:
        return whole
    return replace(Reading("what_if"), hypothetical=kept)


def _kept(text: str, proposed: Mapping[str, Any]) -> Mapping[str, Value]:
    """The supposed values that a message of a few words leaves; empty where it is another one."""
    message = take_apart(text)
    if message.quantities:
        return {}
    words = message.norm.strip(" .!?")
    for name in ("only_these", "without_these"):
        ways = (compiled((way,)).fullmatch(words) for way in lists(FILE)[name])
        found = next(filter(None, ways), None)
        if found is None:
            continue
        said = set(facts_called(found["which"], proposed))
        if not said or len(said) == len(proposed):
            return {}
        return {n: v for n, v in proposed.items() if (n in said) == (name == "only_these")}
    return {}

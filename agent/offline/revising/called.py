"""Tells which of the facts that are known some words name."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from agent.offline.words.lexicon import any_of, compiled, lists, shape
from agent.offline.words.strategies import find_strategies
from agent.offline.words.subjects import subjects


@cache
def _names() -> tuple[tuple[str, re.Pattern[str], int], ...]:
    """Each fact with its usual names (0) and its looser ones (1)."""
    usual = [(fact, names, 0) for fact, names in subjects()]
    return (*usual, *((fact, compiled(names), 1) for fact, names in lists("called").items()))


def facts_called(words: str, known: Mapping[str, Any]) -> list[str]:
    """The known facts that `words` name, in their order; a longer name hides those inside it.

    A name of several known facts means all of them where it is plural, and none where it is not.
    """
    spans = {
        (m.start(), m.end(), fact, level)
        for fact, names, level in _names()
        if fact in known
        for m in names.finditer(words)
        if m.end() > m.start()
    }
    for fact, value in known.items():
        for match in _by_value(fact, value, words):
            spans.add((match.start(), match.end(), fact, 1))
    out: list[str] = []
    for start, end, fact, level in sorted(spans):
        same = {(f, other) for s, e, f, other in spans if (s, e) == (start, end)}
        wider = any(s <= start and end <= e and (s, e) != (start, end) for s, e, *_ in spans)
        if wider or fact in out or level > min(other for _, other in same):
            continue
        rivals = {f for f, other in same if other == level}
        if len(rivals) == 1 or shape("several_meant", "corrections").search(
            words[max(0, start - 10) : end]
        ):
            out.append(fact)
    if "tried" in known and set(find_strategies(words)) & set(known["tried"]):
        out += [] if "tried" in out else ["tried"]
    return out


def _by_value(fact: str, value: Any, words: str) -> Iterator[re.Match[str]]:
    """Where words name a fact by its value: "the weekly thing", "gpt-4o"."""
    if not isinstance(value, str):
        return iter(())
    plain = re.escape(value.lower().replace("_", " "))
    thing = "" if fact == "model" else f" {any_of('thing_behind', 'corrections')}"
    return re.finditer(rf"(?<!\w){plain}{thing}(?!\w)", words)

"""Tells which of the facts that are known some words name."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from agent import wording
from agent.offline.words.lexicon import any_of, compiled, lists, shape
from agent.offline.words.strategies import find_strategies
from agent.offline.words.subjects import subjects
from tools.errors import InvalidInput
from tools.facts import make_fact
from tools.vocabulary import spec, vocabulary

LEAST_LETTERS = 3  # of a word that names anything


@cache
def _names() -> tuple[tuple[str, re.Pattern[str], int], ...]:
    """Each fact with its usual names (0) and its looser ones (1)."""
    usual = [(fact, names, 0) for fact, names in subjects()]
    return (*usual, *((fact, compiled(names), 1) for fact, names in lists("called").items()))


def facts_called(words: str, known: Mapping[str, Any], *, shown: bool = False) -> list[str]:
    """The known facts that `words` name, in their order; a longer name hides those inside it.

    A name of several known facts means all of them where it is plural, and none where it is not.
    With `shown`, two or more words running of what we show of a fact name it too.
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
        for start, end in _spans(words, _runs(shown_as(fact, value))) if shown else ():
            spans.add((start, end, fact, 1))
    others = other_values(words, known) if shown else []
    out: list[str] = []
    for start, end, fact, level in sorted(spans):
        if fact in out:
            continue
        same = {(f, other) for s, e, f, other in spans if (s, e) == (start, end)}
        wider = any(s <= start and end <= e and (s, e) != (start, end) for s, e, *_ in spans)
        wider = wider or any(s <= start and end <= e for s, e, other in others if other != fact)
        if wider or level > min(other for _, other in same):
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


def facts_hinted_at(words: str, known: Mapping[str, Any]) -> list[str]:
    """The one choice that a single word of what we show of it tells from all the others."""
    said = set(telling(words))
    hinted = {
        fact
        for fact, value in known.items()
        if not spec(fact).numeric and any(said & set(telling(s)) for s in shown_as(fact, value))
    }
    return list(hinted) if len(hinted) == 1 else []


def other_values(words: str, known: Mapping[str, Any]) -> list[tuple[int, int, str]]:
    """Where words name a choice that is not what is known: they take back nothing else either."""
    return [
        (start, end, fact)
        for fact, value, runs in _choices()
        if known.get(fact) != value
        for start, end in _spans(words, runs)
    ]


@cache
def _choices() -> tuple[tuple[str, Any, tuple[re.Pattern[str], ...]], ...]:
    """Every choice of the vocabulary, with the runs of words that name it."""
    return tuple(
        (fact, value, tuple(_runs(shown_as(fact, value)[1:])))
        for fact, rule in vocabulary().items()
        for value in (rule.choices if rule.kind == "choice" else ())
    )


def shown_as(fact: str, value: Any) -> tuple[str, ...]:
    """What the board and the replies call a fact: its name, and its value in words."""
    try:
        noted = wording.fact_in_words(fact, make_fact(fact, value))
    except InvalidInput:
        return (spec(fact).label,)
    return spec(fact).label, noted.lower()


def telling(text: str) -> list[str]:
    """The words of a text that can tell one thing from another, in lower case."""
    idle = shape("idle", "called_by")
    found = re.findall(r"[\w'-]+", text.lower())
    return [w for w in found if len(w) >= LEAST_LETTERS and not idle.fullmatch(w)]


def _runs(texts: Iterable[str]) -> Iterator[re.Pattern[str]]:
    """Patterns of two or more telling words that stand one behind the other in a text."""
    for text in texts:
        there = telling(text)
        for first in range(len(there)):
            for last in range(first + 1, len(there)):
                run = r"\W+(?:\w{1,3}\W+)?".join(map(re.escape, there[first : last + 1]))
                yield re.compile(rf"(?<!\w){run}(?!\w)")


def _spans(words: str, runs: Iterable[re.Pattern[str]]) -> Iterator[tuple[int, int]]:
    for run in runs:
        for match in run.finditer(words):
            yield match.span()

"""What people call each fact when they speak of changing or dropping it."""

import re
from functools import cache

from agent.offline.words.lexicon import compiled, lists


@cache
def subjects() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What each fact is called when people speak of changing or dropping it."""
    return tuple((fact, compiled(names)) for fact, names in lists("subjects").items())


def named_facts(words: str) -> list[str]:
    """The facts that are named, longest names first where names overlap."""
    spans: list[tuple[int, int, str]] = []
    for fact, names in subjects():
        spans += [(m.start(), m.end(), fact) for m in names.finditer(words)]
    spans.sort(key=lambda s: (-(s[1] - s[0]), s[0]))
    kept: list[tuple[int, int, str]] = []
    for start, end, fact in spans:
        if not any(s < end and start < e and (s, e) != (start, end) for s, e, _ in kept):
            kept.append((start, end, fact))
    out: list[str] = []
    for _, _, fact in sorted(kept):
        if fact not in out:
            out.append(fact)
    return out


def subject_in(words: str) -> str:
    """The fact that the words name, "" when they name none."""
    for fact, names in subjects():
        if names.search(words):
            return fact
    return ""

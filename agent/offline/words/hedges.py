"""Tells whether the words around a number make it approximate or a limit."""

import re
from functools import cache
from itertools import chain

from agent.offline.words.lexicon import any_of

FILE = "quantities"


@cache
def _hedges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, after = any_of("hedge_before", FILE), any_of("hedge_after", FILE)
    between = rf"[\s:]*(?:{any_of('between_hedge', FILE)}\s|[$€£<>]\s?)*$"
    return (
        re.compile(rf"(?<![a-z]){before}{between}"),
        re.compile(rf"(?:[^\s,.;]*)(?:\s[a-z/'%-]+){{0,4}}?[\s,(]{{0,3}}{after}(?![a-z])"),
    )


def is_hedged(before: str, after: str) -> bool:
    """True when the words before or behind a number make it approximate."""
    front, behind = _hedges()
    return bool(front.search(before)) or bool(behind.match(after))


@cache
def _limits() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Each limit with the words that end at its figure, and those behind it."""
    between = rf"[\s:]*(?:{any_of('between_limit', FILE)}\s|[$€£]\s?)*$"
    return tuple(
        (
            limit,
            re.compile(rf"(?<![a-z]){any_of(f'{limit}_before', FILE)}{between}"),
            re.compile(rf"{sign}(?:\s\w+){{0,2}}?[\s,(]*{any_of(f'{limit}_after', FILE)}(?![a-z])"),
        )
        for limit, sign in (("most", ""), ("least", r"\s?\+|"))
    )


def limit_of(before: str, after: str) -> str:
    """`most` or `least` when the words around a number make it a limit, else ""."""
    said_before = (limit for limit, ahead, _ in _limits() if ahead.search(before))
    said_behind = (limit for limit, _, behind in _limits() if behind.match(after))
    return next(chain(said_before, said_behind), "")

"""Tells whether the words around a number make it approximate or a limit."""

import re
from functools import cache

from agent.offline.words.lexicon import lists


@cache
def _hedges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, after = lists("quantities")["hedge_before"], lists("quantities")["hedge_after"]
    return (
        re.compile(
            r"(?:(?<![a-z])(?:"
            + "|".join(before)
            + r"))[\s:]*(?:(?:a|an|the|in|is|at|of|on|to|us|only|just)\s|[$€£<>]\s?)*$"
        ),
        re.compile(
            r"(?:[^\s,.;]*)(?:\s[a-z/'%-]+){0,4}?[\s,(]{0,3}(?:" + "|".join(after) + r")(?![a-z])"
        ),
    )


def is_hedged(before: str, after: str) -> bool:
    """True when the words before or behind a number make it approximate."""
    front, behind = _hedges()
    return bool(front.search(before)) or bool(behind.match(after))


def limit_of(before: str, after: str) -> str:
    """`most` or `least` when the words around a number make it a limit, else ""."""
    words = lists("quantities")
    for limit in ("most", "least"):
        ahead = rf"(?<![a-z])(?:{'|'.join(words[f'{limit}_before'])})"
        if re.search(ahead + r"[\s:]*(?:(?:a|an|the|of)\s|[$€£]\s?)*$", before):
            return limit
    for limit, sign in (("most", ""), ("least", r"\s?\+|")):
        behind = rf"(?:\s\w+){{0,2}}?[\s,(]*(?:{'|'.join(words[f'{limit}_after'])})(?![a-z])"
        if re.match(sign + behind, after):
            return limit
    return ""

"""Reads a known sum of money that was told of the wrong budget: "the 900 is once, not monthly"."""

from collections.abc import Mapping
from typing import Any

from agent.offline.revising.repeated import repeats
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.text import Span

FILE = "corrections"
_SIBLINGS = {
    "monthly_budget_usd": ("upfront_budget_usd", "once", "each_month"),
    "upfront_budget_usd": ("monthly_budget_usd", "each_month", "once"),
}


def of_the_other_budget(message: Message, known: Mapping[str, Any]) -> list[tuple[Finding, str]]:
    """The sum as the budget that its clause names, with the one that it was taken for."""
    out = _alone(message, known)
    for repeat in repeats(message, known):
        if repeat.fact not in _SIBLINGS or repeat.scale != 1.0:
            continue
        other, is_it, is_known = _SIBLINGS[repeat.fact]
        clause = message.text.clause_at(repeat.quantity.start)
        if _said(message, is_it, clause) and not _said(message, is_known, clause):
            start, end = repeat.quantity.start, repeat.quantity.end
            out.append((Finding(other, known[repeat.fact], start, end, weight=5), repeat.fact))
    return out


def _alone(message: Message, known: Mapping[str, Any]) -> list[tuple[Finding, str]]:
    """As in "sorry, I mean one-off": the only budget that is known was told of the other kind."""
    meant = shape("budget_alone", FILE).fullmatch(message.norm.strip())
    budgets = [fact for fact in _SIBLINGS if known.get(fact)]
    if meant is None or len(budgets) != 1:
        return []
    other, is_it, _ = _SIBLINGS[budgets[0]]
    if meant["once" if is_it == "once" else "each"] is None:
        return []
    found = Finding(other, known[budgets[0]], 0, len(message.norm), weight=5)
    return [(found, budgets[0])]


def _said(message: Message, words: str, clause: Span) -> bool:
    """True where a clause says so without denying it."""
    return any(
        not shape("denied_words_before", FILE).search(message.norm[clause.start : m.start()])
        for m in pattern(words, FILE).finditer(message.norm, clause.start, clause.end)
    )

"""Reads what kind of project it is: task, hosting, stakes, skills, how often things change."""

import re
from collections.abc import Iterable
from functools import cache

from agent.offline.facts.changes import read_changes
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import Rule, compiled, rules
from agent.offline.words.message import Message
from agent.offline.words.text import Span

_REACH = 34
_NEAR = 60


def read_categories(
    message: Message, spans: Iterable[Span], *, change_of: str = ""
) -> list[Finding]:
    """All categorical facts that the given sentences state.

    `change_of` is the fact that changes when a sentence does not say what does.
    """
    found: list[Finding] = []
    for span in spans:
        asks = message.text.asks(span)
        sentence = message.norm[span.start : span.end]
        for rule in rules("categories"):
            if asks and not rule.asked:
                continue
            found += _apply(message, rule, span, sentence)
        if not asks:
            found += read_changes(message, span, change_of)
    return found


def _apply(message: Message, rule: Rule, span: Span, sentence: str) -> list[Finding]:
    out: list[Finding] = []
    for match in compiled(rule.any).finditer(message.norm, span.start, span.end):
        near = slice(max(0, match.start() - span.start - _NEAR), match.end() - span.start + _NEAR)
        if rule.but and compiled(rule.but).search(sentence[near]):
            continue
        value = rule.value
        if not rule.asserts_negation and negated(message, match.start()):
            if rule.negated is None:
                continue
            value = rule.negated
        if isinstance(value, list):
            value = tuple(value)
        out.append(Finding(rule.fact, value, match.start(), match.end(), weight=rule.weight))
    return out


@cache
def _negation() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?<!\w)(?:not|no(?! wait| its?\b| it's| actually| sorry| that| this| i\b| we\b"
        r"| the\b)|never|without|none of|neither|nor|cannot|nobody|no one|no need (?:for|to)"
        r"|isn't|aren't|don't|doesn't|won't|didn't|needn't|hasn't|haven't|wasn't|can't|zero)|n't)"
        r"(?:\s(?!only\b|just\b|sure\b)[\w'-]+){0,3}\s$"
    )


def negated(message: Message, start: int) -> bool:
    """True when a negation stands shortly before `start` in the same clause."""
    clause = message.text.clause_at(start)
    before = message.norm[max(clause.start, start - _REACH) : start]
    return bool(_negation().search(before if before.endswith(" ") else before + " "))

"""Reads what kind of project it is: task, hosting, stakes, skills, how often things change."""

import re
from collections.abc import Iterable
from functools import cache

from agent.offline.findings import Finding
from agent.offline.lexicon import Rule, compiled, pattern, rules
from agent.offline.message import Message, macro
from agent.offline.text import Span

PERIODS = ("realtime", "daily", "weekly", "monthly", "quarterly", "yearly", "rarely")
KNOWLEDGE = {
    "realtime": "realtime",
    "daily": "daily",
    "weekly": "weekly",
    "monthly": "monthly",
    "yearly": "yearly",
    "rarely": "static",
    "stable": "static",
}
REQUIREMENTS = {
    "realtime": "daily",
    "daily": "daily",
    "weekly": "weekly",
    "monthly": "monthly",
    "quarterly": "quarterly",
    "yearly": "rarely",
    "rarely": "rarely",
    "stable": "rarely",
}
_REACH = 34


def read_categories(message: Message, spans: Iterable[Span]) -> list[Finding]:
    """All categorical facts that the given sentences state."""
    found: list[Finding] = []
    for span in spans:
        asks = message.text.asks(span)
        sentence = message.norm[span.start : span.end]
        for rule in rules("categories"):
            if asks and not rule.asked:
                continue
            found += _apply(message, rule, span, sentence)
        if not asks:
            found += read_changes(message, span)
    return found


def _apply(message: Message, rule: Rule, span: Span, sentence: str) -> list[Finding]:
    out: list[Finding] = []
    for match in compiled(rule.any).finditer(message.norm, span.start, span.end):
        if rule.but and compiled(rule.but).search(sentence):
            break
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
        r"(?:(?<!\w)(?:not|no|never|without|none of|neither|nor|cannot|nobody|no one|no need (?:for|to)|isn't|aren't|don't|doesn't|won't|didn't|needn't|hasn't|haven't|wasn't|can't|zero)|n't)"
        r"(?:\s(?!only\b|just\b|sure\b)[\w'-]+){0,3}\s$"
    )


def negated(message: Message, start: int) -> bool:
    """True when a negation stands shortly before `start` in the same clause."""
    clause = message.text.clause_at(start)
    before = message.norm[max(clause.start, start - _REACH) : start]
    return bool(_negation().search(before if before.endswith(" ") else before + " "))


def read_changes(message: Message, span: Span) -> list[Finding]:
    """How often the documents or the rules change: a subject, a verb of change and a period."""
    found: list[Finding] = []
    norm = message.norm
    for clause in message.text.clauses:
        if not span.holds(clause.start):
            continue
        words = norm[clause.start : clause.end]
        period = period_of(words)
        change = macro("change").search(words)
        if not period:
            still = pattern("no_change").search(words) or (
                macro("stable").search(words) and pattern("is").search(words)
            )
            period = "stable" if still else ""
        elif (
            not change and not pattern("is").search(words) and not pattern("new_ones").search(words)
        ):
            continue
        if not period:
            continue
        if pattern("not_change").search(words):
            continue
        fact = subject_of(words, change.start() if change else len(words))
        if not fact:
            continue
        table = KNOWLEDGE if fact == "knowledge_update" else REQUIREMENTS
        if period in table:
            found.append(Finding(fact, table[period], clause.start, clause.end, weight=2))
    return found


def subject_of(words: str, before: int) -> str:
    """`knowledge_update` or `requirement_change` by what changes, "" when it is neither."""
    docs = [m for m in macro("docs").finditer(words)]
    ruled = [m for m in macro("rules").finditer(words)]
    front_docs = [m for m in docs if m.start() < before] or docs
    front_rules = [m for m in ruled if m.start() < before] or ruled
    if front_rules and front_docs:
        return (
            "requirement_change"
            if front_rules[0].start() < front_docs[0].start()
            else "knowledge_update"
        )
    if front_rules:
        return "requirement_change"
    return "knowledge_update" if front_docs else ""


@cache
def _period_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((p, macro(f"period_{p}")) for p in PERIODS)


def period_of(words: str) -> str:
    """The period a phrase names ("every sprint" -> weekly), "" when none."""
    best: tuple[int, int, str] | None = None
    for name, found in _period_patterns():
        match = found.search(words)
        if match is None:
            continue
        key = (-(match.end() - match.start()), match.start(), name)
        if name == "rarely":
            return "rarely"
        if best is None or key < best:
            best = key
    return best[2] if best else ""

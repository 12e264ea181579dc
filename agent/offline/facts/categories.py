"""Reads what kind of project it is: task, hosting, stakes, skills, how often things change."""

import re
from collections.abc import Iterable

from agent.offline.facts.changes import read_changes
from agent.offline.facts.faults import is_no_fault, is_put_in_a_mouth
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import Rule, compiled, rules, shape
from agent.offline.words.message import Message
from agent.offline.words.text import Span

FAULT = "failure_mode"
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
        for rule in rules("categories"):
            if asks and not rule.asked:
                continue
            found += _apply(message, rule, span)
        if not asks:
            found += read_changes(message, span, change_of)
    return found


def set_aside(message: Message, spans: Iterable[Span]) -> set[tuple[str, object]]:
    """The values whose words are there, but said of something else: free text that comes in.

    Whoever guesses at a meaning should not take these words for the value.
    """
    out: set[tuple[str, object]] = set()
    for span in spans:
        for rule in rules("categories"):
            if not rule.vetoes:
                continue
            for match in compiled(rule.any).finditer(message.norm, span.start, span.end):
                if _said_of_another(message, rule, span, match):
                    out.add((rule.fact, rule.value))
    return out


def _said_of_another(message: Message, rule: Rule, span: Span, match: re.Match[str]) -> bool:
    """True where one of the words that speak against a rule stands near."""
    begin = max(span.start, match.start() - _NEAR)
    end = min(span.end, match.end() + _NEAR)
    near = message.norm[begin:end]
    return bool(rule.but) and compiled(rule.but).search(near) is not None


def _apply(message: Message, rule: Rule, span: Span) -> list[Finding]:
    out: list[Finding] = []
    for match in compiled(rule.any).finditer(message.norm, span.start, span.end):
        if _said_of_another(message, rule, span, match):
            continue
        if rule.fact == FAULT and is_no_fault(message, match.start(), match.end()):
            continue
        if rule.fact == "task" and is_put_in_a_mouth(message, match.start()):
            continue
        value = rule.value
        if not rule.asserts_negation and (
            negated(message, match.start()) or lifted(message, match.start(), match.end())
        ):
            if rule.negated is None:
                continue
            value = rule.negated
        if isinstance(value, list):
            value = tuple(value)
        start, end = match.span()
        out.append(
            Finding(rule.fact, value, start, end, weight=rule.weight, outright=rule.outright)
        )
    return out


def lifted(message: Message, start: int, end: int) -> bool:
    """True for what is not asked for, or no more: "json isn't required", "if we dropped json"."""
    if shape("lifted_behind", "cues").match(message.norm, end):
        return True
    dropped = shape("dropped_before", "cues").search(
        message.norm, message.text.clause_at(start).start, start
    )
    return dropped is not None and not shape("dropped_into", "cues").match(message.norm, end)


def negated(message: Message, start: int) -> bool:
    """True when a negation stands shortly before `start` in the same clause."""
    clause = message.text.clause_at(start)
    before = message.norm[max(clause.start, start - _REACH) : start]
    before = before if before.endswith(" ") else before + " "
    return shape("negation_before", "cues").search(before) is not None

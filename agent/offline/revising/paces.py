"""Reads a period set right: "daily, not weekly" said of what changes, not of how much comes in."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.offline.facts.changes import KNOWLEDGE, REQUIREMENTS, denied_period, periods_of
from agent.offline.revising.rates import is_so_often, tells_of_change
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message

PACES = {"knowledge_update": KNOWLEDGE, "requirement_change": REQUIREMENTS}


def moved_pace(
    message: Message, known: Mapping[str, Any], found: Sequence[Finding]
) -> list[Finding]:
    """As in "not weekly, monthly": a new pace for the kind of change it belongs to.

    It belongs to the one that had the denied period; without a denial, to the only pace known,
    unless a number of requests is known too.
    """
    if (message.quantities and not goes_back(message)) or any(f.fact in PACES for f in found):
        return []
    fact = _owner(message, known)
    if not fact:
        return []
    named = {PACES[fact][p] for p in periods_of(message.norm) if p in PACES[fact]}
    named.discard(known[fact])
    return [Finding(fact, named.pop(), 0, len(message.norm))] if len(named) == 1 else []


def goes_back(message: Message) -> bool:
    """True for "back to once a quarter": a pace that held before, and no number of requests."""
    return shape("back_to_a_pace", "corrections").fullmatch(message.norm.strip()) is not None


def _is_alone(message: Message) -> bool:
    """True for "actually every week": a number of requests would be one per week, or a week."""
    return shape("pace_alone", "corrections").fullmatch(message.norm.strip()) is not None


def of_a_pace(message: Message, known: Mapping[str, Any], found: Sequence[Finding]) -> bool:
    """True when a period is, or may as well be, one of change: no rate is read from it."""
    if any(f.fact in PACES for f in found) or _owner(message, known) or goes_back(message):
        return True
    moving = [f for f in PACES if f in known]
    return bool(moving) and pattern("as_a_rate", "corrections").search(message.norm) is None


def _owner(message: Message, known: Mapping[str, Any]) -> str:
    moving = [f for f in PACES if f in known]
    denied = denied_period(message.norm)
    had_it = [f for f in moving if PACES[f].get(denied) == known[f]]
    if denied and len(had_it) == 1:
        return had_it[0]
    if len(moving) == 1 and (is_so_often(message) or goes_back(message) or _is_alone(message)):
        return moving[0]
    if len(moving) == 1 and ("monthly_requests" not in known or tells_of_change(message)):
        return moving[0]
    return ""

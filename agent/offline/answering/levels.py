"""Reads the one accuracy of an answer in the light of the question: today's, or the one needed."""

from collections.abc import Sequence
from dataclasses import replace

from agent.offline.accuracy.ratios import is_bare_cap
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import pattern
from agent.offline.words.message import Message


def as_target(message: Message, found: Sequence[Finding]) -> list[Finding]:
    """Where the target was asked for, the one accuracy said is it unless it is called today's."""
    levels = [f for f in found if f.fact in ("current_accuracy", "target_accuracy")]
    if len(levels) != 1 or levels[0].fact == "target_accuracy":
        return list(found)
    if pattern("today", "answers").search(message.norm):
        return list(found)
    return [replace(f, fact="target_accuracy") if f is levels[0] else f for f in found]


def as_today(message: Message, found: Sequence[Finding]) -> list[Finding]:
    """Where today's accuracy was asked for, a bare cap on errors is of today: "under 3% wrong"."""
    levels = [f for f in found if f.fact in ("current_accuracy", "target_accuracy")]
    capped = [q for q in message.quantities if is_bare_cap(message, q)]
    wanted = pattern("target").search(message.norm)
    if len(levels) != 1 or wanted or levels[0].start not in {q.start for q in capped}:
        return list(found)
    return [replace(f, fact="current_accuracy") if f is levels[0] else f for f in found]

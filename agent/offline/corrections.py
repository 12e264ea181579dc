"""Reads corrections and retractions against what is already known."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.offline.answers import read_answer
from agent.offline.changes import KNOWLEDGE, REQUIREMENTS, period_of
from agent.offline.findings import Finding
from agent.offline.lexicon import pattern
from agent.offline.message import Message
from agent.offline.quantities import whole
from agent.offline.rates import rescaled, rescaled_figure, unclear_rate
from agent.offline.relative import named_facts, read_changes_of
from agent.offline.replaced import bare_values, denied
from agent.offline.retractions import retracted, spoiled
from tools.facts import spec

_PAIRS = (
    ("current_accuracy", "target_accuracy"),
    ("prompt_tokens", "output_tokens"),
    ("monthly_budget_usd", "upfront_budget_usd"),
)


def read_correction(
    message: Message, known: Mapping[str, Any], found: Sequence[Finding], asked: str | None
) -> tuple[list[Finding], list[str]]:
    """The new values and the facts taken back."""
    taken_back = [m.end() for m in pattern("retract", "intents").finditer(message.norm)]
    kept = [
        f
        for f in found
        if not _is_denied(message, f) and not _in_retraction(message, f, taken_back)
    ]
    changes = spoiled(message, known) or relative(message, known)
    kept = [f for f in kept if not any(c.start <= f.start < c.end for c in changes)]
    kept = [*changes, *[f for f in kept if f.fact not in {c.fact for c in changes}]]
    figures = rescaled_figure(message, known)
    kept = [*figures, *[f for f in kept if f.fact not in {c.fact for c in figures}]]
    for more in (rescaled, zeros):
        kept += [f for f in more(message, known) if f.fact not in {k.fact for k in kept}]
    kept += bare_values(message, known, kept, asked)
    kept += named_choices(message, known, kept)
    kept += moved_pace(message, known, kept)
    if not kept:
        kept = swapped(message, known)
    cleared, changed = retracted(message, known, kept)
    if not kept and not cleared and unclear_rate(message, known):
        cleared = ["monthly_requests"]
    kept += [f for f in changed if f.fact not in {k.fact for k in kept}]
    return kept, cleared


def _is_denied(message: Message, finding: Finding) -> bool:
    return any(denied(message, q) and q.start == finding.start for q in message.quantities)


def _in_retraction(message: Message, finding: Finding, taken_back: Sequence[int]) -> bool:
    """True for a category that is only named because it is taken back."""
    if spec(finding.fact).numeric or finding.fact == "model":
        return False
    clause = message.text.clause_at(finding.start)
    return any(clause.start <= end <= finding.start for end in taken_back)


def moved_pace(
    message: Message, known: Mapping[str, Any], found: Sequence[Finding]
) -> list[Finding]:
    """As in "Not weekly, monthly": a new pace for the one kind of change that is known."""
    moving = [f for f in ("knowledge_update", "requirement_change") if f in known]
    if len(moving) != 1 or any(f.fact == moving[0] for f in found) or message.quantities:
        return []
    table = KNOWLEDGE if moving[0] == "knowledge_update" else REQUIREMENTS
    period = period_of(message.norm)
    if period not in table or table[period] == known[moving[0]]:
        return []
    return [Finding(moving[0], table[period], 0, len(message.norm))]


def named_choices(
    message: Message, known: Mapping[str, Any], found: Sequence[Finding]
) -> list[Finding]:
    """As in "Tone isn't that critical after all, medium": a new choice for a fact that is named."""
    out: list[Finding] = []
    for fact in named_facts(message.norm):
        kind = spec(fact).kind
        if fact not in known or kind != "choice" or any(f.fact == fact for f in found):
            continue
        out += [f for f in read_answer(message, fact, found) if f.value != known[fact]]
    return out


def zeros(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """As in "One zero too many": a tenth of the one number that is known or named."""
    if message.quantities and any(q.number.value >= 10 for q in message.quantities):
        return []
    many = pattern("zero_too_many", "corrections").search(message.norm)
    few = pattern("zero_too_few", "corrections").search(message.norm)
    found = many or few
    if found is None:
        return []
    numbers = [
        f
        for f, v in known.items()
        if spec(f).numeric and isinstance(v, (int, float)) and "accuracy" not in f
    ]
    named = [f for f in named_facts(message.norm) if f in numbers]
    fact = named[0] if named else (numbers[0] if len(numbers) == 1 else "")
    if not fact:
        return []
    value = float(known[fact]) * (0.1 if many else 10)
    return [
        Finding(
            fact,
            round(value) if spec(fact).kind == "integer" else whole(value),
            found.start(),
            found.end(),
        )
    ]


def swapped(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """As in "The other way round": two values that were mixed up."""
    match = pattern("swap", "corrections").search(message.norm)
    if match is None:
        return []
    for one, other in _PAIRS:
        if one in known and other in known:
            return [
                Finding(one, known[other], match.start(), match.end()),
                Finding(other, known[one], match.start(), match.end()),
            ]
    return []


def relative(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """As in "Add another 500", "twice that": changes computed on what is known."""
    changes, _ = read_changes_of(message, known)
    out = []
    for change in changes:
        base = known.get(change.fact)
        if isinstance(base, (int, float)) and not isinstance(base, bool):
            out.append(
                Finding(change.fact, change.on(float(base)), change.start, change.end, weight=5)
            )
    return out

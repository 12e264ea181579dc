"""Reads corrections and retractions against what is already known."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agent.offline.answers import read_answer
from agent.offline.findings import Finding
from agent.offline.lexicon import pattern
from agent.offline.message import Message
from agent.offline.paces import moved_pace, of_a_pace
from agent.offline.quantities import whole
from agent.offline.rates import rescaled, rescaled_figure, unclear_rate
from agent.offline.relative import named_facts, read_changes_of
from agent.offline.replaced import as_fact, bare_values, denied
from agent.offline.retractions import doubted, retracted, spoiled
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
        if not is_denied(message, f)
        and not _in_retraction(message, f, taken_back)
        and not doubted(message, f, known, taken_back)
    ]
    other = meant_another(message, known)
    if other is not None:
        return [other[0]], [other[1]]
    changes = spoiled(message, known) or relative(message, known)
    kept = [f for f in kept if not any(c.start <= f.start < c.end for c in changes)]
    kept = [*changes, *[f for f in kept if f.fact not in {c.fact for c in changes}]]
    figures = rescaled_figure(message, known)
    kept = [*figures, *[f for f in kept if f.fact not in {c.fact for c in figures}]]
    rates = [] if of_a_pace(message, known, kept) else rescaled(message, known)
    for more in (rates, zeros(message, known)):
        kept += [f for f in more if f.fact not in {k.fact for k in kept}]
    kept += bare_values(message, known, kept, asked)
    kept += named_choices(message, known, kept)
    kept += moved_pace(message, known, kept)
    if not kept:
        kept = swapped(message, known)
    kept = [f for f in kept if not doubted(message, f, known, taken_back)]
    cleared, changed = retracted(message, known, kept)
    if not kept and not cleared and unclear_rate(message, known):
        cleared = ["monthly_requests"]
    kept += [f for f in changed if f.fact not in {k.fact for k in kept}]
    return kept, cleared


def is_denied(message: Message, finding: Finding) -> bool:
    """True when the figure of a finding is the old one: "50k, not 120k"."""
    return any(denied(message, q) and q.start == finding.start for q in message.quantities)


def _in_retraction(message: Message, finding: Finding, taken_back: Sequence[int]) -> bool:
    """True for a category that is only named because it is taken back."""
    if spec(finding.fact).numeric or finding.fact == "model":
        return False
    clause = message.text.clause_at(finding.start)
    return any(clause.start <= end <= finding.start for end in taken_back)


def meant_another(message: Message, known: Mapping[str, Any]) -> tuple[Finding, str] | None:
    """As in "I meant output tokens, not prompt tokens": the value moves to the right fact."""
    match = _NOT_THAT.search(message.norm)
    if match is None:
        return None
    right, wrong = named_facts(match["right"]), named_facts(match["wrong"])
    if len(right) != 1 or len(wrong) != 1 or right == wrong or wrong[0] not in known:
        return None
    one, other = spec(right[0]), spec(wrong[0])
    if not (one.numeric and other.numeric) or right[0] in known:
        return None
    values = [f for q in message.quantities if (f := as_fact(right[0], q)) is not None]
    if len(message.quantities) > 1 or (message.quantities and not values):
        return None
    value = values[0].value if values else known[wrong[0]]
    return Finding(right[0], value, match.start(), match.end()), wrong[0]


_NOT_THAT = re.compile(
    r"(?:meant|mean|was|were|is|are|'s|be)(?: for)? (?:the |our |my )?"
    r"(?P<right>[a-z][a-z -]{2,30}?)"
    r",? (?:and )?not (?:for )?(?:the |our |my )?(?P<wrong>[a-z][a-z -]{2,30})"
)


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

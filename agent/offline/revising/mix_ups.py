"""Reads what was mixed up: a value told of the wrong fact, two values swapped, a zero too many."""

import re
from collections.abc import Mapping
from typing import Any

from agent.offline.revising.replaced import as_fact
from agent.offline.words.findings import Change, Finding
from agent.offline.words.lexicon import pattern, shape, tables
from agent.offline.words.message import Message
from agent.offline.words.subjects import named_facts
from tools.vocabulary import spec

_PAIRS = (
    ("current_accuracy", "target_accuracy"),
    ("prompt_tokens", "output_tokens"),
    ("monthly_budget_usd", "upfront_budget_usd"),
)


def meant_another(message: Message, known: Mapping[str, Any]) -> tuple[Finding, str] | None:
    """As in "I meant output tokens, not prompt tokens": the value moves to the right fact."""
    match = shape("not_that", "corrections").search(message.norm)
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


def swapped(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """As in "The other way round": two values that were mixed up."""
    match = pattern("swap", "corrections").search(message.norm)
    if match is None or _of_others(message, match):
        return []
    for one, other in _PAIRS:
        if one in known and other in known:
            return [
                Finding(one, known[other], match.start(), match.end()),
                Finding(other, known[one], match.start(), match.end()),
            ]
    return []


def _of_others(message: Message, swap: re.Match[str]) -> bool:
    """True for a swap of other things than values: "we reversed the order of the fields"."""
    sentence = message.text.sentence_at(swap.start())
    before = message.norm[sentence.start : swap.start()]
    behind = shape("swaps_others_behind", "corrections").match(
        message.norm, swap.end(), sentence.end
    )
    return bool(behind or shape("swaps_others_before", "corrections").search(before))


def zeros(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """As in "One zero too many": a tenth of the one number that is known or named."""
    if any(q.number.value >= 10 for q in message.quantities):
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
    count = shape("zeros", "corrections").search(found.group())
    places = tables("numbers")["small"].get(count["count"], 0) if count else 1
    places = int(places or count["count"]) if count else 1
    meant = Change(fact, found.start(), found.end(), factor=10.0 ** (-places if many else places))
    return [Finding(fact, meant.on(float(known[fact])), meant.start, meant.end)]

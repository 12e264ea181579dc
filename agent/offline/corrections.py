"""Reads corrections and retractions against what is already known."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agent.offline.answers import read_answer
from agent.offline.changes import KNOWLEDGE, REQUIREMENTS, period_of
from agent.offline.findings import Finding, accuracy, numeric
from agent.offline.lexicon import pattern, tables
from agent.offline.loose import loose
from agent.offline.message import Message
from agent.offline.quantities import Quantity, whole
from agent.offline.rates import rescaled, rescaled_figure, unclear_rate
from agent.offline.relative import named_facts, read_changes_of
from agent.offline.volumes import counts_requests
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


def denied(message: Message, quantity: Quantity) -> bool:
    """True for the old value of a correction: "50k, not 120k"."""
    before = message.norm[max(0, quantity.start - 26) : quantity.start]
    behind = message.norm[quantity.end : quantity.end + 24]
    if re.match(r"\s(?:was|were) (?:too|wrong|the old|nonsense|a typo|outdated)\b", behind):
        return True
    more = any(q.start > quantity.start for q in message.quantities)
    rest = message.norm[quantity.number.end :]
    if more and re.match(r"\s?\w{0,9}\?+ ?(?:no|nope|nah|wrong)\b", rest):
        return True
    if more and pattern("outdated", "corrections").match(rest) and _is_old(message, quantity):
        return True
    if more and _FROM.search(before) and _TO.match(message.norm, quantity.number.end):
        return True
    if not re.search(
        r"\b(?:not|rather than|instead of|isn't|no longer|wasn't)\s(?:the |a |about |some |\$"
        r"|~)?\s?$",
        before,
    ):
        return False
    return not re.search(r"not (?:more|less|over|above|under|only)|why not|if not", before)


_FROM = re.compile(r"\bfrom (?:about |around |~ ?|\$ ?)?$")
_TO = re.compile(r"[^,.;!?\d]{0,24}?(?: up| down)? (?:to|->) (?:about |around |~ ?|\$ ?)?\d")


def _is_old(message: Message, quantity: Quantity) -> bool:
    """True for a figure that is called too high or that was told before: "I said 2 but …"."""
    before = message.norm[max(0, quantity.start - 40) : quantity.start]
    behind = message.norm[quantity.number.end : quantity.number.end + 40]
    told = pattern("told_before", "corrections").search(before) is not None
    return told or " but" not in behind


def spoiled(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """As in "half of those labels are garbage": what is left of the known examples."""
    match = pattern("spoiled", "corrections").search(message.norm)
    base = known.get("labeled_examples")
    if match is None or not isinstance(base, int):
        return []
    if pattern("about_answers", "corrections").search(match.group()):
        return []
    share = _share_of(match["share"])
    left = round(base * (1 - share))
    return [Finding("labeled_examples", left, match.start(), match.end(), weight=5)]


def _share_of(words: str) -> float:
    digits = re.match(r"\d+", words)
    if digits:
        return min(1.0, float(digits.group()) / 100)
    if words == "half":
        return 0.5
    top, part = words.split()
    tops = {"a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0}
    return tops[top] * tables("numbers")["fraction"][part]


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


def bare_values(
    message: Message, known: Mapping[str, Any], found: Sequence[Finding], asked: str | None
) -> list[Finding]:
    """New values without a name: they replace the value they deny, or the only one they can be."""
    out: list[Finding] = []
    taken = [(f.start, f.end) for f in found]
    old = [q for q in message.quantities if denied(message, q)]
    named = set(named_facts(message.norm))
    for quantity in message.quantities:
        if quantity in old or any(s <= quantity.start < e for s, e in taken):
            continue
        if pattern("unlabelled").search(message.clause(quantity)):
            continue
        finding = loose(message, quantity, known)
        if finding is None:
            done = {f.fact for f in [*found, *out]}
            left = {f: v for f, v in known.items() if f not in done}
            fact = _replaced(quantity, old, left, named, asked)
            finding = _as(fact, quantity) if fact else None
            if finding is None and old and quantity.unit == "" and old[0].unit == "duration":
                fact = fact or _replaced(old[0], old, left, named, asked)
            if finding is None and fact and old and quantity.unit == "":
                value = whole(quantity.number.value * old[0].factor)
                finding = Finding(fact, value, quantity.start, quantity.end)
        if finding is not None and not any(f.fact == finding.fact for f in [*found, *out]):
            out.append(finding)
    return out


def _replaced(
    quantity: Quantity,
    old: Sequence[Quantity],
    known: Mapping[str, Any],
    named: set[str],
    asked: str | None,
) -> str:
    numbers = {
        f: float(v)
        for f, v in known.items()
        if spec(f).numeric and isinstance(v, (int, float)) and not isinstance(v, bool)
    }
    for before in old:
        for fact, value in numbers.items():
            if any(
                abs(before.number.value * k - value) <= 0.02 * abs(value)
                for k in (before.factor, 1.0, 100.0, 1000.0)
            ):
                return fact
    fitting = [f for f in numbers if _as(f, quantity) is not None]
    close = [f for f in fitting if f in named]
    if len(close) == 1:
        return close[0]
    if asked and spec(asked).numeric and _as(asked, quantity) is not None:
        return asked
    if len(fitting) == 1:
        return fitting[0]
    if quantity.per or not fitting:
        rate = quantity.per and quantity.unit == "" and counts_requests(quantity)
        return "monthly_requests" if rate else ""
    near = [
        f for f in fitting if 0.05 <= (quantity.number.value + 1e-9) / (numbers[f] + 1e-9) <= 20
    ]
    return near[0] if len(near) == 1 else ""


def _as(fact: str, quantity: Quantity) -> Finding | None:
    unit, value = quantity.unit, quantity.number.value
    fits = {
        "current_accuracy": unit in ("percent", "points", "") and value <= 100 and not quantity.per,
        "target_accuracy": unit in ("percent", "points", "") and value <= 100 and not quantity.per,
        "monthly_budget_usd": unit in ("money", ""),
        "upfront_budget_usd": unit in ("money", "") and not quantity.per,
        "latency_target_ms": unit == "duration" and quantity.value < 3_600_000,
        "time_to_launch_days": unit == "duration" and quantity.value >= 86_400_000,
        "prompt_tokens": unit in ("tokens", "") and not quantity.per,
        "output_tokens": unit in ("tokens", "") and not quantity.per,
        "knowledge_tokens": unit in ("tokens", "") and not quantity.per,
        "monthly_requests": unit == ""
        and counts_requests(quantity)
        and not quantity.noun.startswith(("label", "example")),
        "labeled_examples": unit == "" and not quantity.per and value == int(value),
        "label_classes": unit == "" and not quantity.per and value == int(value),
    }
    if value < 0 or not fits.get(fact, False):
        return None
    if fact in ("current_accuracy", "target_accuracy"):
        return accuracy(fact, quantity, value * 100 if value < 1 else value)
    return numeric(fact, quantity, times=1 / 86_400_000 if fact == "time_to_launch_days" else 1.0)


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


def retracted(
    message: Message, known: Mapping[str, Any], found: Sequence[Finding]
) -> tuple[list[str], list[Finding]]:
    """Facts taken back, and requirements that no longer hold."""
    cleared: list[str] = []
    changed: list[Finding] = []
    for match in pattern("retract", "intents").finditer(message.norm):
        sentence = message.text.sentence_at(match.start())
        area = message.norm[sentence.start : sentence.end]
        behind = message.norm[match.end() : sentence.end]
        facts = named_facts(behind) or named_facts(area)
        for fact in facts:
            if any(f.fact == fact for f in found) or fact in cleared:
                continue
            if known and fact not in known:
                continue
            if (
                spec(fact).kind == "flag"
                and known.get(fact) is True
                and re.search(r"requirement|constraint|drop|no longer|need|lift", area)
            ):
                changed.append(Finding(fact, False, match.start(), match.end()))
            else:
                cleared.append(fact)
    return cleared, changed

"""Reads a change by a number: ten times fewer, 50% more, 500 more, 400 tokens shorter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agent.offline.lexicon import pattern, tables
from agent.offline.message import Message, distance, macro
from agent.offline.quantities import MS_PER_DAY, Quantity, whole
from agent.offline.subjects import subject_in
from agent.offline.volumes import counts_requests
from tools.facts import Value, spec

_X = re.compile(r"\s?(?:x|times|-?fold)\b")
_TIMES_BEFORE = re.compile(r"\b(?:times|multiplied by|multiply (?:it|that) by) $")
_ITEMS = re.compile(r"\s?(?:x|times|-?fold)\b (?:as many|as much|more|fewer|less|the)\b")
_FEWER = re.compile(r"\s*(?:as )?(?:fewer|less|lower|smaller|shorter|cheaper|faster|few|little)\b")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one fact at `start`–`end`: times `factor` plus `add`."""

    fact: str
    start: int
    end: int
    factor: float = 1.0
    add: float = 0.0

    def on(self, base: float) -> Value:
        """The new value, whole numbers for facts that count."""
        value = base * self.factor + self.add
        return round(value) if spec(self.fact).kind == "integer" else whole(value)


def changed_by_number(
    message: Message, quantity: Quantity, fact: str, known: Mapping[str, Any]
) -> Change | None:
    """As in "10x fewer", "grows by 50%", "2000 more examples", "6 points higher".

    `fact` is the one whose name stands nearest, "" when none is near.
    """
    if quantity.value < 0 or _replaces(message, quantity):
        return None
    fact = fact or _what_is_counted(message, quantity, known)
    for reader in (_times, _points, _percent, _added):
        change = reader(message, quantity, fact, known)
        if change is not None:
            return change
    return None


def _what_is_counted(message: Message, quantity: Quantity, known: Mapping[str, Any]) -> str:
    """As in "five times as many forms": the known requests, else the known examples."""
    match = _ITEMS.match(message.norm, quantity.number.end)
    if match is None or not macro("request").search(message.norm, match.end()):
        return ""
    counts = [f for f in ("monthly_requests", "labeled_examples") if f in known]
    return counts[0] if counts else ""


def _replaces(message: Message, quantity: Quantity) -> bool:
    """True for "12 weeks instead of 6": a new value, not a change."""
    return bool(
        re.match(
            r"[^.?!]{0,14}\b(?:instead of|rather than|not)\b",
            message.norm[quantity.end : quantity.end + 30],
        )
    )


def _direction(message: Message, quantity: Quantity) -> float:
    """1 or -1 by the nearest word of growth or decline in the clause, 0 when there is none."""
    clause = message.text.clause_at(quantity.start)
    up = distance(message.norm, clause, quantity.start, quantity.end, "up")
    down = distance(message.norm, clause, quantity.start, quantity.end, "down")
    if min(up, down) == float("inf"):
        return 0.0
    return 1.0 if up < down else -1.0


def _times(
    message: Message, quantity: Quantity, fact: str, known: Mapping[str, Any]
) -> Change | None:
    """As in "10x fewer", "three times as many", "by a factor of 5"."""
    number, before = quantity.number, quantity.before[-60:]
    match = _X.match(message.norm, number.end)
    by_factor = re.search(r"\bfactor (?:of )?$", before)
    fact = fact or only_count(known)
    if match is None and _TIMES_BEFORE.search(before):
        return Change(fact, quantity.start, number.end, factor=number.value) if fact else None
    if (match is None and not by_factor) or not fact or not number.value:
        return None
    behind = message.norm[match.end() : match.end() + 12] if match else ""
    down = _FEWER.match(behind) or pattern("down").search(before[-24:])
    end = match.end() if match else number.end
    factor = 1 / number.value if down else number.value
    return Change(fact, quantity.start, end, factor=factor)


def _points(
    message: Message, quantity: Quantity, fact: str, known: Mapping[str, Any]
) -> Change | None:
    """As in "6 points more", "5% better" of an accuracy."""
    accuracies = ("current_accuracy", "target_accuracy")
    behind = message.norm[quantity.end : quantity.end + 10]
    moved = re.search(r"\bby $", quantity.before) or re.match(
        r"\s(?:\w+ )?(?:more|higher|lower|less|better|worse)\b", behind
    )
    if quantity.unit != "points" and not (
        quantity.unit == "percent" and fact in accuracies and moved
    ):
        return None
    if fact not in accuracies:
        needed = re.search(r"\b(?:need|target|want|goal|require)", message.clause(quantity))
        fact = "target_accuracy" if needed and "target_accuracy" in known else "current_accuracy"
    sign = _direction(message, quantity) or 1.0
    return Change(fact, quantity.start, quantity.end, add=sign * quantity.number.value)


def _percent(
    message: Message, quantity: Quantity, fact: str, known: Mapping[str, Any]
) -> Change | None:
    """As in "grows by 50%", "20% fewer", "to 80% of it"."""
    if quantity.unit != "percent" or fact in ("", "current_accuracy", "target_accuracy"):
        return None
    share = quantity.number.value / 100
    sign = _direction(message, quantity)
    to = re.search(r"\bto (?:about |around |~)?$", quantity.before)
    if to or (not sign and re.match(r"\W*of (?:the |our |that |its |what )", quantity.after)):
        return Change(fact, quantity.start, quantity.end, factor=share)
    if not sign:
        return None
    return Change(fact, quantity.start, quantity.end, factor=1 + sign * share)


def _added(
    message: Message, quantity: Quantity, fact: str, known: Mapping[str, Any]
) -> Change | None:
    """As in "2000 more examples", "another 500", "400 tokens shorter", "remove those 200"."""
    before, after = quantity.before[-24:], message.norm[quantity.number.end :][:28]
    sentence = message.sentence(quantity)
    topped = pattern("topped_up", "corrections").search(sentence)
    more = pattern("added").search(before) or pattern("added_behind").search(after) or topped
    more = more or pattern("new_ones", "corrections").search(after)
    less = pattern("taken").search(before) or pattern("taken_behind").search(after)
    gone = pattern("taken_away").search(sentence) or pattern("struck", "corrections").search(
        sentence
    )
    if not (more or less or gone):
        return None
    near = before[-12:] + message.norm[quantity.start : quantity.end + 26]
    if re.search(r"\b(?:more|less|fewer) than\b", near):
        return None
    stated = re.search(r"\b(?:only|just|is|are) (?:about |only |just |around |\$)?\s?$", before)
    behind = pattern("added_behind").search(after) or pattern("taken_behind").search(after)
    if stated and not (pattern("added").search(before) or behind):
        return None
    if re.search(r"\bto (?:about |only |just |around |\$)?\s?$", before):
        return None
    owner = _fact_of_unit(message, quantity, fact)
    if owner not in known and not _is_total(message, quantity):
        owner = _only_known(quantity, known) or owner
    if not owner and gone and quantity.unit == "" and "labeled_examples" in known:
        owner = "labeled_examples"
    if not owner:
        return None
    amount = quantity.value
    if owner == "time_to_launch_days" and quantity.unit == "duration":
        amount = quantity.value / MS_PER_DAY
    elif quantity.per and "money" in (quantity.unit, "money" * (owner == "monthly_budget_usd")):
        amount = quantity.number.value * tables("units")["per_month"][quantity.per]
    sign = -1.0 if (less or gone) and not pattern("added").search(before) else 1.0
    return Change(owner, quantity.start, quantity.end, add=sign * amount)


_KIN = {
    "tokens": ("prompt_tokens", "output_tokens", "knowledge_tokens"),
    "money": ("monthly_budget_usd", "upfront_budget_usd"),
}
_COUNTS = (
    "monthly_requests",
    "labeled_examples",
    "label_classes",
    "monthly_budget_usd",
    "upfront_budget_usd",
)
# what may stand behind a figure that counts what was spoken of before: "another 340 over Easter"
_NOTHING_COUNTED = re.compile(
    r"(?:(?:more|extra|new ones|ones|on top)(?= (?:every|each|per|a)\b|$) ?"
    r"|over|since|during|please|new ones|ones|of (?:them|those|these|it)"
    r"|(?:more |extra |new |new ones )?(?:got|were|was|have|has|had|came|come|turned"
    r"|arrived|checked|added|done|finished|went)\b.*"
    r"|(?:every|each|a|per) (?:day|week|month|year))(?: .*)?"
)


def _is_total(message: Message, quantity: Quantity) -> bool:
    """True for the sum after an addition: "two more were added, 14 now"."""
    return bool(_TOTAL.match(message.norm, quantity.number.end))


_TOTAL = re.compile(r"\s?(?:\w+ )?(?:now|in total|all told|altogether|overall|by now|in all)\b")


def only_count(known: Mapping[str, Any]) -> str:
    """The one count or sum of money that is known, "" when there are several or none."""
    facts = [f for f in _COUNTS if f in known]
    return facts[0] if len(facts) == 1 else ""


def _only_known(quantity: Quantity, known: Mapping[str, Any]) -> str:
    """The one known fact that a figure without a name can be added to, "" when it is not clear."""
    if quantity.unit in _KIN:
        facts = [f for f in _KIN[quantity.unit] if f in known]
        return facts[0] if len(facts) == 1 else ""
    if quantity.unit or (quantity.noun and not _NOTHING_COUNTED.fullmatch(quantity.noun)):
        return ""
    return only_count(known)


def _fact_of_unit(message: Message, quantity: Quantity, fact: str) -> str:
    unit = quantity.unit
    if unit == "money":
        if fact in ("monthly_budget_usd", "upfront_budget_usd"):
            return fact
        return "monthly_budget_usd" if quantity.per else "upfront_budget_usd"
    if unit == "duration":
        if quantity.value >= MS_PER_DAY:
            return "time_to_launch_days"
        return "latency_target_ms"
    if unit == "tokens":
        return (
            fact
            if fact in ("prompt_tokens", "output_tokens", "knowledge_tokens")
            else "prompt_tokens"
        )
    if unit == "pages":
        return ""
    if unit:
        return ""
    if quantity.per:
        return "monthly_requests" if counts_requests(quantity) else ""
    counted = subject_in(quantity.noun)
    if counted:
        return counted
    if re.match(r"of (?:them|those|these)\b", quantity.noun):
        return "labeled_examples"
    return fact if fact in ("monthly_requests", "labeled_examples", "label_classes") else ""

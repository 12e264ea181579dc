"""Reads what is added to a known value or taken from it: "another 500", "400 tokens shorter"."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.offline.facts.other_rates import is_made
from agent.offline.facts.volumes import counts_requests
from agent.offline.words.findings import Change
from agent.offline.words.lexicon import pattern, reach, shape, tables
from agent.offline.words.message import Message
from agent.offline.words.quantities import MS_PER_DAY, Quantity, unit_end
from agent.offline.words.subjects import subject_in

FILE = "numbered"
MONEY = ("monthly_budget_usd", "upfront_budget_usd")
TOKENS = ("prompt_tokens", "output_tokens", "knowledge_tokens")
COUNTS = ("monthly_requests", "labeled_examples", "label_classes")


def added(
    message: Message, quantity: Quantity, fact: str, known: Mapping[str, Any]
) -> Change | None:
    """As in "2000 more examples", "another 500", "400 tokens shorter", "remove those 200".

    `fact` is the one whose name stands nearest, "" when none is near.
    """
    to_come = bool(quantity.per) and is_made(quantity)  # a pace of making them is no number
    sign = _sign(message, quantity) if quantity.value and not to_come else 0.0
    owner = _owner(message, quantity, fact, known, gone=_gone(message, quantity)) if sign else ""
    if not owner or (is_refused(quantity) and owner != "labeled_examples"):
        return None
    amount = quantity.value
    if owner == "time_to_launch_days" and quantity.unit == "duration":
        amount = quantity.value / MS_PER_DAY
    elif quantity.per and (quantity.unit == "money" or owner == "monthly_budget_usd"):
        amount = quantity.number.value * tables("units")["per_month"][quantity.per]
    base = known.get(owner)
    if sign < 0 and isinstance(base, (int, float)) and amount > base:
        return None  # no more can be taken away than there is
    return Change(owner, quantity.start, quantity.end, add=sign * amount)


def is_on_top(message: Message) -> bool:
    """True where the only figure comes on top of what was told: "420 on top of the prompt"."""
    behind = shape("on_top_behind", FILE)
    figures = message.quantities
    return len(figures) == 1 and bool(
        behind.match(message.norm, unit_end(message.norm, figures[0]))
    )


def _sign(message: Message, quantity: Quantity) -> float:
    """1 for a figure that is added, -1 for one that is taken away, 0 for one that is stated."""
    before = quantity.before[-reach(FILE, "added_before") :]
    after = message.norm[quantity.number.end :][: reach(FILE, "added_behind")]
    plus = pattern("added").search(f"{before}{message.norm[quantity.start : quantity.number.end]}")
    minus = pattern("taken").search(before)
    if not (plus or minus) and shape("by_before", FILE).search(before):
        plus, minus = _moved(quantity, "up"), _moved(quantity, "down")
    plus_behind = pattern("added_behind").search(after)
    minus_behind = pattern("taken_behind").search(after)
    more = plus or plus_behind or pattern("new_ones", "corrections").search(after)
    more = more or pattern("topped_up", "corrections").search(message.sentence(quantity))
    refused = is_refused(quantity)
    if refused and not shape("of_examples_behind", FILE).match(message.norm, quantity.number.end):
        return 0.0
    less = minus or minus_behind or refused or _gone(message, quantity)
    compared = before[-reach(FILE, "compared_before") :]
    compared += message.norm[quantity.start : quantity.end + reach(FILE, "compared_behind")]
    if not (more or less) or shape("compared", FILE).search(compared):
        return 0.0
    if counts_not_yet(message, quantity):
        return 0.0
    if shape("left_behind", FILE).match(message.norm, quantity.number.end):
        return 0.0
    if shape("in_another", FILE).search(message.norm[: quantity.number.end]):
        return 0.0
    stated = shape("stated_before", FILE).search(before)
    if stated and not (plus or plus_behind or minus_behind):
        return 0.0
    if shape("stated_to_before", FILE).search(before):
        return 0.0
    return -1.0 if less and not plus else 1.0


def _moved(quantity: Quantity, way: str) -> re.Match[str] | None:
    """The word of growth or decline, by `way`, that "by" and the figure follow: "rose by 300"."""
    by = shape("by_before", FILE).search(quantity.before)
    begin = max(0, by.start() - reach(FILE, "by_behind")) if by else 0
    ways = {w: [*pattern(w).finditer(quantity.before, begin)] for w in ("up", "down")}
    last = max((m for ms in ways.values() for m in ms), key=lambda m: m.start(), default=None)
    return last if last in ways[way] else None


def counts_not_yet(message: Message, quantity: Quantity) -> bool:
    """True for "90 more will come, don't add them yet"."""
    return shape("left_out_yet", FILE).search(message.sentence(quantity)) is not None


def is_refused(quantity: Quantity) -> bool:
    """True for what somebody refused: "legal rejected 700 of the examples"."""
    return shape("refused_before", FILE).search(quantity.before) is not None


def _gone(message: Message, quantity: Quantity) -> bool:
    """True where what was counted is struck: "remove those 200"."""
    sentence = message.sentence(quantity)
    away = pattern("taken_away").search(sentence)
    return bool(away or pattern("struck", "corrections").search(sentence))


def _owner(
    message: Message, quantity: Quantity, fact: str, known: Mapping[str, Any], *, gone: bool
) -> str:
    """The fact that a figure is added to, "" when it is not clear."""
    owner = _fact_of_unit(quantity, fact)
    near = quantity.before[-reach(FILE, "times_before") :]
    if "labeled_examples" in known and shape("labelling_before", FILE).search(near):
        owner = "labeled_examples" if not (quantity.unit or quantity.per) else owner
    is_total = shape("total_behind", FILE).match(message.norm, quantity.number.end)
    if owner not in known and not is_total:
        owner = _only_known(quantity, known) or owner
    if not owner and gone and not quantity.unit and "labeled_examples" in known:
        return "labeled_examples"
    return owner


def only_count(known: Mapping[str, Any]) -> str:
    """The one count or sum of money that is known, "" when there are several or none."""
    return _only((*COUNTS, *MONEY), known)


def _only(facts: tuple[str, ...], known: Mapping[str, Any]) -> str:
    here = [f for f in facts if f in known]
    return here[0] if len(here) == 1 else ""


def _only_known(quantity: Quantity, known: Mapping[str, Any]) -> str:
    """The one known fact that a figure without a name can be added to, "" when it is not clear."""
    if quantity.unit in ("tokens", "money"):
        return _only(TOKENS if quantity.unit == "tokens" else MONEY, known)
    counts = quantity.noun and not shape("nothing_counted", FILE).fullmatch(quantity.noun)
    return "" if quantity.unit or counts else only_count(known)


def _fact_of_unit(quantity: Quantity, fact: str) -> str:
    """The fact that a figure is of by its unit or its noun; `fact` where it may be that one."""
    if quantity.unit == "money":
        return fact if fact in MONEY else MONEY[0 if quantity.per else 1]
    if quantity.unit == "duration":
        return "time_to_launch_days" if quantity.value >= MS_PER_DAY else "latency_target_ms"
    if quantity.unit == "tokens":
        return fact if fact in TOKENS else TOKENS[0]
    if quantity.unit:
        return ""
    if quantity.per:
        noun = shape("more_of", FILE).sub("", quantity.noun)
        return "monthly_requests" if counts_requests(replace(quantity, noun=noun)) else ""
    if shape("labelled_behind", "qualities").match(quantity.noun):
        return "labeled_examples"  # "2,000 of the labelled claims" are no claims that come in
    of_them = "labeled_examples" if shape("of_them", FILE).match(quantity.noun) else ""
    return subject_in(quantity.noun) or of_them or (fact if fact in (*COUNTS, *MONEY) else "")

"""Reads bare counts: requests a month, or whatever else the words behind them count."""

import re

from agent.offline.facts.budgets import bare_money
from agent.offline.facts.classes import read_classes
from agent.offline.facts.labelled import is_a_team, read_examples
from agent.offline.facts.other_rates import is_no_volume
from agent.offline.facts.sizes import TOKENS_PER_PAGE
from agent.offline.facts.totals import read_total
from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import pattern, reach, shape
from agent.offline.words.message import Message, macro
from agent.offline.words.quantities import Quantity

FILE = "volumes"


def read_count(message: Message, quantity: Quantity) -> Finding | None:
    """A bare count: requests when it has a rate, examples or classes by what it counts."""
    if quantity.per:
        money = bare_money(message, quantity)
        if money is not None:
            return money
        return _volume(message, quantity) if quantity.value else None  # "zero monthly budget"
    if shape("pages_of_knowledge", FILE).match(quantity.noun):
        return numeric("knowledge_tokens", quantity, times=float(TOKENS_PER_PAGE))
    return (
        bare_money(message, quantity)
        or read_examples(message, quantity)
        or read_classes(message, quantity)
        or read_total(message, quantity)
        or _average_of(message, quantity)
    )


def _volume(message: Message, quantity: Quantity) -> Finding | None:
    noun = quantity.noun
    first = re.split(r"[ -]", noun)[0] if noun else ""
    people = macro("people").search(noun)
    if quantity.odd_rate or message.said("not_volume", quantity, clause=True):
        return None
    if is_one_in(quantity) or is_no_volume(message, quantity):
        return None
    asker = shape("askers", FILE).match(noun)
    if people and not asker and not macro("request").search(noun[: people.start()]):
        return None
    known = macro("request").search(noun) or first in ("", "of")
    paid = any(q.unit == "money" and q.per for q in message.quantities)
    spoken = paid or message.said("volume", quantity) or _stands_alone(message, quantity)
    if first == "" and quantity.limit == "most" and not spoken:
        return None
    if is_a_team(quantity) or shape("moved_by", FILE).search(quantity.before):
        return None
    if shape("added_behind", FILE).match(quantity.after):
        return None
    if first == "" and shape("priced", FILE).search(
        quantity.before[-reach(FILE, "price_before") :]
    ):
        return None
    times = shape("times", FILE).match(noun) is not None
    used = pattern("is_used").search(quantity.before) or shape("used_behind", FILE).match(
        message.norm, quantity.end
    )
    asked_so_often = times and used
    if asked_so_often:
        return numeric("monthly_requests", quantity, weight=2)
    if not counts_requests(quantity) and not _comes_in_all_the_same(message, noun):
        return None
    if shape("no_noun", FILE).search(noun):
        return None
    clause = _without_pay(message, quantity)
    if pattern("each").search(clause) and not pattern("each_item").search(clause):
        return None
    weight = (2 if known else 1) + 2 * message.said("on_average", quantity, clause=True)
    return numeric("monthly_requests", quantity, weight=weight)


def _stands_alone(message: Message, quantity: Quantity) -> bool:
    """True for "25 a day tops." by itself, where nothing is paid or made before it."""
    clause = message.clause(quantity).strip()
    if not shape("only_a_rate", FILE).fullmatch(clause):
        return False
    sentence = message.text.sentence_at(quantity.start)
    earlier = message.text.sentence_at(max(0, sentence.start - 1))
    return not shape("another_rate", FILE).search(message.norm, earlier.start, sentence.end)


def _without_pay(message: Message, quantity: Quantity) -> str:
    """The clause of a figure without what each is paid: "40 people at $3,000 a month each"."""
    span = message.text.clause_at(quantity.start)
    words = message.norm[span.start : span.end]
    for money in message.quantities:
        if money.unit == "money" and span.holds(money.start):
            paid = shape("pay_of_each", FILE).match(message.norm, money.end)
            if paid is not None:
                words = words.replace(message.norm[money.start : paid.end()], " ")
    return words


def _comes_in_all_the_same(message: Message, noun: str) -> bool:
    """True for labels that are texts to be written, and for examples that come from outside."""
    labels = shape("a_label", FILE).match(noun)
    texts = labels and shape("labels_as_texts", FILE).search(message.norm)
    return bool(texts or shape("reaches_us", FILE).search(noun))


def _average_of(message: Message, quantity: Quantity) -> Finding | None:
    """As in "10 messages per second at peak, 2 on average": the period is that of the peak."""
    if quantity.noun not in ("", "on average") or not pattern("on_average").match(
        quantity.after.lstrip()
    ):
        return None
    sentence = message.text.sentence_at(quantity.start)
    for rate in reversed(message.quantities):
        if sentence.start <= rate.start < quantity.start and rate.per and not rate.unit:
            times = rate.factor if counts_requests(rate) else 0.0
            return numeric("monthly_requests", quantity, times=times, weight=4) if times else None
    return None


def is_one_in(base: Quantity) -> bool:
    """True for the base of a share: "one in 400"."""
    return shape("one_in", FILE).search(base.before) is not None


def is_of_each_thing(message: Message, quantity: Quantity) -> bool:
    """True for how many there are of each of something else: "4 mails per case"."""
    if quantity.per:
        return False
    return shape("of_each_thing", FILE).match(message.norm, quantity.number.end) is not None


def counts_requests(quantity: Quantity) -> bool:
    """False where a rate counts something else: new classes, labels, hires, releases."""
    noun = quantity.noun
    other = pattern("not_counted").search(noun) or pattern("no_requests").search(noun)
    return other is None

"""Reads bare counts: requests a month, or whatever else the words behind them count."""

import re

from agent.offline.facts.budgets import bare_money
from agent.offline.facts.classes import read_classes
from agent.offline.facts.labelled import read_examples
from agent.offline.facts.sizes import TOKENS_PER_PAGE
from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import pattern, tables
from agent.offline.words.message import Message, macro
from agent.offline.words.quantities import Quantity


def read_count(message: Message, quantity: Quantity) -> Finding | None:
    """A bare count: requests when it has a rate, examples or classes by what it counts."""
    if quantity.per:
        money = bare_money(message, quantity)
        if money is not None:
            return money
        return _volume(message, quantity)
    if _PAGES_OF.match(quantity.noun):
        return numeric("knowledge_tokens", quantity, times=float(TOKENS_PER_PAGE))
    return (
        bare_money(message, quantity)
        or read_examples(message, quantity)
        or read_classes(message, quantity)
        or _in_a_past_period(message, quantity)
        or _average_of(message, quantity)
    )


_PAST = re.compile(r"\b(?:last|past|previous) (?P<period>year|month|week|quarter)\b")


def _in_a_past_period(message: Message, quantity: Quantity) -> Finding | None:
    """As in "last year it was 190k questions in total": what came in then."""
    past = _PAST.search(message.clause(quantity))
    if past is None or not macro("request").search(quantity.noun):
        return None
    near = quantity.noun + " " + message.clause(quantity)
    if pattern("not_volume").search(near) or macro("good").search(near):
        return None
    if re.search(r"\b(?:more|fewer|less|new|from|since|wrong|over)\b", message.clause(quantity)):
        return None
    times = tables("units")["per_month"][past["period"]]
    return numeric("monthly_requests", quantity, times=times)


_PAGES_OF = re.compile(
    r"(?:\w+ )?(?:wikis?|confluence|intranet|sharepoint|notion|handbook|manual|documentation"
    r"|docs?|policy"
    r"|knowledge[ -]?base|kb|help[ -]?cent(?:er|re)|guideline|reference|pdf) pages\b"
)


def _volume(message: Message, quantity: Quantity) -> Finding | None:
    noun = quantity.noun
    first = re.split(r"[ -]", noun)[0] if noun else ""
    people = macro("people").search(noun)
    if quantity.odd_rate or message.said("not_volume", quantity, clause=True):
        return None
    asker = re.match(
        r"(?:\w+ )?(?:customers?|clients?|users?|patients?|people|citizens|guests|members|students)"
        r" (?:\w+s|ask|write|call|message|contact|email|phone|text|chat|order|complain)$",
        noun,
    )
    if people and not asker and not macro("request").search(noun[: people.start()]):
        return None
    known = macro("request").search(noun) or first in ("", "of")
    if first == "" and quantity.limit == "most" and not message.said("volume", quantity):
        return None
    if first == "" and _PRICED.search(quantity.before[-_PRICE_REACH:]):
        return None
    asked_so_often = re.match(r"times\b", noun) and pattern("is_used").search(quantity.before)
    if asked_so_often:
        return numeric("monthly_requests", quantity, weight=2)
    if not counts_requests(quantity):
        return None
    if re.search(
        r"\b(?:times?|hours?|minutes?|days?|euros?|bytes|gb|tb|km|miles|tokens?|cents?|deploys?)\b",
        noun,
    ):
        return None
    if pattern("each").search(message.clause(quantity)) and not pattern("each_item").search(
        message.clause(quantity)
    ):
        return None
    weight = (2 if known else 1) + 2 * message.said("on_average", quantity, clause=True)
    return numeric("monthly_requests", quantity, weight=weight)


# "the licence is 410k a year", "a consultant charges 1,450 a day": a price, though without a sign
_PRICED = re.compile(
    r"\b(?:charg(?:e|es|ed)|costs?|licen[cs]es?(?: fee)?(?: is)?|salar(?:y|ies)|wages?"
    r"|fees?(?: is)?|rent(?: is)?|burn|eats?(?: up)?|earns?|pays?|paid|pocket money|grant of"
    r"|subscription(?: is)?)(?: (?:us|me|them|about|around|roughly|already|only|up to|some)){0,2} $"
    r"|\$[^.]{0,30}\b(?:one[- ]?(?:off|time)|once|up ?-?front)[,;]? ?(?:and |then |plus )*$"
)
_PRICE_REACH = 70


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


def counts_requests(quantity: Quantity) -> bool:
    """False where a rate counts something else: new classes, labels, hires, releases."""
    noun = quantity.noun
    other = pattern("not_counted").search(noun) or pattern("no_requests").search(noun)
    return other is None

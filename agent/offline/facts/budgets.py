"""Reads money: what inference may cost a month, and what may be spent once."""

import re
from collections.abc import Sequence

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import pattern, tables
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity
from agent.offline.words.text import Span

NEAR_ONCE = 40  # characters, a comma counting for 25, to the word that says it is spent once
LEAST_CAP = 20  # dollars: a smaller limit is hardly a month's budget, rather the price of a thing


def read_money(message: Message, quantity: Quantity, *, sure: bool = False) -> Finding | None:
    """A sum in dollars: the monthly or the one-off budget, by its period and the words near it."""
    sentence = message.sentence(quantity)
    after = message.norm[quantity.number.end : quantity.end + 30]
    if re.match(
        r"\s?\S*\s?(?:/|per|a|an|each)\s?(?:1k|1m|million|1,?000|thousand|1 ?million|call|request"
        r"|query|token|hour|seat|user|image|page|document|email|label|example|ticket|item|piece"
        r"|hr|head|annotation|invoice|record|conversation|chat)",
        after,
    ):
        return None
    budget, other = message.cost(quantity, "budget"), message.cost(quantity, "not_budget")
    earlier = message.norm[
        max(0, message.text.sentence_at(quantity.start).start - 80) : quantity.start
    ]
    alone = len(sentence.split()) <= 9 or sentence.count("$") > 1
    near = message.cost(quantity, "upfront_money") < NEAR_ONCE or bool(quantity.per)
    capped = bool(quantity.per) and quantity.limit == "most" and quantity.value >= LEAST_CAP
    sure = sure or capped or (alone and near and other == float("inf"))
    sure = sure or (bool(quantity.per) and budget < other == float("inf"))
    if not sure and budget > 130 and not re.search(r"\bbudget\b", earlier):
        return None
    if other <= budget and other < 60:
        return None
    if quantity.per:
        times = {"second": 0, "minute": 0, "hour": 0}.get(quantity.per)
        if times == 0:
            return None
        return numeric(
            "monthly_budget_usd",
            quantity,
            times=tables("units")["per_month"][quantity.per],
            weight=2,
        )
    role = message.nearest(quantity, ("upfront_money", "monthly_money"), reach=60)
    if not role:
        if re.search(r"\bone-? ?off|up[- ]?front\b", sentence):
            role = "upfront_money"
        else:
            return None
    fact = "upfront_budget_usd" if role == "upfront_money" else "monthly_budget_usd"
    return numeric(fact, quantity)


def nothing_upfront(message: Message, spans: Sequence[Span]) -> list[Finding]:
    """As in "no money up front": the one-off budget is nothing."""
    found = pattern("no_upfront").search(message.norm)
    if found is None or not any(s.holds(found.start()) for s in spans):
        return []
    return [Finding("upfront_budget_usd", 0, found.start(), found.end())]


def bare_money(message: Message, quantity: Quantity) -> Finding | None:
    """A number without a currency in a sentence about a budget is dollars."""
    if quantity.noun and not re.match(
        r"(?:for|once|up[- ]?front|one|max|tops|total|budget|spend|cap)\b", quantity.noun
    ):
        return None
    sentence = message.sentence(quantity)
    strong = pattern("budget_strong").search(sentence) or (
        "$" in sentence and message.cost(quantity, "upfront_money") < 14
    )
    if not strong or quantity.number.value < 20:
        return None
    if re.search(r"[€£]|\beuros?\b|\beur\b|\bchf\b|\bgbp\b|\bpounds?\b", sentence):
        return None
    return read_money(message, quantity, sure=True)

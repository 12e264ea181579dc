"""Reads money: what inference may cost a month, and what may be spent once."""

from collections.abc import Sequence

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import limit, pattern, reach, shape, tables
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity
from agent.offline.words.text import Span

FILE = "budgets"


def read_money(message: Message, quantity: Quantity, *, sure: bool = False) -> Finding | None:
    """A sum in dollars: the monthly or the one-off budget, by its period and the words near it."""
    sentence = message.sentence(quantity)
    after = message.norm[quantity.number.end : quantity.end + reach(FILE, "behind")]
    if shape("price_of_each", FILE).match(after):
        return None
    budget, other = message.cost(quantity, "budget"), message.cost(quantity, "not_budget")
    since = message.text.sentence_at(quantity.start).start - reach(FILE, "sentence_before")
    earlier = message.norm[max(0, since) : quantity.start]
    alone = len(sentence.split()) <= limit(FILE, "words_alone") or sentence.count("$") > 1
    once = message.cost(quantity, "upfront_money")
    near = once < limit(FILE, "once") or bool(quantity.per)
    cap = quantity.limit == "most" and quantity.value >= limit(FILE, "least_cap")
    capped = bool(quantity.per) and cap
    sure = sure or capped or (alone and near and other == float("inf"))
    sure = sure or (bool(quantity.per) and budget < other == float("inf"))
    named = pattern("by_its_name", FILE).search(earlier)
    if not (sure or named) and budget > limit(FILE, "budget"):
        return None
    if is_paid_today(quantity) and not named:
        return None
    if other <= budget and other < limit(FILE, "no_budget"):
        return None
    if quantity.per:
        times = {"second": 0, "minute": 0, "hour": 0}.get(quantity.per)
        if times == 0:
            return None
        months = tables("units")["per_month"][quantity.per]
        times_a_month = months if quantity.unit == "money" else 1.0  # a bare rate is one a month
        return numeric("monthly_budget_usd", quantity, times=times_a_month, weight=2)
    role = message.nearest(quantity, ("upfront_money", "monthly_money"), reach=reach(FILE, "role"))
    if not role:
        if shape("spent_once", FILE).search(sentence):
            role = "upfront_money"
        else:
            return None
    fact = "upfront_budget_usd" if role == "upfront_money" else "monthly_budget_usd"
    return numeric(fact, quantity)


def is_paid_today(quantity: Quantity) -> bool:
    """True for what is paid by now, which says nothing of what may be: "we pay $900 a month"."""
    return shape("paid_today_before", FILE).search(quantity.before) is not None


def nothing_upfront(message: Message, spans: Sequence[Span]) -> list[Finding]:
    """As in "no money up front": the one-off budget is nothing."""
    found = pattern("no_upfront").search(message.norm)
    if found is None or not any(s.holds(found.start()) for s in spans):
        return []
    return [Finding("upfront_budget_usd", 0, found.start(), found.end())]


def bare_money(message: Message, quantity: Quantity) -> Finding | None:
    """A number without a currency in a sentence about a budget is dollars."""
    if quantity.noun and not shape("noun_of_money", FILE).match(quantity.noun):
        return None
    sentence = message.sentence(quantity)
    strong = pattern("budget_strong").search(sentence) or (
        "$" in sentence and message.cost(quantity, "upfront_money") < limit(FILE, "once_for_bare")
    )
    if not strong or quantity.number.value < limit(FILE, "least_bare"):
        return None
    if shape("foreign", FILE).search(sentence):
        return None
    spent = pattern("budget").search(message.clause(quantity))
    if quantity.per and message.said("volume", quantity, clause=True) and not spent:
        return None  # "volume 900 a day, budget 40 dollars"
    return read_money(message, quantity, sure=True)

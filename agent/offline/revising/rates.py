"""Reads a rate set right: what is known was meant per day, per week or per month."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from agent.offline.revising.called import facts_called
from agent.offline.revising.repeated import PACED, is_same, repeats
from agent.offline.revising.replaced import is_one_of, is_pronoun
from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import alternatives, any_of, pattern, shape, tables
from agent.offline.words.message import Message, macro
from agent.offline.words.often import how_often
from agent.offline.words.periods import periods_in_words
from agent.offline.words.quantities import whole

FILE = "corrections"
_USUAL_PERIODS = ("month", "day", "week", "hour")
_ROUND_DIGITS = 3
MAX_WORDS = 8


def rescaled(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """As in "I meant per day": the known number of requests was a number per day."""
    if message.quantities or "monthly_requests" not in known or tells_of_change(message):
        return []
    if is_so_often(message):
        return []
    match = pattern("per_period", FILE).search(message.norm)
    if match is None or not isinstance(known["monthly_requests"], (int, float)):
        return []
    word = shape("period_named", FILE).search(match.group())
    if word is None:
        return []
    period = periods_in_words().get(word.group(), word.group())
    value = _at_rate(float(known["monthly_requests"]), period)
    if value is None:
        return []
    return [Finding("monthly_requests", value, match.start(), match.end())]


def rescaled_figure(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """As in "30k was per week", "the 2000 is for the whole year": a known figure's own period."""
    match = pattern("per_period", FILE).search(message.norm)
    if len(message.quantities) != 1 or match is None or message.quantities[0].unit not in _BARE:
        return []
    quantity = message.quantities[0]
    if quantity.odd_rate:
        return []
    between = message.norm[quantity.number.end : match.start()]
    if match.start() < quantity.number.end or not shape("says_what_it_is", FILE).fullmatch(between):
        return []
    word = re.search("|".join(tables("units")["per_month"]), match.group())
    period = word.group() if word else periods_in_words().get(match.group().split()[0], "")
    for fact in PACED:
        if known.get(fact) == quantity.number.value and period in tables("units")["per_month"]:
            value = whole(quantity.number.value * tables("units")["per_month"][period])
            return [Finding(fact, value, quantity.start, match.end())]
    return []


_BARE = ("", "money")


def paced_anew(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """As in "the 60 is per hour, not per day": the known figure with the period it really has."""
    old = [r for r in repeats(message, known) if r.fact in PACED]
    counted = [q for q in message.quantities if q.unit != "duration" and not is_pronoun(message, q)]
    if len(old) != 1 or len(counted) != 1 or old[0].quantity.odd_rate:
        return []
    period = stated_period(message)
    months = tables("units")["per_month"]
    if period not in months:
        return []
    fact, quantity = old[0].fact, old[0].quantity
    value = whole(quantity.number.value * months[period])
    if is_same(float(value), float(known[fact])):
        return []
    return [Finding(fact, value, quantity.start, quantity.end, weight=5)]


def paced_as_told(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """As in "I said a year, that was one office, together it's 900": the rate told before stays."""
    told = shape("period_told_before", FILE).search(message.norm)
    plain = [q for q in message.quantities if not (is_pronoun(message, q) or is_one_of(q))]
    if told is None or len(plain) != 1 or "monthly_requests" not in known:
        return []
    (quantity,) = plain
    other = set(facts_called(message.norm, known)) - {"monthly_requests"}
    if quantity.unit or quantity.per or quantity.start < told.end() or other:
        return []
    times = tables("units")["per_month"][told["period"]]
    return [numeric("monthly_requests", quantity, times=times, weight=5)]


def stated_period(message: Message) -> str:
    """The one period a message states, denied and doubted ones aside; "" when there is none."""
    named = periods_in_words()
    stated = {
        match["unit"] or named[match["word"]]
        for match in _period().finditer(message.norm)
        if not (match["no"] or match["asked"])
    }
    return stated.pop() if len(stated) == 1 else ""


@cache
def _period() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<no>{any_of('no_period', FILE)} (?:\w+ )?)?"
        rf"(?:{any_of('leads_a_period', FILE)} "
        rf"(?P<unit>{alternatives(tables('units')['per_month'])})"
        rf"|(?P<word>{alternatives(periods_in_words())}))\b(?P<asked> ?\?)?"
    )


def unclear_rate(message: Message, known: Mapping[str, Any]) -> bool:
    """True when a rate is set right but the figure that was meant cannot be told."""
    if message.quantities or "monthly_requests" not in known or tells_of_change(message):
        return False
    if len(message.norm.split()) > MAX_WORDS or is_so_often(message):
        return False
    if any(fact in known for fact in _CHANGING) and not pattern("as_a_rate", FILE).search(
        message.norm
    ):
        return False  # "daily, I mean" may as well be how often things change
    return pattern("per_period", FILE).search(message.norm) is not None


_CHANGING = ("knowledge_update", "requirement_change")


def is_so_often(message: Message) -> bool:
    """True for "twice a year": how often something is done is no period of a known figure."""
    often = how_often().search(message.norm)
    return often is not None and bool(often["count"] or often["number"])


def tells_of_change(message: Message) -> bool:
    """True for "they do change daily": a pace of change is no rate of requests."""
    changes = macro("change").finditer(message.norm)
    return any(
        shape("they_before", FILE).search(message.norm[: change.start()]) for change in changes
    )


def _at_rate(known: float, period: str) -> float | int | None:
    """The known requests a month when their figure was meant per `period`.

    The figure itself is the known value divided by the period it was first read with: the one that
    leaves the roundest figure. None when no period leaves a round one.
    """
    months = tables("units")["per_month"]
    if period != "month" and _digits(known) <= _ROUND_DIGITS:
        return whole(known * months[period])
    earlier = [p for p in _USUAL_PERIODS if p != period]
    figures = sorted((_digits(known / months[p]), place) for place, p in enumerate(earlier))
    digits, place = figures[0]
    if digits > _ROUND_DIGITS:
        return None if period == "month" else whole(known * months[period])
    figure = known / months[earlier[place]]
    return whole(float(f"{figure:.6g}") * months[period])


def _digits(figure: float) -> int:
    """How many digits a figure shows, final zeros aside: 2,000,000 has one."""
    if figure < 1:
        return 15
    return len(f"{figure:.6e}".split("e")[0].rstrip("0").replace(".", ""))

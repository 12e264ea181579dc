"""Reads volumes told for a whole time: "last year it was 90k", "12k over six months"."""

import re
from dataclasses import replace
from functools import cache

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import alternatives, any_of, limit, pattern, shape, tables
from agent.offline.words.message import Message, macro
from agent.offline.words.quantities import Quantity

FACT = "monthly_requests"
FILE = "totals"
_PERIODS = ("hour", "day", "week", "month", "quarter", "year")


def read_total(message: Message, quantity: Quantity) -> Finding | None:
    """A count of what comes in during a time that its clause names; None where it is no volume."""
    near = quantity.noun + " " + message.clause(quantity)
    if pattern("not_volume").search(near) or macro("good").search(near):
        return None
    return (
        _in_the_last(quantity)
        or _in_a_past_period(message, quantity)
        or _over_a_time(message, quantity)
    )


def _in_the_last(quantity: Quantity) -> Finding | None:
    """As in "last 30 days: 410,000 calls": what came in then, as far as a month goes."""
    last = _last().search(quantity.before)
    if last is None or not macro("request").match(quantity.noun):
        return None
    many = _number(last["count"])
    times = tables("units")["per_month"][last["period"]] / many if many else 0.0
    found = numeric(FACT, quantity, times=times, weight=2) if times else None
    start = quantity.start - len(quantity.before) + last.start()
    return replace(found, start=start) if found is not None else None


@cache
def _last() -> re.Pattern[str]:
    number = alternatives(tables("numbers")["small"])
    return re.compile(
        rf"\b{any_of('past', FILE)} (?P<count>\d{{1,3}}|{number})"
        rf" (?P<period>hour|day|week|month)s?{any_of('came_then', FILE)}$"
    )


def _in_a_past_period(message: Message, quantity: Quantity) -> Finding | None:
    """As in "last year it was 190k questions in total": what came in then."""
    past = shape("in_a_past_period", FILE).search(message.clause(quantity)) or _headed(
        message, quantity
    )
    if past is None or not macro("request").search(quantity.noun):
        return None
    if shape("of_another_time", FILE).search(message.clause(quantity)):
        return None
    times = tables("units")["per_month"][past["period"] or "year"]
    return numeric(FACT, quantity, times=times)


def _headed(message: Message, quantity: Quantity) -> re.Match[str] | None:
    """As in "Last year's figures: 190k questions, 4 sites": a heading tells what all are of."""
    start = message.text.sentence_at(quantity.start).start
    return shape("headed_by", FILE).match(message.norm[start : quantity.start])


def _over_a_time(message: Message, quantity: Quantity) -> Finding | None:
    """As in "18k slips over the year", "30,000, done steadily within 20 months"."""
    sentence = message.text.sentence_at(quantity.start)
    if shape("moved_before", FILE).search(quantity.before):
        return None
    over = _over().match(message.norm, quantity.number.end, sentence.end)
    if over is None or not _may_come_in(message, quantity, spread=over["spread"] is not None):
        return None
    count = over["count"]
    many = 1.0 if count is None else _number(count)
    if over["several"] and count is None:
        return None  # "over the years"
    if not many or (over["past"] and many > 1 and over["period"] == "year"):
        return None  # what came in during the last nine years is an archive
    times = tables("units")["per_month"][over["period"]] / many
    return numeric(FACT, quantity, times=times, weight=2 if over["spread"] else 1)


@cache
def _over() -> re.Pattern[str]:
    number = alternatives(tables("numbers")["small"])
    return re.compile(
        rf"{any_of('counted', FILE)}"
        rf"(?:(?P<spread>{any_of('spread', FILE)})|{any_of('during', FILE)})"
        rf"(?P<past> {any_of('past', FILE)})?{any_of('coming', FILE)}"
        rf"(?: (?P<count>\d+|half an?|{number}))?"
        rf" (?:{any_of('kind_of_period', FILE)} )?"
        rf"(?P<period>{'|'.join(_PERIODS)})(?P<several>s)?(?![a-z-])(?!{any_of('of_a_time', FILE)})"
    )


def _number(word: str) -> float:
    if word.startswith("half"):
        return 0.5
    return float(word) if word.isdigit() else tables("numbers")["small"][word]


def _may_come_in(message: Message, quantity: Quantity, *, spread: bool) -> bool:
    """True for a count of requests, or of nothing by name where no money and no people are."""
    noun = quantity.noun
    head = shape("counted_by_name", FILE).match(noun)
    name = head["name"] if head else ""
    if not name:
        alone = len(message.sentence(quantity).split()) <= limit(FILE, "words_alone")
        spent = pattern("budget_strong").search(message.norm) or quantity.number.value < 1
        return (spread or alone) and not spent
    if macro("example").search(name) or pattern("no_requests").match(name):
        return False
    asked = macro("request").search(name) is not None
    people = macro("people").match(name) is not None
    return asked or (spread and not people)

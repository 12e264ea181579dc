"""Reads volumes told as people and what each of them asks: "50 analysts, each 20 queries a day"."""

import re

from agent.offline.facts.other_rates import is_trade
from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import limit, pattern, reach, shape
from agent.offline.words.message import Message, macro
from agent.offline.words.quantities import Quantity

FILE = "multiples"
FACT = "monthly_requests"
_STEM = 5  # letters by which "replies" and "reply" are the same
_NAME = 3  # words that name what a figure counts


def users_times_rate(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "50 analysts, each 20 queries a day": how many times what each asks."""
    out: list[tuple[Finding, list[int]]] = []
    for place, rate in enumerate(inside):
        plain = rate.per and not (rate.unit or rate.odd_rate)
        if not plain or message.said("not_volume", rate, clause=True) or is_trade(message, rate):
            continue
        if shape("in_all_behind", FILE).match(message.norm, rate.end):
            continue
        other = _whose_rate(message, inside, place)
        if other is None:
            continue
        people = inside[other]
        found = numeric(FACT, rate, times=people.number.value, weight=3)
        bounds = found.bounds
        if bounds is None and people.bounds is not None:
            bounds = (people.bounds[0] * rate.value, people.bounds[1] * rate.value)
        start, end = min(people.start, rate.start), max(people.end, rate.end)
        out.append((Finding(FACT, found.value, start, end, bounds, 3), [place, other]))
    return out


def _whose_rate(message: Message, inside: list[Quantity], place: int) -> int | None:
    """The place of the number of those who each ask so often; None for a rate of all together."""
    rate = inside[place]
    unit = shape("per_unit", FILE).search(message.norm[rate.start : rate.end])
    unit = unit or shape("per_unit_behind", FILE).match(message.norm, rate.end)
    ahead = _ahead(message, inside, place)
    if ahead is not None:
        return ahead
    one = _one_for_each(message, inside, place)
    if unit is None and one is None and not _of_each(message, inside, rate):
        return None
    other = one if unit is None else None
    if other is None:
        other = _how_many(message, inside, place, unit[1] if unit else "")
    counts_people = macro("people").search(rate.noun.split(" ")[0] or "-")
    if counts_people and not shape("apiece_behind", FILE).match(message.norm[rate.end :]):
        return _turns_of_each(message, inside, place)
    return other


def _ahead(message: Message, inside: list[Quantity], place: int) -> int | None:
    """The place of those whose rate it is by the words around it.

    As in "30 garages. Every garage sees 22 a day", "one a day for each of our 60 depots".
    """
    rate = inside[place]
    if place + 1 < len(inside):
        many = inside[place + 1]
        plain = not (many.unit or many.per) and many.number.value >= 2
        between = message.norm[rate.end : many.start]
        if plain and shape("of_each_behind", FILE).fullmatch(between):
            return place + 1
    named = shape("of_each_ahead", FILE).search(rate.before)
    if named is None or _of_the_figure_before(message, inside, place, named.start()):
        return None
    thing = _stem(named["thing"])
    for other, many in enumerate(inside):
        plain = other != place and not (many.unit or many.per) and many.number.value >= 2
        if plain and thing in {_stem(word) for word in many.noun.split(" ")[:_NAME]}:
            return None if macro("example").search(many.noun) else other
    return None


def _of_the_figure_before(message: Message, inside: list[Quantity], place: int, start: int) -> bool:
    """As in "12 doctors per clinic, 6 letters a week": "per clinic" is said of the doctors."""
    if place == 0:
        return False
    before = inside[place - 1]
    begin = inside[place].start - len(inside[place].before) + start
    words = message.norm[before.number.end : begin]
    return not before.per and shape("counted_before", FILE).fullmatch(words) is not None


def _one_for_each(message: Message, inside: list[Quantity], place: int) -> int | None:
    """The place of those of whom each has its own, as in "900 tenants get one a week"."""
    rate = inside[place]
    if place == 0 or rate.number.value != 1:
        return None
    many = inside[place - 1]
    between = message.norm[many.number.end : rate.start]
    plain = not (many.unit or many.per) and many.number.value >= 2
    return place - 1 if plain and shape("each_takes", FILE).fullmatch(between) else None


def _of_each(message: Message, inside: list[Quantity], rate: Quantity) -> bool:
    """True when a rate is that of each of several, by a word near it: "each asks 20 a day".

    "Notes after each call: 900 calls a day" speaks of each of what the rate counts.
    """
    span = message.text.sentence_at(rate.start)
    begin = max(span.start, rate.start - reach(FILE, "near"))
    around = message.norm[begin : min(span.end, rate.end + reach(FILE, "behind"))]
    around = shape("size_of_each", FILE).sub(" ", around)
    plain = [q.noun for q in inside if q.noun and not q.per and not q.unit]
    counted = {_stem(word) for noun in plain for word in noun.split(" ")}
    for cue in pattern("each").finditer(around):
        match = shape("each_thing", FILE).match(around, cue.start())
        thing = match["thing"] if match is not None else ""
        if thing == "one":
            if shape("one_takes", FILE).match(around, cue.start()):
                return True
            continue  # "a nurse reads each one first"
        if not thing or pattern("no_thing", FILE).fullmatch(thing):
            return True
        if macro("people").fullmatch(thing) or _stem(thing) in counted:
            return _stem(thing) != _stem(rate.noun.split(" ")[0])
    return False


def _stem(word: str) -> str:
    return word.rstrip("s")[:_STEM]


def _how_many(message: Message, inside: list[Quantity], place: int, unit: str) -> int | None:
    """The place of the count of those who ask, by their name or the nearest people before."""
    rate = inside[place]
    plain = [i for i, q in enumerate(inside) if i != place and not q.per and not q.unit]
    named = [i for i in plain if unit and re.search(rf"\b{re.escape(unit)}", inside[i].noun)]
    if named:
        return named[0]
    if macro("people").fullmatch(unit):
        count = [i for i in plain if i > place and shape("we_are", FILE).search(inside[i].before)]
        if count and inside[count[0]].start - rate.end < limit(FILE, "near"):
            return count[0]
    near = [i for i in plain if i < place and rate.start - inside[i].end <= limit(FILE, "people")]
    asking = [i for i in near if _may_ask(inside[i].noun)]
    if len(asking) > 1 and _stands_at(message, inside[asking[-2]], inside[asking[-1]]):
        return asking[-2]
    return asking[-1] if asking else None


def _stands_at(message: Message, people: Quantity, places: Quantity) -> bool:
    """As in "500 lawyers at 30 offices, 4 queries a day each": it is the lawyers who ask."""
    between = message.norm[people.number.end : places.start]
    return shape("at_places", FILE).fullmatch(between) is not None


def _may_ask(noun: str) -> bool:
    """True for a noun of people, or of others who may ask: neither requests nor examples."""
    if macro("people").search(noun):
        return True
    asked = macro("request").search(noun) or macro("example").search(noun)
    others = not asked or pattern("places", FILE).match(noun)
    return bool(noun and others and not pattern("no_noun", FILE).match(noun))


def _turns_of_each(message: Message, inside: list[Quantity], place: int) -> int | None:
    """As in "90 guests a day, some 5 questions each": what each of the people asks."""
    if place + 1 >= len(inside):
        return None
    turns = inside[place + 1]
    behind = message.norm[turns.number.end : turns.number.end + reach(FILE, "behind")]
    near = turns.start - inside[place].end < limit(FILE, "near")
    asked = shape("of_each_person", FILE).match(behind) and macro("request").search(behind[:25])
    return place + 1 if near and asked and not (turns.unit or turns.per) else None

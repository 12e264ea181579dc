"""Reads volumes told as a product: "22 people x 4 reports a week", "700 visitors, 8 turns each"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from agent.offline.facts.volumes import counts_requests, is_one_in
from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import any_of, limit, pattern, reach, shape, tables
from agent.offline.words.message import Message, macro
from agent.offline.words.often import how_often, times_a_month
from agent.offline.words.periods import periods_in_words
from agent.offline.words.quantities import Quantity
from agent.offline.words.workdays import days_of_the_week

FACT = "monthly_requests"
WEIGHT = 3
FILE = "products"


def crossed(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "22 lawyers x 4 reports a week", "5 groups x 28 pupils, one essay every month"."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (one, other) in enumerate(pairwise(inside)):
        if one.per or other.unit or one.unit not in ("", "factor"):
            continue
        if not shape("cross", FILE).fullmatch(message.norm[one.number.end : other.number.start]):
            continue
        many = one.number.value * other.number.value
        if other.number.value <= 0:
            continue
        if other.per and counts_requests(other) and not other.odd_rate:
            out.append((_times(other, many / other.number.value, one), [place, place + 1]))
        elif not other.per and place + 2 < len(inside) and not _stands_at(message, one, other):
            rate = inside[place + 2]
            people = macro("people").match(other.noun) is not None
            small = rate.per and not rate.unit and rate.start - other.end < limit(FILE, "apart")
            if people and small and rate.number.value < other.number.value:
                places = [place, place + 1, place + 2]
                out.append((_times(rate, many, one), places))
    return out


def turns_of_askers(
    message: Message, inside: Sequence[Quantity]
) -> list[tuple[Finding, list[int]]]:
    """As in "1,500 visitors a day, maybe 6 questions each", "90 daily players x 4 lines each"."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (who, what) in enumerate(pairwise(inside)):
        askers = shape("askers", FILE).match(message.norm, who.number.end)
        per = who.per or (periods_in_words().get(askers["daily"] or "", "") if askers else "")
        plain = not (who.unit or what.unit or who.odd_rate or what.odd_rate)
        if askers is None or not per or not plain or what.start - who.end > limit(FILE, "apart"):
            continue
        behind = message.norm[what.number.end : what.number.end + reach(FILE, "behind")]
        each = shape("of_each_asker", FILE).match(behind) or shape("each_before", FILE).search(
            what.before
        )
        crosses = shape("cross", FILE).fullmatch(message.norm[who.number.end : what.number.start])
        asked = macro("request").match(what.noun) or (crosses and what.per)
        if each and asked and counts_requests(what):
            times = tables("units")["per_month"][what.per or per]
            found = numeric(
                FACT, replace(what, factor=1.0), times=who.number.value * times, weight=WEIGHT
            )
            bounds = found.bounds or _scaled(who, what.number.value * times)
            finding = Finding(FACT, found.value, who.start, what.end, bounds, WEIGHT)
            out.append((finding, [place, place + 1]))
    return out


def shifts_of_each(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "200 nurses, each asks 3 questions a shift, we run 3 shifts": one shift each a day.

    Where nobody says how the shifts lie, so many a shift tell no volume.
    """
    out: list[tuple[Finding, list[int]]] = []
    shifts = [p for p, q in enumerate(inside) if shape("so_many_shifts", FILE).match(q.noun)]
    for place, (who, what) in enumerate(pairwise(inside)):
        plain = who.number.value > 0 and not (who.unit or who.per or what.unit or what.per)
        if not shifts or not plain or what.start - who.end > limit(FILE, "apart"):
            continue
        behind = message.norm[what.number.end : what.number.end + reach(FILE, "behind")]
        shift = shape("in_a_shift", FILE).match(behind)
        each = shape("each_before", FILE).search(what.before) or (shift and shift["each"])
        if each and shift and macro("people").match(who.noun) and macro("request").match(what.noun):
            times = who.number.value * tables("units")["per_month"]["day"]
            found = numeric(FACT, what, times=times, weight=WEIGHT)
            bounds = found.bounds or _scaled(who, what.number.value * times / who.number.value)
            finding = Finding(FACT, found.value, who.start, what.end, bounds, WEIGHT)
            out.append((finding, [place, place + 1, *shifts]))
    return out


def one_per_shift(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "one note per ward and shift: 20 wards x 3 shifts, seven days a week"."""
    said = shape("one_per_shift", FILE).search(message.norm)
    if said is None:
        return []
    out: list[tuple[Finding, list[int]]] = []
    for place, (many, shifts) in enumerate(pairwise(inside)):
        named = many.noun.startswith(said["thing"]) and many.start >= said.end()
        plain = not (many.per or shifts.unit) and many.unit in ("", "factor")
        between = message.norm[many.number.end : shifts.number.start]
        crossed = shape("by_shifts", FILE).fullmatch(between)
        if not (named and plain and crossed and shape("so_many_shifts", FILE).match(shifts.noun)):
            continue
        end = shifts.end if shifts.per else _named_end(message, shifts)
        sentence = message.text.sentence_at(shifts.start)
        per, days = days_of_the_week(message.text.norm, sentence, shifts.start, end)
        times = many.number.value * days * tables("units")["per_month"][per]
        times = times / shifts.factor if shifts.per else times
        found = numeric(FACT, shifts, times=times, weight=WEIGHT)
        out.append(
            (Finding(FACT, found.value, many.start, end, found.bounds, WEIGHT), [place, place + 1])
        )
    return out


def _named_end(message: Message, shifts: Quantity) -> int:
    named = shape("so_many_shifts", FILE).match(message.norm, shifts.number.end + 1)
    return named.end() if named else shifts.end


def so_often_each(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "1100 pupils, twice a year", "3,000 villages, written every morning"."""
    out: list[tuple[Finding, list[int]]] = []
    for place, many in enumerate(inside):
        if many.per or many.unit or many.number.value < limit(FILE, "least_batch") or not many.noun:
            continue
        made = _made_so_often().match(message.norm, many.number.end)
        if made is None or not re.match(r"\s*(?:$|[.,;!)\n])", message.norm[made.end() :]):
            continue
        if macro("example").search(many.noun) or pattern("new_version").search(made.group()):
            continue
        often = how_often().search(made.group())
        if often is not None:
            finding = numeric(FACT, many, times=times_a_month(often), weight=2)
            out.append((finding, [place]))
    return out


@cache
def _made_so_often() -> re.Pattern[str]:
    return re.compile(any_of("made", FILE) + how_often().pattern)


def worked_out(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "400 notices a week into five languages, so 2,000 calls": the result is told too."""
    out: list[tuple[Finding, list[int]]] = []
    for place, total in enumerate(inside[1:], start=1):
        told = shape("so_many", FILE).search(total.before)
        if told is None or total.unit or not shape("calls", FILE).match(total.noun):
            continue
        rates = [p for p in range(place) if inside[p].per and not inside[p].unit]
        rate = inside[rates[-1]] if rates else None
        if rate is None or rate.odd_rate or total.number.value <= rate.number.value:
            continue
        if total.start - rate.end <= limit(FILE, "worked_out"):
            found = numeric(FACT, total, times=1.0 if total.per else rate.factor, weight=WEIGHT)
            out.append((found, list(range(rates[-1], place + 1))))
    return out


def one_for_each(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "a weekly report for each of our 250 tenants", "a monthly letter to 90 members"."""
    out: list[tuple[Finding, list[int]]] = []
    for place, many in enumerate(inside):
        made = shape("one_for_each", FILE).search(many.before)
        if made is None and shape("its_own", FILE).search(message.sentence(many)):
            made = shape("one_for_all", FILE).search(many.before)
        if made is None or many.per or many.unit or not many.noun:
            continue
        if not (macro("example").search(many.noun) or macro("good").search(many.noun)):
            times = tables("units")["per_month"][periods_in_words()[made["often"]]]
            out.append((numeric(FACT, many, times=times, weight=2), [place]))
    return out


def share_of_many(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "2 million members, one in 400 writes each month": a part of them, so often."""
    out: list[tuple[Finding, list[int]]] = []
    for place, base in enumerate(inside):
        if not base.per or base.unit or base.number.value <= 0 or not is_one_in(base):
            continue
        for other, many in enumerate(inside[:place]):
            more = many.number.value > base.number.value and not (many.unit or many.per)
            if more and base.start - many.end <= limit(FILE, "apart"):
                times = many.number.value / base.number.value**2
                out.append((_times(base, times, many), list(range(other, place + 1))))
    return out


def _stands_at(message: Message, one: Quantity, other: Quantity) -> bool:
    """As in "500 lawyers at 30 offices": all of them, not so many at each."""
    return shape("stands_at", FILE).search(message.norm[one.end : other.start]) is not None


def _times(rate: Quantity, many: float, first: Quantity) -> Finding:
    found = numeric(FACT, rate, times=many, weight=WEIGHT)
    return Finding(FACT, found.value, first.start, rate.end, found.bounds, WEIGHT)


def _scaled(quantity: Quantity, times: float) -> tuple[float, float] | None:
    if quantity.bounds is None:
        return None
    share = quantity.number.value * times / quantity.value if quantity.value else 0.0
    low, high = quantity.bounds
    return low * share, high * share

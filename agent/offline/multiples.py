"""Reads volumes made of several figures: people times what each asks, batches times how often."""

import re
from itertools import pairwise

from agent.offline.findings import Finding, numeric
from agent.offline.lexicon import pattern, tables
from agent.offline.message import Message, macro
from agent.offline.quantities import Quantity


def users_times_rate(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "50 analysts, each 20 queries a day": how many times what each asks."""
    out: list[tuple[Finding, list[int]]] = []
    for place, rate in enumerate(inside):
        if (
            not rate.per
            or rate.unit
            or rate.odd_rate
            or message.said("not_volume", rate, clause=True)
        ):
            continue
        unit = _PER_UNIT.search(message.norm[rate.start : rate.end])
        unit = unit or _PER_UNIT_BEHIND.match(message.norm, rate.end)
        one = _one_for_each(message, inside, place)
        if unit is None and one is None and not _of_each(message, inside, rate):
            continue
        other = one if unit is None and one is not None else None
        if other is None:
            other = _how_many(message, inside, place, unit[1] if unit else "")
        if macro("people").search(rate.noun.split(" ")[0] or "-"):
            behind = re.match(r"\s(?:each\b|apiece)", message.norm[rate.end :])
            other = other if behind else _turns_of_each(message, inside, place)
        if other is None:
            continue
        people = inside[other]
        found = numeric("monthly_requests", rate, times=people.number.value, weight=3)
        bounds = found.bounds
        if bounds is None and people.bounds is not None:
            bounds = (people.bounds[0] * rate.value, people.bounds[1] * rate.value)
        start, end = min(people.start, rate.start), max(people.end, rate.end)
        out.append(
            (Finding("monthly_requests", found.value, start, end, bounds, 3), [place, other])
        )
    return out


_ONE_TAKES = re.compile(
    r"(?:each|every) one(?: of (?:them|us|these|those))? (?:has|have|does|makes?|asks?|handles?"
    r"|gets?|receives?|sends?|writes?|files?|wants?|needs?|brings?|produces?|about|around|some|with|\d)"
)
_EACH_TAKES = re.compile(
    r"(?: [a-z'-]+){1,3} (?:gets?|receives?|sends?|writes?|files?|wants?|needs?) $"
)


def _one_for_each(message: Message, inside: list[Quantity], place: int) -> int | None:
    """The place of those of whom each has its own, as in "900 tenants get one a week"."""
    rate = inside[place]
    if place == 0 or rate.number.value != 1:
        return None
    many = inside[place - 1]
    between = message.norm[many.number.end : rate.start]
    plain = not (many.unit or many.per) and many.number.value >= 2
    return place - 1 if plain and _EACH_TAKES.fullmatch(between) else None


_SIZE_OF_EACH = re.compile(
    r"[\d.,]+k? (?:\w+ )?(?:labell?ed|annotated|tagged|examples?|labels?|samples?)(?: \w+)? each\b|"
    r"[\d.,]+k?(?: \w+)? (?:pages?|words?|tokens?|lines?|minutes?|seconds?|files?|fields?)"
    r" (?:each|apiece)\b|"
    r"\b(?:each|apiece)(?: \w+){0,3} ?(?:about |around |roughly |~ ?)?[\d.,]+k?"
    r"(?: ?(?:-|to|or) ?[\d.,]+k?)?(?: \w+)?"
    r" ?(?:pages?|words?|tokens?|lines?|minutes?|mins?|seconds?|characters?|fields?|kb|mb)\b"
)
_EACH_THING = re.compile(r"\b(?:each|every) (?P<thing>[a-z][a-z'-]+)")
_VERB = re.compile(
    r"(?:per|about|around|maybe|roughly|some|at|of|the|a|an|on|with|has|have|does|do|can|may|might|will"
    r"|would|and|or|but|sends?|ask|write|writes|make|makes)$|\w+s$"
)


def _of_each(message: Message, inside: list[Quantity], rate: Quantity) -> bool:
    """True when a rate is that of each of several, by a word near it: "each asks 20 a day".

    "Notes after each call: 900 calls a day" speaks of each of what the rate counts.
    """
    span = message.text.sentence_at(rate.start)
    begin = max(span.start, rate.start - _NEAR)
    around = _SIZE_OF_EACH.sub(" ", message.norm[begin : min(span.end, rate.end + 40)])
    plain = [q.noun for q in inside if q.noun and not q.per and not q.unit]
    counted = {word.rstrip("s")[:5] for noun in plain for word in noun.split(" ")}
    for cue in pattern("each").finditer(around):
        thing = _EACH_THING.match(around, cue.start())
        if thing is not None and thing["thing"] == "one":
            if _ONE_TAKES.match(around, cue.start()):
                return True
            continue  # "a nurse reads each one first"
        if thing is None or _VERB.match(thing["thing"]):
            return True
        stem = thing["thing"].rstrip("s")[:5]
        if macro("people").fullmatch(thing["thing"]) or stem in counted:
            return stem != rate.noun.split(" ")[0].rstrip("s")[:5]
    return False


_PER_UNIT = re.compile(
    r"\b(?:per|each|every|a(?= head)) ([a-z]+?)s?(?: and| per| a| each| every|/)"
)

_PER_UNIT_BEHIND = re.compile(r" ?(?:per|for each|for every|an? each) ([a-z]+?)s?(?![a-z])")

# "25 call centres" take calls; "4k up front" counts nobody
_PLACES = re.compile(r"\w+ (?:cent(?:re|er)s?|desks?|teams?|lines?|rooms?|points?|offices?)\b")
_NO_NOUN = re.compile(r"(?:up ?front|once|each|extra|more|less|to|for|on|in|at)\b")

_WE_ARE = re.compile(
    r"\b(?:we(?:'re| are)|there (?:are|is)|there's|(?:team|staff|crew|group) of)"
    r"(?: about| around| roughly| maybe| some| ~)*\s?~?$"
)
_NEAR = 60


def _how_many(message: Message, inside: list[Quantity], place: int, unit: str) -> int | None:
    """The place of the count of those who ask, by their name or the nearest people before."""
    rate = inside[place]
    plain = [i for i, q in enumerate(inside) if i != place and not q.per and not q.unit]
    named = [i for i in plain if unit and re.search(rf"\b{re.escape(unit)}", inside[i].noun)]
    if named:
        return named[0]
    if macro("people").fullmatch(unit):
        count = [i for i in plain if i > place and _WE_ARE.search(inside[i].before)]
        if count and inside[count[0]].start - rate.end < _NEAR:
            return count[0]
    for other in range(place - 1, -1, -1):
        people = inside[other]
        if rate.start - people.end > 160:
            break
        noun = people.noun
        others = macro("request").search(noun) or macro("example").search(noun)
        asking = noun and (not others or _PLACES.match(noun)) and not _NO_NOUN.match(noun)
        countable = macro("people").search(noun) or asking
        if not people.per and not people.unit and countable:
            return other
    return None


def _turns_of_each(message: Message, inside: list[Quantity], place: int) -> int | None:
    """As in "700 visitors a day, about 8 turns each": what each of the people asks."""
    if place + 1 >= len(inside):
        return None
    turns = inside[place + 1]
    behind = message.norm[turns.number.end : turns.number.end + 40]
    plain = not turns.unit and not turns.per and turns.start - inside[place].end < 60
    asked = re.match(r"\s(?:\w+ ){0,2}?(?:each\b|apiece|per (?:visit|person|head|user))", behind)
    return place + 1 if plain and asked and macro("request").search(behind[:25]) else None


TIMES_A = re.compile(
    r"(?<!\w)(?:(once|twice|thrice|(\d+|two|three|four|five|six|ten|twelve) ?(?:times|x)) (?:a|an"
    r"|per|each|every) (day|week|month|quarter|year)"
    r"|(?:every|each) (?:single )?(day|night|morning|evening|week|month|quarter|year)|(daily"
    r"|nightly|weekly|monthly|quarterly|yearly|annually))(?!\w)"
)
COUNTED = {
    "once": 1.0,
    "twice": 2.0,
    "thrice": 3.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "ten": 10.0,
    "twelve": 12.0,
}
_PERIOD_OF = {
    "night": "day",
    "morning": "day",
    "evening": "day",
    "daily": "day",
    "nightly": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
}


def each_holding(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "35 studies a year, each with 4,000 answers": so often, times what each holds."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (often, held) in enumerate(pairwise(inside)):
        plain = often.per and not (often.unit or often.odd_rate or held.unit or held.per)
        if not plain or held.number.value < 2 or pattern("size_of_one").match(held.noun):
            continue
        between = message.norm[often.end : held.number.start]
        behind = message.norm[held.number.end : held.number.end + 40]
        if _EACH_WITH.fullmatch(between) or (_WITH.fullmatch(between) and _APIECE.match(behind)):
            found = numeric("monthly_requests", often, times=held.number.value, weight=3)
            out.append((found, [place, place + 1]))
    return out


_ABOUT = r"(?: about| around| some| roughly| up to| ~)* ?"
_EACH_WITH = re.compile(
    rf",? (?:and )?(?:each|every one)(?: of (?:them|which))?"
    rf"(?: with| of| has| have| holds?| holding| brings?| contains?){_ABOUT}"
)
_WITH = re.compile(rf",? (?:with|of){_ABOUT}")
_APIECE = re.compile(r"(?: [a-z'-]+){1,2} (?:each|apiece)\b")


def remainders(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "1,000 rows, 200 of which are labelled", "15k, but only 6k are left"."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (total, part) in enumerate(pairwise(inside)):
        plain = not (total.unit or total.per or part.unit or part.per)
        if not plain or part.number.value >= total.number.value or part.start - total.end > 90:
            continue
        which = pattern("part_labelled", "shapes").match(part.after)
        left = pattern("part_left", "shapes").match(part.after) and (
            macro("example").search(total.noun) or macro("good").search(total.noun)
        )
        if which or left:
            out.append((numeric("labeled_examples", part, weight=4), [place, place + 1]))
    return out


def batches(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "85,000 articles, twice a year we redo them all": a batch times how often."""
    out: list[tuple[Finding, list[int]]] = []
    for place, batch in enumerate(inside):
        if batch.per or batch.unit or batch.number.value < 20 or macro("people").search(batch.noun):
            continue
        span = message.text.sentence_at(batch.start)
        later = message.norm[span.start : min(len(message.norm), span.end + 90)]
        if not pattern("whole_set").search(later):
            continue
        often = TIMES_A.search(later)
        if often is None:
            continue
        times = times_a_month(often)
        out.append((numeric("monthly_requests", batch, times=times, weight=2), [place]))
    return out


def times_a_month(often: re.Match[str]) -> float:
    """How many times a month the words of `TIMES_A` name."""
    number = often[2] or ""
    count = COUNTED.get(often[1] or "", 0.0) or COUNTED.get(number, 0.0)
    count = count or (float(number) if number.isdigit() else 1.0)
    period = often[3] or often[4] or often[5]
    return count * tables("units")["per_month"][_PERIOD_OF.get(period, period)]

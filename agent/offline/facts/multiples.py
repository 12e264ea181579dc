"""Reads volumes made of a figure and how often: batches, or studies and what each of them holds."""

from itertools import pairwise

from agent.offline.facts.volumes import counts_requests
from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import limit, pattern, reach, shape, tables
from agent.offline.words.message import Message, macro
from agent.offline.words.often import how_often, times_a_month
from agent.offline.words.quantities import Quantity

FILE = "multiples"


def each_holding(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "20 polls a year, each with 900 forms": so often, times what each holds."""
    near = reach(FILE, "behind")
    out: list[tuple[Finding, list[int]]] = []
    for place, (often, held) in enumerate(pairwise(inside)):
        plain = often.per and not (often.unit or often.odd_rate or held.unit or held.per)
        if not plain or held.number.value < 2:
            continue
        calls = shape("own_call", FILE).search(message.norm) is not None
        if pattern("size_of_one").match(held.noun) and not calls:
            continue
        between = message.norm[often.end : held.number.start]
        behind = message.norm[held.number.end : held.number.end + near]
        apiece = shape("apiece", FILE).match(behind)
        so_many = shape("each_with", FILE).fullmatch(between) or (
            apiece and (calls or shape("with", FILE).fullmatch(between))
        )
        if so_many or (calls and shape("at", FILE).fullmatch(between)):
            found = numeric("monthly_requests", often, times=held.number.value, weight=3)
            out.append((found, [place, place + 1]))
    return out


def times_over(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "40 notices a week, times two regions": a rate times how many of each."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (often, many) in enumerate(pairwise(inside)):
        plain = often.per and not (often.unit or often.odd_rate or many.unit or many.per)
        between = message.norm[often.end : many.number.start]
        if not plain or not many.noun or not shape("times_before", FILE).fullmatch(between):
            continue
        if counts_requests(often) and many.number.value >= 2:
            times = _times_a_month(often, many)
            found = numeric("monthly_requests", often, times=times, weight=3)
            out.append((found, [place, place + 1]))
    return out


def _times_a_month(often: Quantity, many: Quantity) -> float:
    """By how much a rate is multiplied: "40 a day, times 20 days" is 800 a month, pages are one."""
    if not shape("no_multiple", FILE).match(many.noun):
        return many.number.value
    in_a_month = tables("units")["per_month"][often.per]
    same = many.noun.split()[-1].removesuffix("s") == often.per
    return many.number.value / in_a_month if same and many.number.value <= in_a_month + 1 else 1.0


def per_thing(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "500 seats per show, six shows a year": what each holds, and how often.

    Or the other way round, for what asks the model: "500 cases a month, 8 calls per case".
    """
    out: list[tuple[Finding, list[int]]] = []
    for place, (held, often) in enumerate(pairwise(inside)):
        often, held = (held, often) if held.per else (often, held)
        match = shape("each_thing_holds", FILE).search(held.before)
        parts_of_a_call = match is not None and macro("request").match(match["thing"])
        if match is None or parts_of_a_call:
            asks = held.start < often.start or shape("asks_for_it", FILE).match(held.noun)
            match = shape("per_thing", FILE).match(message.norm, held.number.end) if asks else None
        plain = not (often.unit or often.odd_rate or held.unit or held.per)
        if not plain or match is None or pattern("size_of_one").match(held.noun):
            continue
        shift = not often.per and pattern("parts_of_a_day", FILE).fullmatch(match["thing"])
        shift = shift and macro("request").search(held.noun)
        if not (often.per or shift):
            continue
        if match["thing"].removesuffix("s") in often.noun.replace("s ", " ").removesuffix("s"):
            times = tables("units")["per_month"]["day"] if shift else 1.0
            times, places = times * held.number.value, [place, place + 1]
            if _each_of_those_before(message, inside, place):
                times, places = times * inside[place - 1].number.value, [place - 1, *places]
            found = numeric("monthly_requests", often, times=times, weight=3)
            out.append((found, places))
    return out


def _each_of_those_before(message: Message, inside: list[Quantity], place: int) -> bool:
    """As in "200 coaches, each writes about 30 per season": the figure is that of each coach."""
    if place == 0:
        return False
    many, held = inside[place - 1 : place + 1]
    between = message.norm[many.number.end : held.start]
    plain = not (many.unit or many.per) and many.number.value >= 2
    return plain and shape("each_of_them_does", FILE).fullmatch(between) is not None


def batches(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "85,000 articles, twice a year we redo them all": a batch times how often."""
    out: list[tuple[Finding, list[int]]] = []
    if any(q.per and not q.unit and macro("request").search(q.noun) for q in inside):
        return out  # what comes in is told, so what is rewritten is something else
    for place, batch in enumerate(inside):
        small = batch.number.value < limit(FILE, "least_batch")
        if batch.per or batch.unit or small:
            continue
        span = message.text.sentence_at(batch.start)
        later = message.norm[span.start : span.end + reach(FILE, "next_sentence")]
        each_time = shape("each_time", FILE).match(message.norm, batch.number.end)
        of_rules = batch.noun.startswith("of ") and macro("rules").search(message.sentence(batch))
        spent = of_rules or pattern("budget_strong").search(message.sentence(batch))
        if spent or (not each_time and macro("people").search(batch.noun)):
            continue
        again = each_time or pattern("whole_set").search(later)
        often = how_often().search(later) if again else None
        if often is not None:
            times = times_a_month(often)
            out.append((numeric("monthly_requests", batch, times=times, weight=2), [place]))
    return out

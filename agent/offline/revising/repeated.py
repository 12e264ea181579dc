"""Finds the figures of a correction that repeat what is known, and the figures that replace them.

Of two figures, the one that equals the known value is the old one. A new figure without a unit has
that of the old one: with 5,000 ms known, "1.5, not 5" means 1,500 ms.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from agent.offline.facts.sizes import TOKENS_PER_PAGE, TOKENS_PER_WORD
from agent.offline.revising.called import facts_called
from agent.offline.revising.parts_left import is_like_few
from agent.offline.revising.replaced import as_fact, denied, is_one_of, is_pronoun
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import limit, lists, pattern, shape, tables
from agent.offline.words.message import Message
from agent.offline.words.quantities import MS_PER_DAY, Quantity, whole
from tools.vocabulary import spec

KEPT = 16  # messages and what was known then: many rules ask for the figures of one
PACED = ("monthly_requests", "monthly_budget_usd")


@dataclass(frozen=True, slots=True)
class Repeat:
    """A figure that repeats the known value of `fact`: `scale` times its number is that value."""

    quantity: Quantity
    fact: str
    scale: float


def repeats(message: Message, known: Mapping[str, Any]) -> list[Repeat]:
    """The figures that repeat one known value, those that could be several values left out."""
    if not message.quantities:
        return []
    numbers = tuple((f, float(v)) for f, v in known.items() if spec(f).numeric and v > 0)
    return list(_repeats(tuple(message.quantities), numbers))


@lru_cache(maxsize=KEPT)
def _repeats(
    quantities: tuple[Quantity, ...], numbers: tuple[tuple[str, float], ...]
) -> tuple[Repeat, ...]:
    units = lists("repeated")
    paged = any(q.unit == "pages" for q in quantities)  # "90 pages, not 140"
    out: list[Repeat] = []
    for quantity in quantities:
        if quantity.number.value <= 0:
            continue
        fits = [
            Repeat(quantity, fact, scale)
            for fact, value in numbers
            if quantity.unit in units[fact]
            and (scale := _scale(fact, quantity, value, paged=paged))
        ]
        exact = [r for r in fits if r.scale == 1.0 or quantity.unit or quantity.per]
        fits = exact if len(fits) > 1 else fits
        if len(fits) == 1:
            out.append(fits[0])
    return tuple(out)


def _scale(fact: str, quantity: Quantity, known: float, *, paged: bool) -> float:
    """What the number of a quantity is to be multiplied with to give the known value, else 0."""
    number = quantity.number.value
    times = _scales(fact, quantity)
    if not quantity.unit and not fact.endswith("accuracy"):
        times = [*times, 1000.0]
    if paged and fact == "knowledge_tokens" and not quantity.unit:
        times = [*times, float(TOKENS_PER_PAGE)]
    return next((t for t in times if is_same(number * t, known)), 0.0)


def is_same(value: float, known: float) -> bool:
    """True for a value that repeats the known one, rounded as people round."""
    return abs(value - known) <= limit("repeated", "slack") * known


def _scales(fact: str, quantity: Quantity) -> list[float]:
    """What people may mean by one of a figure's number, in the unit of the fact."""
    months, number = tables("units")["per_month"], quantity.number.value
    if fact in PACED:  # the period may be the very thing that is set right
        return [1.0, months.get(quantity.per, 1.0)] if quantity.per else [1.0, *months.values()]
    if quantity.unit == "words":
        return _per_word()
    if quantity.unit == "pages":
        lengths = ("tokens_per_short_page", "tokens_per_long_page")
        return [float(TOKENS_PER_PAGE), *(limit("repeated", name) for name in lengths)]
    lasting = tables("units")["milliseconds"]
    if fact == "latency_target_ms":
        usual = [lasting[unit] for unit in ("ms", "second", "minute")]
        return [quantity.factor] if quantity.unit else usual
    if fact == "time_to_launch_days":
        days = [t / MS_PER_DAY for t in lasting.values() if t >= MS_PER_DAY]
        return [quantity.factor / MS_PER_DAY] if quantity.unit else days
    if fact.endswith("accuracy") and number < 1:
        return [100.0]
    if fact.endswith("_tokens") and not quantity.unit:
        return [1.0, *_per_word()]
    return [1.0]


def _per_word() -> list[float]:
    return [TOKENS_PER_WORD, limit("repeated", "tokens_per_word")]


def replacing(
    message: Message, known: Mapping[str, Any], found: Sequence[Finding]
) -> list[Finding]:
    """The new values that stand beside the old ones: "300 a month, not 3,000", "73 not 79".

    A figure that rules took for another fact is left to them, unless the message sets it directly
    against the old one.
    """
    old = repeats(message, known)
    places = {r.quantity.start for r in old}
    out: list[Finding] = []
    for repeat in old:
        if any(f.fact == repeat.fact for f in out):
            continue
        new = _beside(message, repeat, places, found)
        if new is None:
            continue
        finding = _in_the_same_unit(repeat, new)
        if finding is not None and finding.value != known[repeat.fact]:
            out.append(finding)
    return out


def _beside(
    message: Message, repeat: Repeat, old: set[int], found: Sequence[Finding]
) -> Quantity | None:
    """The figure that replaces an old one: the nearest one set against it, else the only other."""
    free = [q for q in _others(message, old) if not q.odd_rate]
    sentence = message.text.sentence_at(repeat.quantity.start)
    against = [
        q
        for q in free
        if sentence.holds(q.start) and _gap(q, repeat.quantity) <= limit("repeated", "same_breath")
    ]
    if denied(message, repeat.quantity) and against:
        return min(against, key=lambda q: _gap(q, repeat.quantity))
    gone = denied(message, repeat.quantity) or is_past(message, repeat.quantity)
    taken = [f for f in found if f.fact != repeat.fact]
    if gone:  # "I said 8 seconds, it should be 0.8": no share, for nobody names one
        taken = [f for f in taken if not (f.fact.endswith("accuracy") and _unnamed(message, f))]
    rest = [q for q in free if not any(f.start <= q.start < f.end for f in taken)]
    alone = len(old) == 1 and len(free) == 1 and bool(rest) and not (rest[0].noun or rest[0].per)
    return rest[0] if (gone or alone) and len(rest) == 1 else None


def _unnamed(message: Message, finding: Finding) -> bool:
    """True for a figure without a unit whose fact no word of the message names."""
    bare = any(q.start == finding.start and not q.unit for q in message.quantities)
    return bare and not facts_called(message.norm, {finding.fact: finding.value})


def _gap(one: Quantity, other: Quantity) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def is_past(message: Message, quantity: Quantity) -> bool:
    """True for a figure that its own clause calls bygone or wrong: "my 12 was the shops"."""
    clause = message.text.clause_at(quantity.start)
    bygone = pattern("bygone", "corrections").search(message.norm[clause.start : clause.end])
    return bool(bygone or is_a_part(message, quantity))


def is_a_part(message: Message, quantity: Quantity) -> bool:
    """True for a figure told before that was one of a part only: "the 50 was just one office"."""
    named = shape("figure_told_before", "corrections").search(quantity.before)
    behind = shape("only_a_part_behind", "corrections").match(message.norm, quantity.number.end)
    return named is not None and behind is not None


def told_in_part(message: Message, known: Mapping[str, Any]) -> bool:
    """True where a known figure was one of a part only, and one other figure tells the whole."""
    parts = {r.quantity.start for r in repeats(message, known) if is_a_part(message, r.quantity)}
    return len(parts) == 1 and len(_others(message, parts)) == 1


def is_figure_alone(message: Message) -> bool:
    """True for "no, I meant 400": it puts right what was told, whatever was asked since."""
    return shape("figure_alone", "corrections").fullmatch(message.norm.strip()) is not None


def sets_figure_right(message: Message, known: Mapping[str, Any]) -> bool:
    """True where a known figure is denied, or was one of a part only, and another one stands."""
    old = [r for r in repeats(message, known) if denied(message, r.quantity)]
    return told_in_part(message, known) or (bool(old) and len(message.quantities) > len(old))


def _others(message: Message, told: Collection[int]) -> list[Quantity]:
    """The figures that do not begin at the places `told`, without a "one" that counts nothing."""
    return [
        q
        for q in message.quantities
        if q.start not in told and not (is_pronoun(message, q) or is_one_of(q))
        if not is_like_few(message, q)
    ]


def _in_the_same_unit(repeat: Repeat, new: Quantity) -> Finding | None:
    fact, months = repeat.fact, tables("units")["per_month"]
    if fact in PACED and new.unit in ("", "money") and (new.unit or new.per):
        times = months.get(new.per, repeat.scale)
    elif not new.per and (new.unit == "" or _alike(new, repeat)):
        times = repeat.scale
    else:
        return as_fact(fact, new)
    value = new.number.value * times
    if fact.endswith("accuracy") and value > 100:
        return None
    kept = round(value) if spec(fact).kind == "integer" else whole(value)
    return Finding(fact, kept, new.start, new.end, weight=5)


def _alike(new: Quantity, repeat: Repeat) -> bool:
    """True when both figures count the same: pages and pages, or words and what are words too."""
    if new.unit == repeat.quantity.unit:
        return new.unit != "duration"
    return new.unit == "words" and repeat.quantity.unit == "" and repeat.scale in _per_word()

"""Reads sums of money that name no currency: "25k once, then 900 a month", "opex 2.2k/mo"."""

from collections.abc import Iterator, Sequence

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import limit, pattern, shape, tables
from agent.offline.words.message import Message, macro
from agent.offline.words.quantities import Quantity
from agent.offline.words.text import Span

FILE = "sums"
ONCE, MONTHLY = "upfront_budget_usd", "monthly_budget_usd"
_LONG = ("month", "quarter", "year")


def sums(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """What is spent once and every month, by the words right around figures that count nothing."""
    if shape("foreign", FILE).search(message.norm):
        return []
    out: list[tuple[Finding, list[int]]] = []
    bare = [p for p, q in enumerate(inside) if _is_bare(q)]
    once = [p for p in bare if not inside[p].per and _is_once(message, inside[p])]
    for place in bare:
        rate = inside[place]
        if rate.per not in _LONG:
            continue
        if rate.unit and message.cost(rate, "not_budget") < limit(FILE, "apart"):
            continue
        beside = [p for p in bare if abs(p - place) == 1 and _near(inside[p], rate)]
        once += [p for p in beside if not inside[p].per and _is_start(message, inside[p])]
        told = any(p in once for p in beside) or _is_monthly(message, rate)
        if told or _is_alone(message, inside, rate):
            times = tables("units")["per_month"][rate.per] if rate.unit == "money" else 1.0
            out.append((numeric(MONTHLY, rate, times=times, weight=2), [place]))
    out += [(numeric(ONCE, inside[p], weight=2), [p]) for p in sorted(set(once))]
    return list(_unanimous(out))


def nothing_a_month(message: Message, spans: Sequence[Span]) -> list[Finding]:
    """As in "I won't spend a cent per month"."""
    found = pattern("no_monthly", FILE).search(message.norm)
    if found is None or not any(s.holds(found.start()) for s in spans):
        return []
    return [Finding(MONTHLY, 0, found.start(), found.end())]


def _unanimous(
    found: Sequence[tuple[Finding, list[int]]],
) -> Iterator[tuple[Finding, list[int]]]:
    """What is said of one fact with one value; two different sums are not told apart."""
    for finding, places in found:
        if len({f.value for f, _ in found if f.fact == finding.fact}) == 1:
            yield finding, places


def _is_bare(quantity: Quantity) -> bool:
    """True for a figure that counts nothing by name."""
    if quantity.unit == "money":
        return not quantity.each
    if quantity.unit or quantity.number.value <= 0 or quantity.each or quantity.odd_rate:
        return False
    noun = shape("currency", FILE).sub("", quantity.noun)
    return not noun or _match("after_that", noun) or _match("once_behind", " " + noun)


def _is_once(message: Message, quantity: Quantity) -> bool:
    big = quantity.unit == "money" or quantity.number.value >= limit(FILE, "least_once")
    before = _before(message, quantity)
    if not big or any(_ends(name, before) for name in ("done_before", "more_before")):
        return False
    return _starts("once_behind", message, quantity) or _ends("once_before", before)


def _is_start(message: Message, quantity: Quantity) -> bool:
    """True for what is paid to begin with, which only a sum a month beside it makes money."""
    before = _before(message, quantity)
    return _starts("start_behind", message, quantity) or (
        _ends("start_before", before) and not _ends("done_before", before)
    )


def _is_monthly(message: Message, rate: Quantity) -> bool:
    if rate.unit:  # what is a sum anyhow is read by the words of its sentence
        return False
    return _starts("monthly_behind", message, rate) or _ends(
        "monthly_before", _before(message, rate)
    )


def _before(message: Message, quantity: Quantity) -> str:
    """The sentence up to the figure, with the numbers in it that are part of a name."""
    return message.norm[message.text.sentence_at(quantity.start).start : quantity.start]


def _is_alone(message: Message, inside: Sequence[Quantity], rate: Quantity) -> bool:
    """True for "520/month" by itself where another figure already tells what comes in."""
    clause = message.text.clause_at(rate.start)
    words = message.norm[clause.start : rate.start] + message.norm[rate.end : clause.end]
    if rate.unit or words.strip(" .,;!?$") or rate.per != "month":
        return False
    counted = [q for q in inside if q is not rate and q.per and not q.unit]
    named = [q for q in counted if macro("request").search(q.noun)]
    same = limit(FILE, "same") * rate.value
    return bool(named) and all(abs(q.value - rate.value) > same for q in counted)


def _near(one: Quantity, other: Quantity) -> bool:
    return max(one.start, other.start) - min(one.end, other.end) < limit(FILE, "apart")


def _starts(name: str, message: Message, quantity: Quantity) -> bool:
    end = message.text.sentence_at(quantity.start).end
    return _match(name, message.norm[quantity.end : end])


def _match(name: str, words: str) -> bool:
    return shape(name, FILE).match(words) is not None


def _ends(name: str, words: str) -> bool:
    return shape(name, FILE).search(words) is not None

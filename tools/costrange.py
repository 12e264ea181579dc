"""How far cost figures may be off: the same estimate over sampled facts, assumptions and prices."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from tools.assumptions import defaults, silent
from tools.costreport import AgainstBaseline, CostRanges, CostReport, PlanRange
from tools.draws import Drawn, draw, movers
from tools.errors import InvalidInput
from tools.facts import Fact, ProjectFacts
from tools.money import exact, tidy
from tools.pricerows import PriceRow
from tools.tariffs import Tariffs
from tools.vocabulary import spec

LOW, HIGH = 10, 90
MOST_SAMPLES = 10_000
COST_SAMPLES = 100  # behind the ranges of the chat, the board and the record, which thus agree


@dataclass(frozen=True, slots=True)
class Case:
    """One possible world: the facts, the price table, and values in place of defaults.

    `list_factor` multiplies the price lists, for the case that they are old.
    """

    facts: ProjectFacts
    book: Tariffs
    assumed: Mapping[str, Decimal]
    list_factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Priced:
    """A report, and the defaults it took by name, with their labels."""

    report: CostReport
    taken: Mapping[str, str]


def cost_ranges(
    price: Callable[[Case], Priced],
    case: Case,
    base: Priced,
    day: date,
    *,
    samples: int,
    seed: int,
) -> CostRanges | None:
    """Price `samples` cases around `case`; each input has its own stream of random numbers.

    Ranges of facts are taken as given, defaults between their low and high, prices of the table
    between theirs, wider if nobody has looked at them for long; triangular in the logarithm.
    None if no case can be priced.
    """
    facts = _ranged(case.facts, samples, seed)
    assumed = _assumed(base.taken, samples, seed)
    prices = _prices(case.book, base.report, day, samples, seed)
    lists = _lists(case.book, day, samples, seed)
    reports, kept = [], []
    for n in range(samples):
        drawn = Case(
            _with(case.facts, facts, n),
            _repriced(case.book, prices, n),
            {name: exact(float(row.values[n])) for name, row in assumed.items()},
            exact(float(lists.values[n])),
        )
        with suppress(InvalidInput):  # a drawn value that contradicts a given one is no case
            reports.append(price(drawn).report)
            kept.append(n)
    if not reports:
        return None
    every = (*facts.values(), *assumed.values(), *prices.values(), lists)
    inputs = [Drawn(row.label, row.values[kept]) for row in every]
    return _summary(base.report, reports, inputs)


def _ranged(facts: ProjectFacts, samples: int, seed: int) -> dict[str, Drawn]:
    out = {}
    for name, fact in facts.known.items():
        if fact.ranged and isinstance(fact.value, (int, float)):
            low, high = float(fact.low or 0), float(fact.high or 0)
            values = draw(f"fact {name}", low, float(fact.value), high, samples, seed)
            if spec(name).kind == "integer":
                values = np.round(values)
            out[name] = Drawn(spec(name).label, values)
    return out


def _assumed(taken: Mapping[str, str], samples: int, seed: int) -> dict[str, Drawn]:
    out = {}
    for name, label in taken.items():
        row = defaults()[name]
        if row.low is not None and row.high is not None:
            values = draw(name, row.low, row.value, row.high, samples, seed)
            out[name] = Drawn(label[0].lower() + label[1:], values)
    return out


def _prices(
    book: Tariffs, report: CostReport, day: date, samples: int, seed: int
) -> dict[str, Drawn]:
    used = {price.what for plan in report.plans for price in plan.prices}
    out = {}
    for key, row in book.price.items():
        name = book.used(key).what
        if name not in used:
            continue
        low, high = _bounds(row, day)
        if low < high:
            values = draw(f"price {key}", low, row.usd, high, samples, seed)
            out[key] = Drawn(f"price of {name}", values)
    return out


def _lists(book: Tariffs, day: date, samples: int, seed: int) -> Drawn:
    """The factor by which the price lists may be off: one, unless they are old."""
    spread = 0.0
    if book.lists is not None and _old(book.lists.checked, day):
        spread = float(silent("stale_spread"))
    values = draw("price lists", 1 - spread, 1.0, 1 + spread, samples, seed)
    return Drawn("prices of tokens", values)


def _old(seen: date, day: date) -> bool:
    return (day - seen).days > silent("stale_days")


def _bounds(row: PriceRow, day: date) -> tuple[float, float]:
    low = row.usd if row.low is None else row.low
    high = row.usd if row.high is None else row.high
    if _old(row.as_of, day):
        spread = float(silent("stale_spread"))
        low, high = min(low, row.usd * (1 - spread)), max(high, row.usd * (1 + spread))
    return low, high


def _with(facts: ProjectFacts, drawn: Mapping[str, Drawn], n: int) -> ProjectFacts:
    changes = {}
    for name, row in drawn.items():
        known = facts.known[name]
        value = float(row.values[n])
        whole = spec(name).kind == "integer"
        changes[name] = Fact(int(value) if whole else value, source=known.source)
    return facts.with_facts(changes) if changes else facts


def _repriced(book: Tariffs, drawn: Mapping[str, Drawn], n: int) -> Tariffs:
    if not drawn:
        return book
    rows = {
        key: book.price[key].model_copy(update={"usd": float(row.values[n])})
        for key, row in drawn.items()
    }
    return book.model_copy(update={"price": {**book.price, **rows}})


def _summary(
    base: CostReport, reports: Sequence[CostReport], inputs: Sequence[Drawn]
) -> CostRanges:
    plans = tuple(_plan_range(plan.label, n, reports) for n, plan in enumerate(base.plans))
    if len(plans) == 1:
        result = np.array([float(r.plans[0].total_usd) for r in reports])
        return CostRanges(plans, None, None, None, movers(inputs, result), len(reports))
    result, second = np.array([float(r.net_value_usd or 0) for r in reports]), plans[1]
    return CostRanges(
        plans,
        second.pays_back_share,
        second.break_even_low,
        second.break_even_high,
        movers(inputs, result),
        len(reports),
    )


def _plan_range(label: str, place: int, reports: Sequence[CostReport]) -> PlanRange:
    plans = [report.plans[place] for report in reports]
    months, once = [p.monthly_usd for p in plans], [p.one_off_usd for p in plans]
    series = np.array([[float(usd) for usd in r.cumulative[place]] for r in reports])
    low, high = (
        tuple(tidy(exact(float(v))) for v in row)
        for row in np.percentile(series, [LOW, HIGH], axis=0)
    )
    bare = PlanRange(label, *_between(months), *_between(once), low[-1], high[-1], low, high)
    rows = [plan.against_baseline for plan in plans if plan.against_baseline is not None]
    return bare if not rows else _against(bare, rows)


def _against(bare: PlanRange, rows: Sequence[AgainstBaseline]) -> PlanRange:
    low, high = _between([row.monthly_saving_usd for row in rows])
    months = sorted(row.break_even_months for row in rows if row.break_even_months is not None)
    never = len(rows) - len(months)
    return replace(
        bare,
        saving_low_usd=low,
        saving_high_usd=high,
        pays_back_share=sum(row.worthwhile for row in rows) / len(rows),
        break_even_low=_at(months, never, LOW),
        break_even_high=_at(months, never, HIGH),
    )


def _at(months: Sequence[float], never: int, percent: int) -> float | None:
    """A percentile of the break-even, where cases that never pay back stand last."""
    place = int((len(months) + never - 1) * percent / 100)
    return months[place] if place < len(months) else None


def _between(amounts: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    low, high = np.percentile([float(usd) for usd in amounts], [LOW, HIGH])
    return tidy(exact(float(low))), tidy(exact(float(high)))

"""What differs between a recorded decision and the same decision today, part by part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tools.durations import months_between
from tools.facts import Fact, ProjectFacts
from tools.money import count
from tools.results import Assessment, CostReport, PriceUsed
from tools.revisit import ModelEnd, stale_days
from tools.showing import number, show
from tools.tariffs import Tariffs
from tools.vocabulary import spec, vocabulary

Because = Literal["prices and rules", "facts"]

SCORE_STEP = 0.05
CONFIDENCE_STEP = 0.005


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that is not what was recorded; None stands for unknown."""

    fact: str
    label: str
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A price that is not what was recorded, in USD per `unit`.

    None stands for a price that the plans did not use then, or no longer use; `percent` is the
    change where both are known and the old one is not zero.
    """

    what: str
    unit: str
    before_usd: Decimal | None
    now_usd: Decimal | None
    percent: float | None
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class StalePrice:
    """A price that nobody has looked at for long, and that was recent when it was recorded."""

    what: str
    as_of: str
    age_days: int


@dataclass(frozen=True, slots=True)
class EndChange:
    """News of the end of a model that the recorded plans use."""

    model: str
    on: str
    text: str


@dataclass(frozen=True, slots=True)
class CostChange:
    """A figure of the costs that is not what was recorded; None stands for never, or not priced.

    `because` tells what moved it: the day's prices and the rules of the estimate, or the new facts.
    """

    plan: str
    figure: Literal["monthly_usd", "one_off_usd", "break_even_months"]
    before: Decimal | float | None
    now: Decimal | float | None
    because: Because


@dataclass(frozen=True, slots=True)
class Move:
    """A strategy whose place or score is not what was recorded; places count from 1."""

    strategy: str
    label: str
    place_before: int
    place_now: int
    score_before: float
    score_now: float


def fact_changes(before: ProjectFacts, now: ProjectFacts) -> tuple[FactChange, ...]:
    """The facts whose value or range differs, in the order of the vocabulary."""
    return tuple(
        FactChange(name, spec(name).label, _told(before, name), _told(now, name))
        for name in vocabulary()
        if _meant(before.known.get(name)) != _meant(now.known.get(name))
    )


def _meant(fact: Fact | None) -> object:
    return None if fact is None else (fact.value, fact.ranged and (fact.low, fact.high))


def _told(facts: ProjectFacts, name: str) -> str | None:
    fact = facts.known.get(name)
    if fact is None:
        return None
    shown = show(name, fact.value)
    return (
        f"{shown} ({number(fact.low or 0)} to {number(fact.high or 0)})" if fact.ranged else shown
    )


def price_changes(before: Sequence[PriceUsed], now: Sequence[PriceUsed]) -> tuple[PriceChange, ...]:
    """The prices that differ, are gone or are new; the day they were seen does not count."""
    old = {(row.what, row.unit): row for row in before}
    new = {(row.what, row.unit): row for row in now}
    out = []
    for key in {**old, **new}:
        was, is_ = old.get(key), new.get(key)
        if was is None or is_ is None or was.usd != is_.usd:
            shown = is_ or was
            assert shown is not None
            out.append(
                PriceChange(
                    *key,
                    None if was is None else was.usd,
                    None if is_ is None else is_.usd,
                    _percent(was, is_),
                    shown.source,
                    shown.as_of,
                )
            )
    return tuple(out)


def _percent(was: PriceUsed | None, is_: PriceUsed | None) -> float | None:
    if was is None or is_ is None or was.usd == 0:
        return None
    return round(float(100 * (is_.usd - was.usd) / was.usd), 1)


def newly_stale(
    before: Iterable[PriceUsed], now: Iterable[PriceUsed], *, made_on: date, today: date
) -> tuple[StalePrice, ...]:
    """The prices of today's table that have become old since the record was made."""
    old_then = {row.what for row in before if row.age_days(made_on) > stale_days()}
    return tuple(
        StalePrice(row.what, row.as_of, row.age_days(today))
        for row in now
        if row.age_days(today) > stale_days() and row.what not in old_then
    )


def end_changes(
    models: Iterable[str],
    recorded: Iterable[ModelEnd],
    table: Tariffs,
    *,
    made_on: date,
    today: date,
    horizon_months: int,
) -> tuple[EndChange, ...]:
    """The models that have retired, or whose end has come within the horizon, since the record."""
    then = {end.model: end.on for end in recorded}
    out = []
    for model in models:
        end = table.end_of(model)
        if end is None:
            continue
        was = _stage(then.get(model), made_on, horizon_months)
        stage = _stage(end.on, today, horizon_months)
        if stage == "far" or (stage == was and then.get(model) == end.on):
            continue
        on = end.on.isoformat()
        left = count(round(months_between(today, end.on), 1))
        text = f"{model} stopped answering on {on}."
        if stage == "near":
            text = f"{model} stops answering on {on}, {left} months from now."
        out.append(EndChange(model, on, text))
    return tuple(out)


def _stage(end: date | None, day: date, months: int) -> Literal["far", "near", "gone"]:
    if end is None or months_between(day, end) > months:
        return "far"
    return "gone" if end <= day else "near"


def cost_changes(
    before: CostReport | None, now: CostReport | None, because: Because
) -> tuple[CostChange, ...]:
    """The figures that differ, plan by plan."""
    old = {plan.label: plan for plan in before.plans} if before else {}
    new = {plan.label: plan for plan in now.plans} if now else {}
    out = []
    for label in {**old, **new}:
        was, is_ = old.get(label), new.get(label)
        for figure in ("monthly_usd", "one_off_usd"):
            one, other = getattr(was, figure, None), getattr(is_, figure, None)
            if one != other:
                out.append(CostChange(label, figure, one, other, because))
    one = None if before is None else before.break_even_months
    other = None if now is None else now.break_even_months
    last = now or before
    if one != other and last is not None:
        label = last.plans[-1].label
        out.append(CostChange(label, "break_even_months", one, other, because))
    return tuple(out)


def moves(before: Assessment, now: Assessment) -> tuple[Move, ...]:
    """The strategies whose place or score has moved, in today's order."""
    then = {row.strategy: (n, row.score) for n, row in enumerate(before.ranking, 1)}
    return tuple(
        Move(row.strategy, row.label, then[row.strategy][0], n, then[row.strategy][1], row.score)
        for n, row in enumerate(now.ranking, 1)
        if n != then[row.strategy][0] or abs(row.score - then[row.strategy][1]) >= SCORE_STEP
    )

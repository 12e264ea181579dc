"""When to look at a decision again: thresholds of facts and days, and which have been reached."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tools.assumptions import silent
from tools.facts import ProjectFacts
from tools.money import count
from tools.results import Assessment, CostReport, PriceUsed
from tools.tariffs import Tariffs
from tools.vocabulary import spec


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event on which a decision is looked at again: a fact passes a threshold, or a day comes.

    For a fact, `threshold` and `direction` are those of a flip point; for a day, `on` is set.
    """

    text: str
    fact: str | None = None
    direction: Literal["below", "above", "is"] | None = None
    threshold: float | str | bool | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ModelEnd:
    """The announced last day of a model that a plan uses, and who announced it."""

    model: str
    on: date
    source: str


def model_ends(costs: CostReport | None, table: Tariffs) -> tuple[ModelEnd, ...]:
    """The announced ends of the models that are priced, each model once."""
    out = []
    for model in dict.fromkeys(p.model for p in costs.plans if p.model) if costs else ():
        end = table.end_of(model)
        if end is not None:
            out.append(ModelEnd(model, end.on, end.source))
    return tuple(out)


def prices_used(costs: CostReport | None) -> tuple[PriceUsed, ...]:
    """The prices of all plans, each once."""
    if costs is None:
        return ()
    return tuple(dict.fromkeys(price for plan in costs.plans for price in plan.prices))


def stale_days() -> int:
    """The age from which a price is said to be old."""
    return int(silent("stale_days"))


def triggers(
    found: Assessment, costs: CostReport | None, ends: Iterable[ModelEnd], *, made_on: date
) -> tuple[Trigger, ...]:
    """What would reopen a decision, the facts first, then the days, in order."""
    flips = (flip for flip in found.flips if flip.fact != "task")  # that is another project
    out = [Trigger(f.text, f.fact, f.direction, f.threshold) for f in flips]
    out += _crossing(costs)
    days = [Trigger(f"{e.model} stops answering.", on=e.on) for e in ends if e.on > made_on]
    ages = [
        (date.fromisoformat(price.as_of) + timedelta(days=stale_days() + 1), price.what)
        for price in prices_used(costs)
    ]
    coming = sorted(age for age in ages if age[0] > made_on)
    if coming:
        day, what = coming[0]
        text = f"The price of {what} is more than {stale_days()} days old, the first to be so."
        days.append(Trigger(text, on=day))
    return (*out, *sorted(days, key=lambda row: (str(row.on), row.text)))


def _crossing(costs: CostReport | None) -> list[Trigger]:
    """The volume at which the months of the two plans cost the same."""
    if costs is None or costs.crossover_requests is None or len(costs.plans) < 2:
        return []
    base, other = costs.plans[:2]
    if other.monthly_usd > base.monthly_usd:
        volume = float(math.ceil(costs.crossover_requests))
        text = f"From {count(volume)} requests a month on, {other.label} has the cheaper month."
        return [Trigger(text, "monthly_requests", "above", volume)]
    volume = float(math.floor(costs.crossover_requests))
    text = f"At {count(volume)} requests a month or fewer, {base.label} has the cheaper month."
    return [Trigger(text, "monthly_requests", "below", volume)]


def reached(
    rows: Iterable[Trigger], *, before: ProjectFacts, now: ProjectFacts, today: date
) -> tuple[Trigger, ...]:
    """The triggers that have gone off: the fact has moved past its threshold, or the day is here.

    A fact that is what it was when the decision was made sets nothing off.
    """
    return tuple(row for row in rows if _reached(row, before, now, today))


def _reached(row: Trigger, before: ProjectFacts, now: ProjectFacts, today: date) -> bool:
    if row.on is not None:
        return row.on <= today
    if row.fact is None or row.fact not in now or row.threshold is None:
        return False
    value = now.value(row.fact)
    if before.value(row.fact) == value:
        return False
    if row.direction == "is":
        return bool(value == row.threshold)
    if not spec(row.fact).numeric or isinstance(row.threshold, str):
        return False
    return bool(value <= row.threshold if row.direction == "below" else value >= row.threshold)

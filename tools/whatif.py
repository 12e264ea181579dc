"""What if: the advice and the costs before and after a change that is not stored."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from tools.costs import estimate_costs
from tools.errors import InvalidInput
from tools.facts import Fact, ProjectFacts
from tools.results import Assessment, CostReport, WhatIf
from tools.scoring import assess
from tools.tariffs import Tariffs
from tools.vocabulary import spec

LEAST = 0.05
MOST = 3


@dataclass(frozen=True, slots=True)
class Step:
    """How far one criterion of a strategy moved, in score points."""

    strategy: str
    label: str
    criterion: str
    points: float


def what_if(
    facts: ProjectFacts,
    changes: Mapping[str, Fact],
    *,
    seed: int = 0,
    horizon_months: int = 12,
    as_of: date | None = None,
    table: Tariffs | None = None,
    judge: Callable[[ProjectFacts], Assessment] | None = None,
    bill: Callable[[ProjectFacts, str], CostReport] | None = None,
) -> WhatIf:
    """Assess a project before and after `changes` (absolute values), and name what moved most.

    Costs are for the prices of `table` on the day `as_of`, as in `estimate_costs`. `judge` assesses
    in place of `assess`, for who has done so before; then the seed is its own. `bill` stands in
    the same way for `estimate_costs`, with prices and a day of its own.

    Raises:
        InvalidInput: there is nothing to change.
        UnknownName: a change names no fact.

    """
    if not changes:
        raise InvalidInput("a what-if needs at least one changed fact, got none")
    changed = facts.with_facts({spec(name).name: fact for name, fact in changes.items()})
    judge = judge or partial(assess, seed=seed)
    before, after = judge(facts), judge(changed)
    values = {name: changed.values()[name] for name in changes}

    def estimated(world: ProjectFacts, strategy: str) -> CostReport:
        return estimate_costs(
            world, horizon_months=horizon_months, strategy=strategy, as_of=as_of, table=table
        )

    def costs(world: ProjectFacts, found: Assessment) -> tuple[CostReport | None, str]:
        try:
            return (bill or estimated)(world, found.primary), ""
        except InvalidInput as error:
            return None, str(error)

    costs_before, _ = costs(facts, before)  # what is wrong with it was told when it was billed
    costs_after, note = costs(changed, after)
    return WhatIf(values, before, after, costs_before, costs_after, moved(before, after), note)


def moved(before: Assessment, after: Assessment) -> str:
    """The criterion that moved most between two assessments, in words."""
    found = steps(before, after)
    if not found:
        return "Nothing that counts here moved."
    first = found[0]
    return f"“{first.criterion}” moved most: {first.points:+.1f} points for {first.label}."


def steps(before: Assessment, after: Assessment) -> tuple[Step, ...]:
    """The criteria that moved most between two assessments, the furthest first.

    Looked at are the contributions to the first choice before and to the one after.
    """
    found = [
        Step(strategy, before.of(strategy).label, criterion, points)
        for strategy in dict.fromkeys((after.primary, before.primary))
        for points, criterion in _steps(before, after, strategy)
        if abs(points) >= LEAST
    ]
    return tuple(sorted(found, key=lambda step: -abs(step.points))[:MOST])


def _steps(before: Assessment, after: Assessment, strategy: str) -> list[tuple[float, str]]:
    old = {c.key: c for c in before.of(strategy).contributions}
    new = {c.key: c for c in after.of(strategy).contributions}
    out = []
    for key in {**old, **new}:
        if key != "scale":
            was = old[key].points if key in old else 0.0
            now = new[key].points if key in new else 0.0
            out.append((now - was, (new.get(key) or old[key]).label))
    return out

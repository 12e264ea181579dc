"""What if: the advice and the costs before and after a change that is not stored."""

from collections.abc import Mapping

from tools.errors import InvalidInput
from tools.facts import Fact, ProjectFacts, spec
from tools.results import Assessment, CostReport, WhatIf
from tools.scoring import assess


def what_if(
    facts: ProjectFacts,
    changes: Mapping[str, Fact],
    *,
    seed: int = 0,
    horizon_months: int = 12,
) -> WhatIf:
    """Assess a project before and after `changes` (absolute values), and name what moved most.

    Raises:
        InvalidInput: there is nothing to change.
        UnknownName: a change names no fact.

    """
    if not changes:
        raise InvalidInput("a what-if needs at least one changed fact, got none")
    changed = facts.with_facts({spec(name).name: fact for name, fact in changes.items()})
    before, after = assess(facts, seed=seed), assess(changed, seed=seed)
    values = {name: changed.values()[name] for name in changes}
    return WhatIf(
        values,
        before,
        after,
        _costs(facts, before, horizon_months),
        _costs(changed, after, horizon_months),
        moved(before, after),
    )


def moved(before: Assessment, after: Assessment) -> str:
    """The criterion whose contributions moved most between two assessments, in words."""
    strategy = after.primary if after.primary != before.primary else before.primary
    old = {c.key: c for c in before.of(strategy).contributions}
    new = {c.key: c for c in after.of(strategy).contributions}
    keys = [k for k in {**old, **new} if k != "scale"]
    label = after.of(strategy).label

    def step(key: str) -> float:
        was = old[key].points if key in old else 0.0
        return (new[key].points if key in new else 0.0) - was

    if not keys or max(abs(step(k)) for k in keys) < 0.05:
        return "Nothing that counts here moved."
    key = max(keys, key=lambda k: (abs(step(k)), k))
    name = (new.get(key) or old[key]).label
    return f"“{name}” moved most: {step(key):+.1f} points for {label}."


def _costs(facts: ProjectFacts, assessment: Assessment, months: int) -> CostReport | None:
    try:
        from tools.costs import estimate_costs
    except ImportError:
        return None
    return estimate_costs(facts, horizon_months=months, strategy=assessment.primary)

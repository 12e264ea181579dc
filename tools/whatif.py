"""What if: the advice and the costs before and after a change that is not stored."""

from collections.abc import Mapping

from tools.costs import estimate_costs
from tools.errors import InvalidInput
from tools.facts import Fact, ProjectFacts, spec
from tools.results import Assessment, CostReport, WhatIf
from tools.scoring import assess

LEAST = 0.05


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
    """The criterion that moved most between two assessments, in words.

    Looked at are the contributions to the first choice before and to the one after.
    """
    steps = [
        (abs(step), step, label, before.of(strategy).label)
        for strategy in dict.fromkeys((after.primary, before.primary))
        for step, label in _steps(before, after, strategy)
    ]
    size, step, label, name = max(steps, key=lambda row: row[0], default=(0.0, 0.0, "", ""))
    if size < LEAST:
        return "Nothing that counts here moved."
    return f"“{label}” moved most: {step:+.1f} points for {name}."


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


def _costs(facts: ProjectFacts, assessment: Assessment, months: int) -> CostReport | None:
    try:
        return estimate_costs(facts, horizon_months=months, strategy=assessment.primary)
    except InvalidInput:
        return None

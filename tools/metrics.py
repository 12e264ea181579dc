"""What to measure once a decision is made, read from `tools/data/metrics.toml`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import ConfigDict

from tools.datafiles import Row, read
from tools.facts import ProjectFacts
from tools.money import usd
from tools.results import CostReport
from tools.showing import show


class MetricRow(Row):
    """One metric: for which strategies and facts it counts, what it is and when to act on it.

    `threshold` names a fact that must have one under which the decision would be another.
    """

    to: tuple[str, ...]
    needs: tuple[str, ...] = ()
    needs_true: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    threshold: str = ""
    costs: bool = False
    measure: str
    act: str
    every: str
    why: str
    source: str


class _MetricsFile(Row):
    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, MetricRow]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric of a project: what to measure, how often, and from when on to act."""

    key: str
    measure: str
    act: str
    every: str
    why: str
    source: str


@cache
def metric_rows(path: Path | None = None) -> Mapping[str, MetricRow]:
    """All metrics by key."""
    return read(_MetricsFile, "metrics.toml", path).__pydantic_extra__


def metrics(
    stack: Collection[str],
    facts: ProjectFacts,
    costs: CostReport | None,
    *,
    thresholds: Collection[str] = (),
) -> tuple[Metric, ...]:
    """The metrics of a stack of strategies, with the project's own figures filled in.

    `thresholds` are the facts for which the record names one.
    """
    values = {name: show(name, fact.value) for name, fact in facts.known.items()}
    values |= _bill(costs)
    return tuple(
        Metric(
            key,
            row.measure.format(**values),
            row.act.format(**values),
            row.every,
            row.why,
            row.source,
        )
        for key, row in metric_rows().items()
        if _counts(row, stack, facts, costs) and (not row.threshold or row.threshold in thresholds)
    )


def _counts(
    row: MetricRow, stack: Collection[str], facts: ProjectFacts, costs: CostReport | None
) -> bool:
    return (
        (not row.to or any(strategy in stack for strategy in row.to))
        and all(name in facts for name in row.needs)
        and all(facts.value(name) is True for name in row.needs_true)
        and not any(name in facts for name in row.without)
        and (not row.costs or (costs is not None and costs.ranges is not None))
    )


def _bill(costs: CostReport | None) -> dict[str, str]:
    """The estimate of the plan that was chosen, which is the last of the comparison."""
    if costs is None or costs.ranges is None:
        return {}
    plan, likely = costs.plans[-1], costs.ranges.plans[-1]
    return {
        "plan": plan.label,
        "monthly": usd(plan.monthly_usd),
        "low": usd(likely.monthly_low_usd),
        "high": usd(likely.monthly_high_usd),
    }

"""What stands side by side: strategies for one project, or a project and its what-ifs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from agent.settings import Settings
from tools.comparison import compare
from tools.costs import estimate_costs
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.results import Assessment, CostReport
from tools.scenarios import NOW, Scenario, compare_scenarios
from tools.scoring import assess
from tools.strategies import strategy_texts
from ui.web.pages.compare.lines import (
    apart_lines,
    cost_lines,
    fit_lines,
    gates_line,
    outcome_lines,
    scenario_cost_lines,
    text_line,
)
from ui.web.pages.compare.table import Block
from ui.web.words import capital


@dataclass(frozen=True, slots=True)
class Side:
    """A comparison: the names of its columns, its lines, and what it comes to in a sentence."""

    heads: Sequence[str]
    blocks: Sequence[Block]
    because: str


def by_strategy(
    settings: Settings, facts: ProjectFacts, chosen: Collection[str], found: Assessment
) -> Side | None:
    """Strategies side by side, the best first; None for fewer than two."""
    rows = sorted((row for row in found.ranking if row.strategy in chosen), key=lambda r: -r.score)
    if len(rows) < 2:
        return None
    told = compare(found, [row.strategy for row in rows])
    reports = [_priced(settings, facts, row.strategy) for row in rows]
    asks = [row for row in told.rows if row.criterion != "score here"]
    blocks = (
        Block("How well it fits", fit_lines(rows)),
        Block(f"What it costs, over {settings.horizon_months} months", cost_lines(reports)),
        Block("What sets them apart, in points", apart_lines([r.contributions for r in rows])),
        Block("What stands in the way", (gates_line("Gates", rows),)),
        Block(
            "What it asks of you",
            tuple(text_line(row.criterion, [capital(text) for text in row.values]) for row in asks),
        ),
    )
    return Side(told.labels, blocks, told.because)


def _priced(settings: Settings, facts: ProjectFacts, strategy: str) -> CostReport | None:
    costing = settings.costing
    try:
        return estimate_costs(
            facts,
            strategy=strategy,
            horizon_months=costing["horizon_months"],
            as_of=costing["as_of"],
            table=costing["table"],
        )
    except InvalidInput:
        return None


def by_scenario(
    settings: Settings, facts: ProjectFacts, named: Sequence[Scenario], chosen: Collection[str]
) -> Side | None:
    """The project as it is and its what-ifs side by side; None for fewer than two."""
    worlds = [row for row in named if row.name in chosen]
    with_now = NOW in chosen
    if len(worlds) + with_now < 2:
        return None
    table = compare_scenarios(facts, worlds, **settings.costing)
    columns = table.columns if with_now else table.columns[1:]
    lives = [Scenario(NOW, ProjectFacts()), *worlds][0 if with_now else 1 :]
    first = table.columns[0].strategy
    label = strategy_texts()[first].label
    leaders = [
        assess(facts.with_facts(life.changes.known), seed=settings.seed).of(first) for life in lives
    ]
    differing = tuple(
        text_line(what, [column.values[n] for column in columns])
        for n, what in enumerate(table.labels)
    )
    blocks = (
        Block("What differs", differing),
        Block("What follows", outcome_lines(columns)),
        Block(f"What it costs, over {table.horizon_months} months", scenario_cost_lines(columns)),
        Block(
            f"What moves {label}, in points", apart_lines([row.contributions for row in leaders])
        ),
        Block("What stands in the way", (gates_line(f"Gates of {label}", leaders),)),
    )
    leads = list(dict.fromkeys(column.label for column in columns))
    because = (
        f"{leads[0]} leads in all of them."
        if len(leads) == 1
        else f"The first choice changes: {', '.join(leads)}."
    )
    heads = ["As it is" if column.name == NOW else column.name for column in columns]
    return Side(heads, blocks, because)

"""Named what-ifs side by side: what each changes, who leads then, how surely, and what it costs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tools.costs import estimate_costs
from tools.errors import InvalidInput, UnknownName
from tools.facts import ProjectFacts
from tools.results import CostReport
from tools.scoring import assess
from tools.showing import show_beside_label
from tools.tariffs import Tariffs
from tools.vocabulary import vocabulary

NOW = "now"
OPEN = "open"
MAX_NAME = 40
MAX_SCENARIOS = 12


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named what-if; `changes` are the facts in which it differs from the project."""

    name: str
    changes: ProjectFacts


@dataclass(frozen=True, slots=True)
class ScenarioColumn:
    """One scenario, or the project as it is (`now`), and what follows from it.

    `values` are its values of the table's facts, in words; `changes` the raw values it sets.
    `score` is 0–100, `probability` and `confidence` 0–1. Money is USD for the recommended plan,
    None where nothing can be priced; `break_even_months` is None where it never pays back, which
    `never_because` explains.
    """

    name: str
    changes: Mapping[str, Any]
    values: tuple[str, ...]
    strategy: str
    label: str
    score: float
    probability: float
    confidence: float
    close_call: bool
    plan: str | None
    monthly_usd: Decimal | None
    one_off_usd: Decimal | None
    total_usd: Decimal | None
    break_even_months: float | None
    never_because: str | None


@dataclass(frozen=True, slots=True)
class ScenarioTable:
    """Scenarios side by side, the project as it is first; `facts` are those in which they differ.

    `labels` names the facts for people, in the order of `facts` and of each column's `values`.
    """

    facts: tuple[str, ...]
    labels: tuple[str, ...]
    columns: tuple[ScenarioColumn, ...]
    horizon_months: int


def compare_scenarios(
    facts: ProjectFacts,
    scenarios: Sequence[Scenario],
    *,
    seed: int = 0,
    horizon_months: int = 12,
    as_of: date | None = None,
    table: Tariffs | None = None,
) -> ScenarioTable:
    """Put the project as it is and some scenarios side by side.

    Costs are for the prices of `table` on the day `as_of`, as in `estimate_costs`.

    Raises:
        InvalidInput: there is no scenario, or more than 12.
    """
    if not scenarios:
        raise InvalidInput("there is no scenario to compare; name a what-if first")
    if len(scenarios) > MAX_SCENARIOS:
        raise InvalidInput(f"{MAX_SCENARIOS} scenarios fit side by side, got {len(scenarios)}")
    touched = {name for scenario in scenarios for name in scenario.changes.known}
    names = tuple(name for name in vocabulary() if name in touched)
    worlds = [Scenario(NOW, ProjectFacts()), *scenarios]

    def price(facts: ProjectFacts, strategy: str) -> CostReport | None:
        try:
            return estimate_costs(
                facts, strategy=strategy, horizon_months=horizon_months, as_of=as_of, table=table
            )
        except InvalidInput:
            return None

    columns = [_column(facts, world, names, seed, price) for world in worlds]
    labels = tuple(vocabulary()[name].label for name in names)
    return ScenarioTable(names, labels, tuple(columns), horizon_months)


def _column(
    facts: ProjectFacts,
    scenario: Scenario,
    names: tuple[str, ...],
    seed: int,
    price: Callable[[ProjectFacts, str], CostReport | None],
) -> ScenarioColumn:
    world = facts.with_facts(scenario.changes.known)
    found = assess(world, seed=seed)
    first = found.ranking[0]
    report = price(world, found.primary)
    plan = None if report is None else report.plans[-1]
    return ScenarioColumn(
        name=scenario.name,
        changes=scenario.changes.values(),
        values=tuple(show_beside_label(n, world.value(n)) if n in world else OPEN for n in names),
        strategy=first.strategy,
        label=first.label,
        score=first.score,
        probability=first.probability,
        confidence=found.confidence,
        close_call=found.close_call,
        plan=None if plan is None else plan.label,
        monthly_usd=None if plan is None else plan.monthly_usd,
        one_off_usd=None if plan is None else plan.one_off_usd,
        total_usd=None if plan is None else plan.total_usd,
        break_even_months=None if report is None else report.break_even_months,
        never_because=None if report is None else report.never_because,
    )


def scenario_name(text: str) -> str:
    """A name as it is kept: blanks collapsed, quotes and marks around it gone.

    Raises:
        InvalidInput: it is empty, too long, or stands for the project as it is.
    """
    name = " ".join(text.split()).strip(" \"'“”‘’`.,;:!?")
    if not name:
        raise InvalidInput("a scenario needs a name, such as lean or plan B")
    if len(name) > MAX_NAME:
        raise InvalidInput(
            f"a scenario's name has up to {MAX_NAME} characters, got {len(name)} ({name[:20]}…); "
            "give it a shorter one"
        )
    if name.casefold() == NOW:
        raise InvalidInput(f"{NOW!r} is the project as it is; give the scenario another name")
    return name


def find_scenario(scenarios: Iterable[Scenario], name: str) -> Scenario:
    """The scenario of that name, upper or lower case.

    Raises:
        InvalidInput: none was named yet.
        UnknownName: there is no such scenario; the closest names are offered.
    """
    by_name = {scenario.name.casefold(): scenario for scenario in scenarios}
    if not by_name:
        raise InvalidInput(f"there is no scenario {name[:MAX_NAME]!r}: none was named yet")
    wanted = " ".join(name.split()).casefold()
    if wanted in by_name:
        return by_name[wanted]
    raise UnknownName("scenario", name, [scenario.name for scenario in by_name.values()])

"""The decision record: what was decided for a project, on what grounds, and when to look again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tools.alternatives import Alternative, alternatives
from tools.costrange import COST_SAMPLES
from tools.costs import estimate_costs
from tools.errors import InvalidInput
from tools.experiment import Experiment, next_experiment
from tools.facts import ProjectFacts
from tools.metrics import Metric, metrics
from tools.precedents import Precedent, closest
from tools.results import Assessment, CostReport
from tools.revisit import ModelEnd, Trigger, model_ends, triggers
from tools.scenarios import Scenario, ScenarioTable, compare_scenarios
from tools.scoring import assess
from tools.tariffs import Tariffs, tariffs
from tools.versions import Versions, versions

GUIDANCE = "guidance"


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim quote that the conversation showed; `n` is its number there.

    It stands at the characters `start`–`end` of `document` in `collection`, which is `guidance` or
    one of the user's own.
    """

    n: int
    quote: str
    title: str
    section: str
    author: str
    year: int | None
    url: str
    document: str = ""
    start: int = 0
    end: int = 0
    collection: str = GUIDANCE


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision with everything it rests on; the same facts, day, seed and versions give it again.

    `costs` compares the plain prompt with the plan of the first choice, None where nothing can be
    priced, which `costs_note` then explains. `scenarios` are the named what-ifs, `comparison` what
    they lead to. `ends` are the announced ends of the models priced.
    """

    title: str
    made_on: date
    seed: int
    horizon_months: int
    facts: ProjectFacts
    assessment: Assessment
    alternatives: tuple[Alternative, ...]
    costs: CostReport | None
    costs_note: str
    ends: tuple[ModelEnd, ...]
    metrics: tuple[Metric, ...]
    experiment: Experiment | None
    precedents: tuple[Precedent, ...]
    scenarios: tuple[Scenario, ...]
    comparison: ScenarioTable | None
    quotes: tuple[Quote, ...]
    triggers: tuple[Trigger, ...]
    versions: Versions


def decision_record(
    facts: ProjectFacts,
    *,
    title: str,
    made_on: date,
    quotes: Sequence[Quote] = (),
    scenarios: Sequence[Scenario] = (),
    seed: int = 0,
    horizon_months: int = 12,
    table: Tariffs | None = None,
) -> DecisionRecord:
    """Decide for a project, and write down the decision with its grounds.

    Args:
        facts: what is known of the project.
        title: what the project is called.
        made_on: the day of the decision, for which prices hold.
        quotes: what the conversation quoted.
        scenarios: what-ifs that were given a name.
        seed: seed of the sampling behind probabilities and ranges.
        horizon_months: months over which costs are added up, 1 to 120.
        table: the price table; by default the packaged one.

    Raises:
        InvalidInput: nothing is known of the project.

    """
    if not facts.known:
        raise InvalidInput(
            "nothing is known about the project yet, so there is no decision to record; "
            "tell the advisor about it first"
        )
    book = table if table is not None else tariffs()
    found = assess(facts, seed=seed)
    costs, note = priced(
        facts,
        found.primary,
        book,
        made_on,
        seed=seed,
        horizon_months=horizon_months,
        samples=COST_SAMPLES,
    )
    ends = model_ends(costs, book)
    reopening = triggers(found, costs, ends, made_on=made_on)
    worlds = tuple(scenarios)
    comparison = None
    if worlds:
        comparison = compare_scenarios(
            facts, worlds, seed=seed, horizon_months=horizon_months, as_of=made_on, table=book
        )
    return DecisionRecord(
        title=title,
        made_on=made_on,
        seed=seed,
        horizon_months=horizon_months,
        facts=facts,
        assessment=found,
        alternatives=alternatives(facts, found),
        costs=costs,
        costs_note=note,
        ends=ends,
        metrics=metrics(
            (found.primary, *found.complements),
            facts,
            costs,
            thresholds=[row.fact for row in reopening if row.fact is not None],
        ),
        experiment=next_experiment(facts, seed=seed, as_of=made_on, table=book),
        precedents=closest(facts),
        scenarios=worlds,
        comparison=comparison,
        quotes=tuple(quotes),
        triggers=reopening,
        versions=versions(book),
    )


def priced(
    facts: ProjectFacts,
    strategy: str,
    table: Tariffs,
    day: date,
    *,
    seed: int,
    horizon_months: int,
    samples: int = 0,
) -> tuple[CostReport | None, str]:
    """The costs of a strategy beside a plain prompt, or None and the reason.

    Without `samples` the ranges are left out.
    """
    try:
        report = estimate_costs(
            facts,
            strategy=strategy,
            horizon_months=horizon_months,
            as_of=day,
            table=table,
            samples=samples,
            seed=seed,
        )
    except InvalidInput as error:
        return None, str(error)
    return report, ""

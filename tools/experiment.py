"""The next experiment: the cheapest measurement that would settle the advice."""

import math
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.advice import ExperimentRule, advice
from tools.candidates import Candidate, scores_at
from tools.drivers import FAILURE
from tools.errors import UnknownModel
from tools.facts import ProjectFacts
from tools.priors import priors
from tools.samplesizes import items_for_margin
from tools.showing import show
from tools.strategies import strategy_texts
from tools.uncertainty import Outlook
from tools.vocabulary import STRATEGIES, spec, vocabulary
from tools.worth import Prospect, Worth

if TYPE_CHECKING:
    from tools.tariffs import Tariffs


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one result would mean: the strategy that then leads, and its chance of being best."""

    result: str
    strategy: str
    probability: float


@dataclass(frozen=True, slots=True)
class Experiment:
    """A measurement nobody has made: what to do, on how many cases, and what each result changes.

    `usd` is the bill for the model's answers, None while no price is known and where they come from
    GPUs that are paid by the month, whatever they answer; `gain` is what the result is worth in
    score points; `threshold` is the result that decides, where it is a number.
    """

    fact: str
    action: str
    items: int
    days: int
    usd: Decimal | None
    threshold: float | None
    outcomes: tuple[Outcome, ...]
    gain: float
    text: str
    why: str


def next_experiment(
    facts: ProjectFacts,
    *,
    seed: int = 0,
    as_of: date | None = None,
    table: "Tariffs | None" = None,
    prospect: Prospect | None = None,
) -> Experiment | None:
    """Propose the measurement whose result is worth most, with its bill; None if none matters.

    The bill is for the prices of `table` on the day `as_of`, as in `estimate_costs`. A `prospect`
    of the same facts saves sampling them again, and its seed counts.
    """
    found = plan_experiment(prospect or Prospect(facts, seed))
    if found is None:
        return None
    from tools.costs import estimate_costs

    try:
        report = estimate_costs(facts, strategy="prompting", as_of=as_of, table=table)
        prompt = report.plans[0]
        each = None if prompt.hardware else prompt.per_request_usd
    except UnknownModel:
        each = None
    calls = advice().experiments[found.fact].calls * found.items
    usd = None if each is None else (each * calls).quantize(Decimal("0.01"))
    return replace(found, usd=usd, text=_text(found, usd))


def plan_experiment(prospect: Prospect) -> Experiment | None:
    """The same without the bill, which needs the prices."""
    least = advice().value_of_information.least
    for worth in prospect.worths:
        if worth.fact in advice().experiments and worth.gain >= least:
            planned = _plan(prospect.facts, worth, prospect.outlook)
            if planned is not None:
                return planned
    return None


def _plan(facts: ProjectFacts, worth: Worth, outlook: Outlook) -> Experiment | None:
    fact, rule = worth.fact, advice().experiments[worth.fact]
    threshold = _deciding_accuracy(facts) if fact == "current_accuracy" else None
    if threshold is not None:
        goal = show(fact, threshold)
        low, high = max(threshold - rule.below, 0.0), min(threshold + rule.above, 100.0)
        results: list[tuple[str, Any]] = [(f"{goal} or more", high), (f"below {goal}", low)]
    elif fact == "current_accuracy":
        return None
    else:
        options = vocabulary()[fact].choices or (True, False)
        results = [(show(fact, value), value) for value in options]
    scores = scores_at(facts, [Candidate(fact, value) for _, value in results])
    first = scores.argmax(axis=1)
    if len(set(first)) < 2:
        return None
    outcomes = tuple(
        Outcome(shown, STRATEGIES[int(at)], _chance(outlook, fact, value, threshold, int(at)))
        for (shown, value), at in zip(results, first, strict=True)
    )
    items = _items(facts, rule, fact, threshold)
    action = rule.action.format(items=items)
    gain = round(worth.gain, 2)
    bare = Experiment(fact, action, items, rule.days, None, threshold, outcomes, gain, "", rule.why)
    return replace(bare, text=_text(bare, None))


def _chance(
    outlook: Outlook, fact: str, value: Any, threshold: float | None, strategy: int
) -> float:
    """The strategy's chance of being best among the samples in which the result comes out so."""
    if fact == FAILURE:
        like = outlook.samples.columns[value] > 0.5
    else:
        draw = outlook.samples.draws[fact]
        if threshold is not None and draw.numbers is not None:
            like = (draw.numbers >= threshold) == (value >= threshold)
        else:
            like = draw.level == priors()[fact].level_of(value)
    return float(outlook.probability_where(like)[strategy])


def _items(facts: ProjectFacts, rule: ExperimentRule, fact: str, threshold: float | None) -> int:
    """Cases that pin the result, rounded up to tens; for an accuracy at most those labelled."""
    share = rule.share if threshold is None else threshold / 100.0
    wanted = max(10 * math.ceil(items_for_margin(share, rule.margin) / 10), rule.least_items)
    have = facts.value("labeled_examples")
    if fact == "current_accuracy" and have is not None and rule.least_items <= have < wanted:
        return int(have)
    return wanted


def _deciding_accuracy(facts: ProjectFacts) -> float | None:
    """The accuracy from which on another strategy leads than just below it, if there is one."""
    grid = [float(x) for x in range(40, 100)]
    scores = scores_at(facts, [Candidate("current_accuracy", x) for x in grid])
    leads = scores.argmax(axis=1)
    changes = np.flatnonzero(np.diff(leads))
    return grid[int(changes[-1]) + 1] if len(changes) else None


def _text(experiment: Experiment, usd: Decimal | None) -> str:
    bill = f", about ${usd:,.2f} for the answers" if usd is not None else ""
    day = "a day" if experiment.days == 1 else f"{experiment.days} days"
    leads: dict[str, list[str]] = {}
    for outcome in experiment.outcomes:
        leads.setdefault(outcome.strategy, []).append(outcome.result)
    labels = strategy_texts()
    what = "the answer" if spec(experiment.fact).kind == "flag" else "it"
    cases = [f"{labels[s].label} if {what} is {' or '.join(r)}" for s, r in leads.items()]
    return f"{experiment.action} ({day}{bill}). It then points to {'; '.join(cases)}."

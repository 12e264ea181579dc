"""What a measured result decides: on which side of the deciding value it lies."""

from dataclasses import dataclass

from tools.experiment import Experiment
from tools.facts import Fact, ProjectFacts
from tools.showing import show
from tools.strategies import strategy_texts


@dataclass(frozen=True, slots=True)
class Decided:
    """A result against the experiment that was proposed for it.

    `reached` is true at or above the threshold, None where there is none or the result is a range
    around it; `strategy` is what the experiment said such a result points to, None where it said
    nothing of the kind.
    """

    fact: str
    result: str
    threshold: float | None
    reached: bool | None
    strategy: str | None
    text: str


def judge_result(experiment: Experiment, facts: ProjectFacts) -> Decided | None:
    """Hold the result in `facts` against the experiment; None while it is not known."""
    fact = facts.known.get(experiment.fact)
    if fact is None:
        return None
    result = show(experiment.fact, fact.value)
    if experiment.threshold is None:
        strategy = next((o.strategy for o in experiment.outcomes if o.result == result), None)
        return Decided(experiment.fact, result, None, None, strategy, _pointed(result, strategy))
    goal = show(experiment.fact, experiment.threshold)
    reached = _reached(fact, experiment.threshold)
    if reached is None:
        text = f"The result lies around the {goal} that decides, so it settles nothing yet."
        return Decided(experiment.fact, result, experiment.threshold, None, None, text)
    strategy = experiment.outcomes[0 if reached else 1].strategy
    side = "reaches" if reached else "is below"
    text = f"{result} {side} the {goal} that decides, which points to {_label(strategy)}."
    return Decided(experiment.fact, result, experiment.threshold, reached, strategy, text)


def _reached(fact: Fact, threshold: float) -> bool | None:
    if fact.low is not None and fact.high is not None and fact.low < threshold <= fact.high:
        return None
    return float(fact.value) >= threshold  # type: ignore[arg-type]


def _pointed(result: str, strategy: str | None) -> str:
    shown = f"{result[:1].upper()}{result[1:]}"
    return f"{shown}: that points to {_label(strategy)}." if strategy else f"{shown}."


def _label(strategy: str) -> str:
    return strategy_texts()[strategy].label

"""The interview on simulated projects: published cases whose unknown facts are filled coherently.

Each project starts with its task and two random facts; then questions are asked in the order of the
advisor, in the fixed order of the vocabulary, or in random order, and answered with the truth.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.evals.make_inputs import facts_of
from tools.advice import advice
from tools.drivers import FAILURE, FAILURES
from tools.facts import Fact, ProjectFacts, make_fact
from tools.interview import next_question
from tools.model import mean_columns, sample_columns, value_model
from tools.priors import priors
from tools.uncertainty import look_ahead
from tools.vocabulary import STRATEGIES, spec, vocabulary

BUDGETS = (0, 3, 5, 8)
GIVEN = 2
ASKABLE = tuple(name for name in vocabulary() if name == FAILURE or name in priors())

Chooser = Callable[[ProjectFacts, Sequence[str]], str | None]


@dataclass(frozen=True)
class Step:
    """Where one interview stands after some questions."""

    same: bool
    regret: float
    chance: float
    sure: float
    close: bool


@dataclass(frozen=True)
class Simulated:
    """The steps of all interviews by order and budget, and when the advisor stopped by itself."""

    steps: Mapping[str, Mapping[int, tuple[Step, ...]]]
    questions: tuple[int, ...]
    stopped: tuple[Step, ...]


def scores_of(facts: ProjectFacts) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The scores of every strategy for one project."""
    model = value_model()
    return model.scores(model.levels(mean_columns(facts)))[0]


def complete(facts: ProjectFacts, seed: int) -> ProjectFacts:
    """A project in which every unknown fact is drawn from its prior, given the known ones."""
    drawn = sample_columns(facts, seed=seed, samples=1)
    added: dict[str, Fact] = {}
    for name, draw in drawn.draws.items():
        if name in facts:
            continue
        if draw.numbers is not None:
            number = float(draw.numbers[0])
            whole = spec(name).kind == "integer"
            added[name] = make_fact(name, round(number) if whole else number)
        else:
            value = priors()[name].values_of(int(draw.level[0]))[0]
            added[name] = make_fact(name, value)
    if FAILURE not in facts:
        mode = next(m for m in FAILURES if drawn.columns[m][0] > 0.5)
        added[FAILURE] = make_fact(FAILURE, mode)
    return facts.with_facts(added)


def simulate(gold: Sequence[dict[str, Any]], *, projects: int, seed: int = 0) -> Simulated:
    """Interview `projects` projects, going round the cases with a new fill each time."""
    steps: dict[str, dict[int, list[Step]]] = {
        who: {b: [] for b in BUDGETS} for who in ("advisor", "fixed order", "random order")
    }
    questions: list[int] = []
    stopped: list[Step] = []
    for i in range(projects):
        rng = np.random.default_rng([seed, i])
        truth = complete(ProjectFacts.of(facts_of(gold[i % len(gold)])), seed=seed + i)
        others = [n for n in ASKABLE if n != "task"]
        given = ["task", *rng.permutation(others)[:GIVEN]]
        start = ProjectFacts({n: truth.known[n] for n in given})
        shuffled = [str(n) for n in rng.permutation(others)]
        for who, chooser in _choosers(shuffled).items():
            by_budget, count = _interview(start, truth, chooser)
            for budget, step in by_budget.items():
                steps[who][budget].append(step)
            if who == "advisor":
                questions.append(count)
                stopped.append(by_budget[max(BUDGETS)])
    frozen = {w: {b: tuple(r) for b, r in by.items()} for w, by in steps.items()}
    return Simulated(frozen, tuple(questions), tuple(stopped))


def _choosers(shuffled: Sequence[str]) -> dict[str, Chooser]:
    def by_order(order: Sequence[str]) -> Chooser:
        return lambda facts, asked: next((n for n in order if n not in facts), None)

    def advisor(facts: ProjectFacts, asked: Sequence[str]) -> str | None:
        return next_question(facts, asked=asked, max_questions=max(BUDGETS)).fact

    return {
        "advisor": advisor,
        "fixed order": by_order(ASKABLE),
        "random order": by_order(shuffled),
    }


def _interview(
    start: ProjectFacts, truth: ProjectFacts, choose: Chooser
) -> tuple[dict[int, Step], int]:
    """Where the interview stands at each budget, and how many questions were asked at all."""
    facts, asked, out = start, [], {}
    for n in range(max(BUDGETS) + 1):
        if n in BUDGETS:
            out[n] = _step(facts, truth) if n == len(asked) else out[max(out)]
        name = choose(facts, asked) if n == len(asked) < max(BUDGETS) else None
        if name is not None:
            asked.append(name)
            facts = facts.with_facts({name: truth.known[name]})
    if len(asked) not in out:
        stop = _step(facts, truth)
        out |= {n: stop for n in BUDGETS if n > len(asked)}
    return out, len(asked)


def _step(facts: ProjectFacts, truth: ProjectFacts) -> Step:
    said, full = scores_of(facts), scores_of(truth)
    first = int(said.argmax())
    outlook = look_ahead(facts, samples=500)
    chance = float(outlook.probability[first])
    lead = said[first] - float(np.delete(said, first).max())
    return Step(
        first == int(full.argmax()),
        float(full.max() - full[first]),
        chance,
        outlook.confidence(first),
        bool(lead < advice().closeness.points),
    )


def interview_table(found: Simulated) -> list[str]:
    """The interview in figures."""
    rows = len(found.questions)
    lines = [
        f"Interview on {rows} simulated projects, from the task and {GIVEN} random facts",
        f"{'after questions':24s}" + "".join(f"{b:>26d}" for b in BUDGETS),
        f"{'':24s}" + f"{'same  or close regret P':>26s}" * len(BUDGETS),
    ]
    for who, by in found.steps.items():
        lines.append(f"{who:24s}" + "".join(f"{_cells(by[b]):>26s}" for b in BUDGETS))
    lines.append(
        f"{'when it stops by itself':24s}{_cells(found.stopped):>26s}"
        f"   after {np.mean(found.questions):.1f} questions on average, "
        f"{max(found.questions)} at most"
    )
    return lines


def _cells(steps: Sequence[Step]) -> str:
    same = np.mean([s.same for s in steps])
    close = np.mean([s.same or s.close for s in steps])
    regret = np.mean([s.regret for s in steps])
    chance = np.mean([s.chance for s in steps])
    return f"{same:.0%}  {close:.0%}  {regret:.2f}  {chance:.2f}"


__all__ = ["STRATEGIES", "Simulated", "Step", "complete", "interview_table", "simulate"]

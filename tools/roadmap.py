"""What to do now, next and later: each later step with the measurable event that starts it."""

from tools.advice import advice
from tools.experiment import Experiment
from tools.facts import ProjectFacts
from tools.results import Ranked, RoadmapStep, When
from tools.showing import show

LATER = 2


def roadmap(
    facts: ProjectFacts,
    ranking: tuple[Ranked, ...],
    complements: tuple[str, ...],
    experiment: Experiment | None = None,
) -> tuple[RoadmapStep, ...]:
    """The first choice now, its complements next, the best of the rest later.

    The experiment that would settle the advice comes first, and an evaluation set while nothing has
    been measured.
    """
    steps = advice().roadmap
    out: list[RoadmapStep] = []
    if experiment is not None:
        out.append(RoadmapStep("now", None, experiment.text, "before anything is built"))
    if "current_accuracy" not in facts:
        out.append(RoadmapStep("now", None, steps["evaluation"].now, "before anything is built"))
    primary = ranking[0].strategy
    start = "as soon as that is done" if out else "today"
    out.append(RoadmapStep("now", primary, steps[primary].now, start))
    out += [_beside(primary, name, facts) for name in complements]
    rest = [r for r in ranking[1:] if r.strategy not in complements and not r.ruled_out]
    out += [_step("later", row.strategy, facts) for row in rest[:LATER]]
    repeat = steps["evaluation"]
    out.append(RoadmapStep("later", None, repeat.later, repeat.trigger))
    return tuple(out)


def _beside(primary: str, name: str, facts: ProjectFacts) -> RoadmapStep:
    """The step of a complement: as its rule words it for this first choice, else its own."""
    for rule in advice().complements.rules.values():
        if rule.strategy == name and rule.serves(primary) and rule.step:
            return RoadmapStep("next", name, rule.step, rule.starts.format(target=_goal(facts)))
    return _step("next", name, facts)


def _step(when: When, name: str, facts: ProjectFacts) -> RoadmapStep:
    step = advice().roadmap[name]
    open_needs = [n.text for n in step.needs if facts.value(n.fact, -1.0) < n.at_least]
    trigger = " and ".join([*open_needs, step.trigger.format(target=_goal(facts))])
    return RoadmapStep(when, name, step.later, trigger)


def _goal(facts: ProjectFacts) -> str:
    target = facts.value("target_accuracy")
    return show("target_accuracy", target) if target is not None else "the target"

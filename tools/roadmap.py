"""What to do now, next and later: each later step with the measurable event that starts it."""

from tools.advice import advice
from tools.experiment import Experiment
from tools.facts import ProjectFacts
from tools.results import Ranked, RoadmapStep
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
    for name in complements:
        out.append(_step("next", name, facts))
    rest = [row for row in ranking[1:] if row.strategy not in complements]
    for row in rest[:LATER]:
        out.append(_step("later", row.strategy, facts))
    repeat = steps["evaluation"]
    out.append(RoadmapStep("later", None, repeat.later, repeat.trigger))
    return tuple(out)


def _step(when: str, name: str, facts: ProjectFacts) -> RoadmapStep:
    step = advice().roadmap[name]
    target = facts.value("target_accuracy")
    goal = show("target_accuracy", target) if target is not None else "the target"
    open_needs = [n.text for n in step.needs if facts.value(n.fact, -1.0) < n.at_least]
    trigger = " and ".join([*open_needs, step.trigger.format(target=goal)])
    return RoadmapStep("next" if when == "next" else "later", name, step.later, trigger)

"""What to do now, next and later: each later step with the measurable event that starts it."""

from tools.advice import advice
from tools.facts import ProjectFacts
from tools.results import Ranked, RoadmapStep
from tools.showing import show

LATER = 2


def roadmap(
    facts: ProjectFacts, ranking: tuple[Ranked, ...], complements: tuple[str, ...]
) -> tuple[RoadmapStep, ...]:
    """The first choice now, its complements next, the best of the rest later.

    An evaluation comes first while nothing has been measured.
    """
    steps = advice().roadmap
    out: list[RoadmapStep] = []
    if "current_accuracy" not in facts:
        out.append(RoadmapStep("now", None, steps["evaluation"].now, "before anything is built"))
    primary = ranking[0].strategy
    out.append(RoadmapStep("now", primary, steps[primary].now, "as soon as that set exists"))
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
    trigger = step.trigger.format(target=goal)
    return RoadmapStep("next" if when == "next" else "later", name, step.later, trigger)

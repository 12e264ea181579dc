"""Replies about the next experiment: what to measure, what each result means, what one decided."""

from agent.offline.speaking import advice, supposing
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from tools.experiment import Experiment
from tools.metrics import metrics
from tools.money import about
from tools.showing import percent
from tools.strategies import strategy_texts

WATCHED = 3


def proposed(scene: Scene, say: TurnPhrases) -> list[str]:
    """What to measure first, what that costs, and what each outcome would change."""
    found, experiment = scene.briefing.assessment, scene.briefing.experiment
    assert found is not None
    if experiment is None:
        return [say("experiment_none", label=found.ranking[0].label), *_else(scene, say)]
    best = found.ranking[0]
    rows = [
        f"- {outcome.result}: {strategy_texts()[outcome.strategy].label}, "
        f"{percent(outcome.probability)}"
        for outcome in experiment.outcomes
    ]
    chance = percent(best.probability)
    sure = percent(found.confidence)
    today = say("experiment_today", label=best.label, chance=chance, sure=sure)
    return [
        say("experiment", action=experiment.action, effort=effort(experiment)),
        f"{today}\n\n" + "\n".join(rows),
        say("experiment_why"),
    ]


def short(experiment: Experiment, say: TurnPhrases) -> str:
    """The experiment as the first step of a recommendation."""
    return say("experiment_short", action=experiment.action, effort=effort(experiment))


def effort(experiment: Experiment) -> str:
    """Days and dollars: `a day and about $2`."""
    days = "a day" if experiment.days == 1 else f"{experiment.days} days"
    if experiment.usd is None:
        return days
    return f"{days} and about {about(experiment.usd)}"


def decided(scene: Scene, say: TurnPhrases) -> list[str]:
    """What a reported result decided, and how ranking and chances moved with it."""
    recorded = scene.result("record_facts")
    found = recorded.get("moved") if recorded else None
    if recorded is None or found is None:
        return advice.standing(scene, say)[0]
    if not recorded["recorded"]:  # it differs from what was said, and is asked about first
        return []
    values = {
        "label": found["first_after"],
        "old_label": found["first_before"],
        "before": advice.points(found["score_before"]),
        "after": advice.points(found["score_after"]),
        "chance_before": percent(found["probability_before"]),
        "chance_after": percent(found["probability_after"]),
        "sure": percent(found["confidence_after"]),
    }
    same = found["first_before"] == found["first_after"]
    phrase = "experiment_confirms" if same else "experiment_turns"
    head = f"**{recorded['decided']}** " if "decided" in recorded else ""
    return [f"{head}{say(phrase, **values)} {found['moved']}"]


def _else(scene: Scene, say: TurnPhrases) -> list[str]:
    found = scene.briefing.assessment
    assert found is not None
    watched = metrics((found.primary, *found.complements), scene.book.facts, None)
    rows = "\n".join(f"- {row.measure}" for row in watched[:WATCHED])
    flips = " ".join(supposing.flip(flip) for flip in found.flips[:1])
    moved = [say("flips", flips=flips)] if flips else []
    return [say("measure_head") + f"\n\n{rows}", *moved]

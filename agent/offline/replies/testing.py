"""Replies on how to test: by what measure, on how many cases, and what proves the advice."""

from agent.offline.replies.experiments import WATCHED
from agent.offline.replies.explanations import answer
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.wording import lower_first
from tools.metrics import metrics
from tools.showing import percent

EXACT = ("classification", "extraction")  # where code can compare an answer with the right one


def test_how(scene: Scene, say: TurnPhrases) -> list[str]:
    """How good answers are told from bad ones: by what measure, and on how many cases."""
    found, sized = scene.briefing.assessment, scene.result("size_test")
    if found is None:
        return answer(scene, say)
    facts = scene.book.facts
    fixed = facts.value("task") in EXACT or facts.value("output_format") == "structured"
    values = {"fixed": fixed, "items": None, "accuracy": "", "within": ""} | dict(sized or {})
    watched = metrics((found.primary, *found.complements), facts, None)
    rows = "\n".join(f"- {row.measure}" for row in watched[:WATCHED])
    return [say("test_how", **values), *([say("test_watch") + f"\n\n{rows}"] if rows else [])]


def prove(scene: Scene, say: TurnPhrases) -> list[str]:
    """That no proof exists before a test, and which test gives it."""
    found, experiment = scene.briefing.assessment, scene.briefing.experiment
    if found is None:
        return [say("no_facts_advice")]
    best = found.ranking[0]
    values = {"label": best.label, "sure": percent(found.confidence)}
    if experiment is None:
        return [say("prove_bare", **values)]
    return [say("prove", action=lower_first(experiment.action), **values)]

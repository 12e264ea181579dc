"""The advice in a few sentences that somebody can pass on: to a boss, or to whoever pays."""

from agent import wording
from agent.offline.replies import costs
from agent.offline.speaking import advice, plainly, reasons
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import pattern
from tools.showing import percent

FILE = "replies"


def pitch(scene: Scene, say: TurnPhrases) -> list[str]:
    """What to do, for how much, why and what first; to whoever pays the money comes first."""
    found, report = scene.briefing.assessment, scene.briefing.costs
    assert found is not None
    told = {name: wording.fact_in_words(name, f) for name, f in scene.book.facts.known.items()}
    first = next((step.action for step in found.roadmap if step.when == "now"), "")
    values = {
        "label": found.ranking[0].label,
        "means": _capital(_sentence(plainly.in_plain_words(found.primary))),
        "reason": reasons.strongest(scene.briefing, scene.book.facts),
        "facts": advice.facts_told(told),
        "step": _sentence(first),
        "sure": percent(found.confidence),
        **costs.figures(report),
    }
    if report is not None and pattern("who_pays", FILE).search(scene.text.lower()):
        alone = len(report.plans) == 1
        return [say("pitch_money", verdict="" if alone else costs.verdict(report, say), **values)]
    return [say("pitch", **values)]


def convince(scene: Scene, say: TurnPhrases) -> list[str]:
    """Words for whoever decides, and the test that convinces better than words."""
    if scene.briefing.assessment is None:
        return [say("no_facts_advice")]
    tested = scene.briefing.experiment
    proof = (
        [] if tested is None else [say("convince_proof", action=wording.lower_first(tested.action))]
    )
    return [*pitch(scene, say), *proof]


def _sentence(text: str) -> str:
    """The first sentence of a text."""
    return f"{text.partition('. ')[0].rstrip('.')}." if text else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

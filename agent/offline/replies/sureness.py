"""How sure the advice is, in words, and what that rests on."""

from agent import wording
from agent.offline.replies.recommendation import rests_on
from agent.offline.speaking import advice
from agent.offline.speaking.measure import measure
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from tools.showing import percent


def sure(scene: Scene, say: TurnPhrases) -> list[str]:
    """How sure, what that means, which facts it rests on, and where the doubt sits."""
    found, facts = scene.briefing.assessment, scene.book.facts.known
    if found is None:
        return [say("no_facts_advice")]
    told = {n: wording.fact_in_words(n, f) for n, f in facts.items() if f.source != "assumption"}
    assumption, flip = rests_on(found, scene.book.facts)
    second = found.ranking[1]
    rest = say(
        "sure_rests",
        facts=advice.facts_told(told),
        assumption=assumption,
        flip=flip,
        second=second.label,
        chance=percent(second.probability),
    )
    return [
        say(
            "sure",
            label=found.ranking[0].label,
            sure=percent(found.confidence),
            level=_level(found.confidence),
        ),
        rest,
    ]


def _level(confidence: float) -> str:
    """A word for a chance of 0–1."""
    rule = measure()
    if confidence >= rule.very_sure:
        return "very"
    if confidence >= rule.fairly_sure:
        return "fairly"
    return "open" if confidence < rule.wide_open else "barely"

"""How sure the advice is, in words, and what that rests on."""

from agent import wording
from agent.offline.replies.recommendation import rests_on
from agent.offline.speaking import advice
from agent.offline.speaking.measure import measure
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.message import take_apart
from tools.showing import percent
from tools.vocabulary import spec


def sure(scene: Scene, say: TurnPhrases) -> list[str]:
    """How sure, what that means, which facts it rests on, and where the doubt sits."""
    found, facts = scene.briefing.assessment, scene.book.facts.known
    if found is None:
        return [say("no_facts_advice")]
    mine = _told_share(scene)
    if mine:
        fact = facts[mine]
        return [say("told_of", fact=wording.fact_in_words(mine, fact), quote=fact.quote or "")]
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


def _told_share(scene: Scene) -> str:
    """The fact whose percentage is asked after, where it was told; empty where it is ours."""
    found, facts = scene.briefing.assessment, scene.book.facts.known
    shares = [q.number.value for q in take_apart(scene.text).quantities if q.unit == "percent"]
    if not shares or (found is not None and f"{shares[0]:g}%" == percent(found.confidence)):
        return ""
    told = (n for n, f in facts.items() if spec(n).unit == "percent" and f.value == shares[0])
    return next(told, "")


def _level(confidence: float) -> str:
    """A word for a chance of 0–1."""
    rule = measure()
    if confidence >= rule.very_sure:
        return "very"
    if confidence >= rule.fairly_sure:
        return "fairly"
    return "open" if confidence < rule.wide_open else "barely"

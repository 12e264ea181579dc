"""How what the guidance says bears on this project: the last sentence of an answer."""

from agent import wording
from agent.offline.asking.topics import fact_named
from agent.offline.speaking import advice, reasons
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.message import take_apart
from agent.offline.words.strategies import find_strategies
from tools.results import Ranked

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "last")


def bearing(scene: Scene, say: TurnPhrases) -> list[str]:
    """One sentence on the project, where the question is about something that bears on it."""
    found, facts = scene.briefing.assessment, scene.book.facts
    if found is None:
        return []
    norm = take_apart(scene.text).norm
    named = find_strategies(norm)
    if len(named) > 1:
        rows = sorted((found.of(s) for s in named), key=lambda r: -r.score)
        scores = wording.join([f"{r.label} {advice.points(r.score)}" for r in rows])
        leads = found.ranking[0]
        first = "" if leads.strategy in named else f"{leads.label} {advice.points(leads.score)}"
        return [say("bearing_several", scores=scores, label=rows[0].label, leads=first)]
    if named:
        return [_of_one(scene, found.of(named[0]), say)]
    about = (scene.result("search_guidance") or {}).get("about", ())
    best = found.ranking[0]
    fact = fact_named(norm)
    if fact in facts:
        told = wording.fact_in_words(fact, facts.known[fact])
        return [say("bearing_fact", fact=told, label=best.label, reason=_reason(scene))]
    reason = _reason(scene)
    fresh = bool(reason) and reason not in scene.past.recent  # without one it is mere repetition
    fits = best.strategy in about and fresh
    return [say("bearing", label=best.label, reason=reason)] if fits else []


def _of_one(scene: Scene, row: Ranked, say: TurnPhrases) -> str:
    found = scene.briefing.assessment
    assert found is not None
    best = found.ranking[0]
    if row.strategy == best.strategy:
        return say("bearing_first", label=row.label, reason=_reason(scene))
    if row.strategy in found.complements:
        return say("bearing_beside", label=row.label, best_label=best.label)
    return say(
        "bearing_other",
        label=row.label,
        place=ORDINALS[advice.place(found.ranking, row.strategy) - 1],
        best_label=best.label,
        gate=row.gates[0].text.rstrip(".") if row.gates else "",
    )


def _reason(scene: Scene) -> str:
    """The strongest reason for the first choice, to stand after a colon."""
    return reasons.strongest(scene.briefing, scene.book.facts)

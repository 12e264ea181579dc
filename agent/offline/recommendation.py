"""The whole recommendation: what, why, at what cost, on whose word, what to do first."""

from agent import wording
from agent.offline import advice, experiment_replies, rule_replies
from agent.offline.phrases import TurnPhrases
from agent.offline.scene import Scene
from tools.precedents import is_near
from tools.showing import percent

RUNNERS_UP = 2
REASONS = 3
ASSUMPTIONS = 4
FLIPS = 2


def recommendation(scene: Scene, say: TurnPhrases) -> list[str]:
    """The whole recommendation: what, why, what it costs, on whose word, what it assumes."""
    found = scene.briefing.assessment
    assert found is not None
    best, second = found.ranking[0], found.ranking[1]
    parts = []
    if found.off_ramp is not None:
        parts.append(say("off_ramp", text=found.off_ramp.text))
    stack = wording.join([found.of(s).label for s in found.complements])
    sure = percent(found.confidence)
    lead = say(
        "recommend", label=best.label, stack=stack, score=advice.points(best.score), sure=sure
    )
    if found.close_call:
        lead += " " + say("close_call", label=second.label, score=advice.points(second.score))
    else:
        others = [
            f"{r.label} ({advice.points(r.score)})" for r in found.ranking[1 : 1 + RUNNERS_UP]
        ]
        lead += " " + say("runner_up", others=wording.join(others))
    parts.append(lead)
    if found.reasons_for:
        parts.append(say("why", reasons=advice.sentences(found.reasons_for[:REASONS])))
    if found.reasons_against:
        parts.append(say("against", reasons=advice.sentences(found.reasons_against[:1])))
    parts += advice.costs(scene.briefing, say)
    parts += advice.quotes(scene, say, limit=1)
    near = [case for case in scene.briefing.precedents[:1] if is_near(case)]
    parts += [say("case_short", **rule_replies.told(case)) for case in near]
    now = [s for s in found.roadmap if s.when == "now"]
    if scene.briefing.experiment is not None:
        parts.append(experiment_replies.short(scene.briefing.experiment, say))
    elif now:
        parts.append(say("first_step", action=now[0].action.split(". ")[0].rstrip(".")))
    if found.assumed:
        shown = [f"{a.label} {a.value}" for a in found.assumed[:ASSUMPTIONS]]
        parts.append(say("assumed", assumptions="; ".join(shown)))
    if found.flips:
        parts.append(say("flips", flips=advice.sentences([f.text for f in found.flips[:FLIPS]])))
    return parts

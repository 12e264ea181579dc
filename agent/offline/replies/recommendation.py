"""The recommendation in a hundred words or so; all else is on the board, or one question away."""

from agent import wording
from agent.offline.replies import costs, experiments, objections
from agent.offline.speaking import advice, reasons, supposing
from agent.offline.speaking.measure import measure
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.ruled import price
from agent.offline.speaking.scene import Lead, Scene
from tools.facts import ProjectFacts
from tools.results import Assessment
from tools.showing import percent

REASONS = 2


def recommendation(scene: Scene, say: TurnPhrases) -> list[str]:
    """What and how surely, two reasons, the cost, a source, what it rests on, the first step."""
    found = scene.briefing.assessment
    assert found is not None
    if found.nothing_left:
        return [found.nothing_left]
    if repeated(scene):
        return [say("advice_again", **_stack(found))]
    dear = objections.is_a_loss(scene.briefing.costs)
    parts = [_head(scene, found, say, dear=dear)]
    clauses = reasons.in_short(reasons.told(scene.briefing)[:REASONS], scene.book.facts)
    likely = reasons.likely(found, scene.book.facts)
    body = [say("why", reasons="; ".join(clauses))] if clauses else []
    body += [say("why_assumed", parts=wording.join(likely))] if likely and not clauses else []
    parts.append(" ".join([*body, *advice.quotes(scene, say, limit=1)]))
    bill = costs.in_one_sentence(scene, say)
    if clauses:  # what is only assumed is no word for what the money buys
        bill = [*bill, *objections.for_the_money(scene, say)]
    parts += [" ".join(bill)] if bill else []
    assumed = rests_on(found, scene.book.facts)
    parts += [say("rests_on", assumption=assumed[0], flip=assumed[1])] if assumed[0] else []
    parts += first_step(scene, say)
    short = sum(len(part.split()) for part in parts) <= measure().advice_words
    if short and scene.briefing.question is None and not scene.more:
        parts.append(say("ask_me"))
    return parts


def repeated(scene: Scene) -> bool:
    """True when the same advice was given just now, and nothing has moved since."""
    found = scene.briefing.assessment
    assert found is not None
    return scene.past.advised == Lead(found.primary, round(found.confidence, 4))


def _stack(found: Assessment) -> dict[str, str]:
    stack = wording.join([found.of(s).label for s in found.complements])
    return {"label": found.ranking[0].label, "stack": stack, "sure": percent(found.confidence)}


def _head(scene: Scene, found: Assessment, say: TurnPhrases, *, dear: bool) -> str:
    second = found.ranking[1]
    parts = [say("recommend", **_stack(found), dear=dear)]
    if found.off_ramp is not None and found.off_ramp.key == "not_enough_known":
        parts.append(say("first_guess"))
    if found.close_call:
        parts.append(say("close_call", label=second.label))
    parts += price(scene, say)
    if found.off_ramp is not None and found.off_ramp.key != "not_enough_known":
        parts.append(say("off_ramp", text=found.off_ramp.text.partition(". ")[0].rstrip(".") + "."))
    return " ".join(parts)


def rests_on(found: Assessment, facts: ProjectFacts) -> tuple[str, str]:
    """The assumption that matters most, and what another value would change; empty without one."""
    rows = {row.fact: row for row in found.assumed}
    flip = next((f for f in found.flips if f.fact in rows), None)
    telling = [swing.fact for swing in found.tornado if swing.fact in rows]
    row = rows.get(flip.fact if flip is not None else next(iter(telling), ""))
    if row is None:
        return "", ""
    return supposing.assumption(row), supposing.flip(flip) if flip is not None else ""


def first_step(scene: Scene, say: TurnPhrases) -> list[str]:
    """What to do first: the experiment that would tell, else the first step of the roadmap."""
    found, experiment = scene.briefing.assessment, scene.briefing.experiment
    if experiment is not None:
        return [experiments.short(experiment, say)]
    steps = [s for s in found.roadmap if s.when == "now"] if found is not None else []
    return [say("first_step", action=_short_step(steps[0].action))] if steps else []


def _short_step(action: str) -> str:
    """The first sentence of a step, without what follows a semicolon."""
    return action.split(". ")[0].partition(";")[0].rstrip(".")

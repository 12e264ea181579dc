"""Replies that give reasons: why this, why not that, why it is asked, what would change it."""

from agent import wording
from agent.offline.replies import experiments
from agent.offline.speaking import advice, reasons, supposing
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.questions import in_plain_words
from agent.offline.speaking.scene import Scene
from agent.offline.words.message import take_apart
from agent.offline.words.strategies import find_strategies
from tools.results import Ranked
from tools.showing import percent
from tools.vocabulary import spec, vocabulary

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "last")
DRIVING_POINTS = 3
SETBACKS = 2
LEAST_SETBACK = 1  # points of the score; less is no reason
FLIPS = 3
REASONS = 2


def why_not(scene: Scene, say: TurnPhrases, strategy: str) -> list[str]:
    """Why one strategy is not the first choice; where it is, what speaks against it."""
    found = scene.briefing.assessment
    assert found is not None
    row, best = found.of(strategy), found.ranking[0]
    score = advice.points(row.score)
    if row.ruled_out:
        scores = {"score": score, "best_score": advice.points(best.score)}
        return [say("why_not_ruled_out", label=row.label, best_label=best.label, **scores)]
    if row.strategy == best.strategy:
        parts = [say("why_not_first", label=row.label, score=score)]
        against = reasons.in_short(found.reasons_against[:2], scene.book.facts)
        return [*parts, say("against", reasons=wording.join(against))] if against else parts
    parts = [
        say(
            "why_not",
            label=row.label,
            place=ORDINALS[advice.place(found.ranking, strategy) - 1],
            score=score,
            best_score=advice.points(best.score),
            best_label=best.label,
            in_stack=strategy in found.complements,
        )
    ]
    body = [say("why_not_gate", gate=_sentence(g.text)) for g in row.gates[:1]]
    behind = setbacks(row, best)
    if behind:
        body.append(say("why_not_less", best_label=best.label, points=wording.join(behind)))
    return [*parts, " ".join(body), *advice.quotes(scene, say, limit=1)]


def setbacks(row: Ranked, best: Ranked) -> list[str]:
    """What sets one strategy back most against another, as the labels of its terms."""
    theirs = {c.key: c.points for c in best.contributions}
    gaps = [(c.points - theirs.get(c.key, 0.0), c) for c in row.contributions if c.key != "base"]
    behind = [c.label for gap, c in sorted(gaps, key=lambda x: x[0]) if gap < -LEAST_SETBACK]
    return behind[:SETBACKS]


def why_this(scene: Scene, say: TurnPhrases, strategy: str) -> list[str]:
    """Why one strategy stands where it does: first, beside the first, or behind it."""
    found = scene.briefing.assessment
    assert found is not None
    if strategy not in found.complements:
        return why_not(scene, say, strategy)
    row, best = found.of(strategy), found.ranking[0]
    step = next((s for s in found.roadmap if s.strategy == strategy), None)
    head = say("why_beside", label=row.label, best_label=best.label, wins=row.wins)
    when = [say("why_beside_when", when=step.trigger)] if step is not None else []
    return [" ".join([head, *when]), *advice.quotes(scene, say, limit=1)]


def why_recommended(scene: Scene, say: TurnPhrases) -> list[str]:
    """Why the first choice leads, or the strategy that is named stands where it does."""
    found = scene.briefing.assessment
    assert found is not None
    named = find_strategies(take_apart(scene.text).norm)
    beside = scene.result("compare_strategies")
    if beside is not None:
        return [say("why_of_two", because=beside["because"])]
    if len(named) == 1 and named[0] != found.primary:
        return why_this(scene, say, named[0])
    told = reasons.told(scene.briefing)
    if not told:
        likely = reasons.likely(found, scene.book.facts)
        if not likely:
            return how_scores_work(scene, say) + advice.quotes(scene, say, limit=1)
        head = say("why_likely", label=found.ranking[0].label, parts=wording.join(likely))
        return [head, *advice.quotes(scene, say, limit=1)]
    rows = "\n".join(f"- {text.rstrip('.')}." for text in told[:REASONS])
    parts = [say("why_first", label=found.ranking[0].label) + f"\n\n{rows}"]
    against = reasons.in_short(found.reasons_against[:1], scene.book.facts)
    parts += [say("against", reasons=wording.join(against))] if against else []
    return parts + advice.quotes(scene, say, limit=1)


def why_asked(scene: Scene, say: TurnPhrases, fact: str) -> list[str]:
    """Why a fact is asked for: what its answer could change."""
    question = scene.briefing.question
    name = fact if fact in vocabulary() else scene.book.open_fact or ""
    if question is not None and name in ("", question.fact):
        plain = in_plain_words(str(question.fact))
        return [say("why_asked", why=question.could_change, plain=plain)]
    if name not in vocabulary():
        return [say("why_asked_none")]
    return [say("why_asked_not", label=spec(name).label)]


def change_mind(scene: Scene, say: TurnPhrases) -> list[str]:
    """What would turn the advice, and the experiment that would show it."""
    found, experiment = scene.briefing.assessment, scene.briefing.experiment
    assert found is not None
    if found.flips:
        parts = [say("change_mind", flips=" ".join(map(supposing.flip, found.flips[:FLIPS])))]
    else:
        parts = [say("change_mind_none", label=found.ranking[0].label)]
    if experiment is not None:
        effort = experiments.effort(experiment)
        parts.append(say("change_mind_test", action=experiment.action, effort=effort))
    return parts


def how_scores_work(scene: Scene, say: TurnPhrases) -> list[str]:
    """What the score of the first choice is made of, and what its sureness means."""
    found = scene.briefing.assessment
    assert found is not None
    best = found.ranking[0]
    own = [c for c in best.contributions if c.key != "base"]
    strongest = sorted(own, key=lambda c: -abs(c.points))[:DRIVING_POINTS]
    parts = wording.join([f"{c.label} ({c.points:+.1f})" for c in strongest])
    sure = percent(found.confidence)
    score = advice.points(best.score)
    return [say("how_scores", label=best.label, parts=parts, sure=sure, score=score)]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."

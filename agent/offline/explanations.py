"""Replies that explain: what a change would do, why this and not that, what the guidance says."""

from collections.abc import Mapping
from typing import Any

from agent import wording
from agent.offline import (
    advice,
    cost_replies,
    experiment_replies,
    plateau_replies,
    reasons,
    rule_replies,
    scenario_replies,
    supposing,
)
from agent.offline.bearings import bearing
from agent.offline.cost_replies import months_rounded
from agent.offline.excerpts import excerpt
from agent.offline.measure import measure
from agent.offline.message import take_apart
from agent.offline.phrases import TurnPhrases
from agent.offline.questions import in_plain_words
from agent.offline.scene import Scene
from agent.offline.strategies import find_strategies
from tools.facts import STRATEGIES, spec, vocabulary
from tools.showing import percent

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "last")
DRIVING_POINTS = 3
SETBACKS = 2
FLIPS = 3
REASONS = 2
BUDGET = "monthly_budget_usd"


def what_if(scene: Scene, say: TurnPhrases) -> list[str]:
    """Before and after of a hypothetical change, in ranking and cost."""
    found = scene.result("what_if")
    if found is None:
        unknown = scene.reading.args.get("open", ())
        if unknown:
            labels = wording.join([f"“{spec(name).label}”" for name in unknown])
            return [say("whatif_open", labels=labels)]
        strategies = find_strategies(take_apart(scene.text).norm)
        if strategies and scene.briefing.assessment is not None and not scene.refusal("what_if"):
            return why_this(scene, say, strategies[0])
        return [scene.refusal("what_if") or say("whatif_unclear")]
    before = {r["strategy"]: r for r in found["before"]}
    after = {r["strategy"]: r for r in found["after"]}
    old, new = found["before"][0], found["after"][0]
    changes = supposing.supposed(found["changes"], found["instead_of"])
    values: dict[str, Any] = {
        "changes": changes,
        "changes_inside": wording.lower_first(changes),
        "label": new["label"],
        "before": advice.points(before[old["strategy"]]["score"]),
        "after": advice.points(new["score"]),
        "sure_after": percent(found["confidence_after"]),
    }
    if old["strategy"] == new["strategy"]:
        sure = percent(found["confidence_before"])
        parts = [say("whatif_same", sure_before=sure, **values)]
    else:
        left = advice.points(after[old["strategy"]]["score"])
        parts = [say("whatif_flip", old_label=old["label"], old_after=left, **values)]
    gates = found["gates_after"].get(old["strategy"], [])
    if gates:
        parts[0] += " " + say("whatif_gate", label=old["label"], gate=_gate(gates[0]))
    if not scene.book.facts.known:
        parts[0] += " " + say("whatif_unknown")
    cost = _cost_change(found)
    if cost:
        over = _over_budget(scene, found, say)
        parts.append(" ".join([say("whatif_costs", text=cost), *over]))
    named = scene.result("manage_scenarios")
    if named is not None:
        return [*parts, scenario_replies.saved(named, say)]
    kept = any(r.tool == "manage_notes" and r.ok for m in scene.more for r in m.results)
    return parts if kept else [*parts, scene.refusal("manage_scenarios") or say("whatif_keep")]


def _over_budget(scene: Scene, found: Mapping[str, Any], say: TurnPhrases) -> list[str]:
    """That the plan would cost more a month than there is, where it would."""
    asked = next((r.args for r in scene.results if r.tool == "what_if" and r.ok), {})
    rows = {row["name"]: row["value"] for row in asked.get("changes", ())}
    known = scene.book.facts.known.get(BUDGET)
    budget = rows.get(BUDGET, None if known is None else known.value)
    plan = found["costs_after"]["plans"][-1]
    if budget is None or plan["monthly_usd"] <= float(budget):
        return []
    return [say("whatif_over", plan=plan["plan"], budget=wording.usd(float(budget)))]


def _gate(text: str) -> str:
    return wording.lower_first(text.rstrip("."))


def _cost_change(found: Mapping[str, Any]) -> str:
    """What the change does to the bill of the recommended plan."""
    before, after = found["costs_before"], found["costs_after"]
    if before is None or after is None:
        return ""
    old, new = before["plans"][-1], after["plans"][-1]
    if old["plan"] != new["plan"]:
        text = f"{new['plan']} {_bill(new)}; before, {old['plan']} {_bill(old)}."
    elif _bill(old) == _bill(new):
        text = f"unchanged, {_bill(new)}."
    else:
        text = f"{_bill(old)} → {_bill(new)}."
    was, now = before["break_even_months"], after["break_even_months"]
    if was is not None and now is not None and months_rounded(was) != months_rounded(now):
        text += f" Pays back after {months_rounded(now)} instead of {months_rounded(was)}."
    elif was is not None and now is None and after["never_because"]:
        text += " It no longer pays back."
    return text


def _bill(plan: Mapping[str, Any]) -> str:
    once = f" plus {plan['once']}" if plan["once"] else ""
    return f"{plan['a_month']}{once}"


def answer(scene: Scene, say: TurnPhrases) -> list[str]:
    """The answer to a question, about the advice or about the methods."""
    topic = scene.reading.topic or ""
    if topic.startswith("why_asked"):
        return _why_asked(scene, say, topic.partition(":")[2])
    if topic == plateau_replies.JUDGED and scene.result("judge_plateau") is not None:
        return plateau_replies.judged(scene, say)
    found = scene.briefing.assessment
    if found is None:
        ours = topic.startswith(("why_not_", "why_recommended")) or topic in _FROM_ADVICE
        return [say("no_facts_advice")] if ours else _from_guidance(scene, say)
    if topic.startswith("why_not_") and topic.removeprefix("why_not_") in STRATEGIES:
        return _why_not(scene, say, topic.removeprefix("why_not_"))
    if topic in _FROM_ADVICE:
        return _FROM_ADVICE[topic](scene, say)
    parts = _from_guidance(scene, say)
    looked_up = scene.result("search_guidance") or {}
    silent = (
        _declined(scene) or looked_up.get("own") or not scene.alone
    )  # what they wrote is no word on methods
    return parts if silent else parts + bearing(scene, say)


def _from_guidance(scene: Scene, say: TurnPhrases) -> list[str]:
    """What the guidance says: the best passage, and the next where both are short."""
    found = scene.result("search_guidance")
    if found is None:
        return [say("no_guidance")]
    if found["declined"]:
        named = find_strategies(take_apart(scene.text).norm)
        if named and scene.briefing.assessment is not None:
            return why_this(scene, say, named[0])
        return [say("no_facts_advice" if named else "off_topic")]
    most, words = measure().answer_words, 0
    parts: list[str] = []
    for row in found["sentences"]:
        text = excerpt(row["text"], most)
        words += len(text.split())
        if parts and (words > most or not scene.alone):
            break
        parts.append(f"{text} [{row['n']}]")
    return parts


def _declined(scene: Scene) -> bool:
    found = scene.result("search_guidance")
    return found is None or bool(found["declined"])


def _why_not(scene: Scene, say: TurnPhrases, strategy: str) -> list[str]:
    found = scene.briefing.assessment
    assert found is not None
    row, best = found.of(strategy), found.ranking[0]
    score = advice.points(row.score)
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
    theirs = {c.key: c.points for c in best.contributions}
    gaps = [(c.points - theirs.get(c.key, 0.0), c) for c in row.contributions if c.key != "base"]
    worst = [(g, c) for g, c in sorted(gaps, key=lambda x: x[0]) if g < -1][:SETBACKS]
    if worst:
        named = wording.join([c.label for _, c in worst])
        body.append(say("why_not_less", best_label=best.label, points=named))
    return [*parts, " ".join(body), *advice.quotes(scene, say, limit=1)]


def why_this(scene: Scene, say: TurnPhrases, strategy: str) -> list[str]:
    """Why one strategy stands where it does: first, beside the first, or behind it."""
    found = scene.briefing.assessment
    assert found is not None
    if strategy not in found.complements:
        return _why_not(scene, say, strategy)
    row, best = found.of(strategy), found.ranking[0]
    step = next((s for s in found.roadmap if s.strategy == strategy), None)
    head = say("why_beside", label=row.label, best_label=best.label, wins=row.wins)
    when = [say("why_beside_when", when=step.trigger)] if step is not None else []
    return [" ".join([head, *when]), *advice.quotes(scene, say, limit=1)]


def _why_recommended(scene: Scene, say: TurnPhrases) -> list[str]:
    found = scene.briefing.assessment
    assert found is not None
    named = find_strategies(take_apart(scene.text).norm)
    if len(named) == 1 and named[0] != found.primary:
        return why_this(scene, say, named[0])
    if not found.reasons_for:
        likely = reasons.likely(found, scene.book.facts)
        if not likely:
            return how_scores_work(scene, say) + advice.quotes(scene, say, limit=1)
        head = say("why_likely", label=found.ranking[0].label, parts=wording.join(likely))
        return [head, *advice.quotes(scene, say, limit=1)]
    rows = "\n".join(f"- {text.rstrip('.')}." for text in found.reasons_for[:REASONS])
    parts = [say("why_first", label=found.ranking[0].label) + f"\n\n{rows}"]
    against = reasons.in_short(found.reasons_against[:1], scene.book.facts)
    parts += [say("against", reasons=wording.join(against))] if against else []
    return parts + advice.quotes(scene, say, limit=1)


def _why_asked(scene: Scene, say: TurnPhrases, fact: str) -> list[str]:
    question = scene.briefing.question
    name = fact if fact in vocabulary() else scene.book.open_fact or ""
    if question is not None and name in ("", question.fact):
        plain = in_plain_words(str(question.fact))
        return [say("why_asked", why=question.could_change, plain=plain)]
    if name not in vocabulary():
        return [say("why_asked_none")]
    return [say("why_asked_not", label=spec(name).label)]


def _change_mind(scene: Scene, say: TurnPhrases) -> list[str]:
    found, experiment = scene.briefing.assessment, scene.briefing.experiment
    assert found is not None
    if found.flips:
        parts = [say("change_mind", flips=" ".join(map(supposing.flip, found.flips[:FLIPS])))]
    else:
        parts = [say("change_mind_none", label=found.ranking[0].label)]
    if experiment is not None:
        effort = experiment_replies.effort(experiment)
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


_FROM_ADVICE = {
    "why_recommended": _why_recommended,
    "next_experiment": experiment_replies.proposed,
    "experiment_result": experiment_replies.decided,
    "precedents": rule_replies.cases,
    "flow_chart": rule_replies.flow_chart,
    "ladder": rule_replies.ladder,
    "why_moved": rule_replies.why_moved,
    "change_mind": _change_mind,
    "how_scores_work": how_scores_work,
    "break_even": cost_replies.pay_back,
    "cost_drivers": cost_replies.dearest,
}

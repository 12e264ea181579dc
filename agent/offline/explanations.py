"""Replies that explain: what a change would do, why this and not that, what the guidance says."""

from collections.abc import Mapping
from typing import Any

from agent import wording
from agent.offline import advice, experiment_replies, rule_replies, scenario_replies
from agent.offline.bearings import bearing
from agent.offline.phrases import TurnPhrases
from agent.offline.scene import Scene
from tools.durations import months
from tools.facts import STRATEGIES, spec, vocabulary
from tools.results import Swing
from tools.showing import percent

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "last")
QUOTES = 3
DRIVING_POINTS = 3


def what_if(scene: Scene, say: TurnPhrases) -> list[str]:
    """Before and after of a hypothetical change, in ranking and cost."""
    found = scene.result("what_if")
    if found is None:
        unknown = scene.reading.args.get("open", ())
        if unknown:
            labels = wording.join([spec(name).label for name in unknown])
            return [say("whatif_open", labels=labels)]
        return [scene.refusal("what_if") or say("whatif_unclear")]
    before = {r["strategy"]: r for r in found["before"]}
    after = {r["strategy"]: r for r in found["after"]}
    old, new = found["before"][0], found["after"][0]
    values: dict[str, Any] = {
        "changes": wording.join(list(found["changes"].values())),
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
    if found["instead_of"]:
        instead = wording.join(list(found["instead_of"].values()))
        parts[0] += " " + say("whatif_instead", facts=instead)
    gates = found["gates_after"].get(old["strategy"], [])
    moved = [_sentence(found["moved"])] if found["moved"] else []
    moved += [say("whatif_gate", label=old["label"], gate=gate) for gate in gates[:1]]
    if moved:
        parts.append(" ".join(moved))
    cost = _cost_change(found)
    if cost:
        parts.append(say("whatif_costs", text=cost))
    named = scene.result("manage_scenarios")
    if named is not None:
        return [*parts, scenario_replies.saved(named, say)]
    return [*parts, scene.refusal("manage_scenarios") or say("whatif_keep")]


def _cost_change(found: Mapping[str, Any]) -> str:
    """What the change does to the bill of the recommended plan."""
    before, after = found["costs_before"], found["costs_after"]
    if before is None or after is None:
        return ""
    old, new = before["plans"][-1], after["plans"][-1]
    text = f"{_bill(old)} before, {_bill(new)} after."
    if old["plan"] == new["plan"] and _bill(old) == _bill(new):
        text = f"unchanged, {_bill(new)}."
    if after["break_even_months"] is not None:
        text += f" Break-even: {months(after['break_even_months'])}"
        earlier = before["break_even_months"]
        if earlier is not None:
            was, now = months(earlier), months(after["break_even_months"])
            text += " as before" if was == now else f" instead of {was}"
        text += "."
    elif before["break_even_months"] is not None and after["never_because"]:
        text += f" It no longer pays back: {after['never_because'].rstrip('.')}."
    return text


def _bill(plan: Mapping[str, Any]) -> str:
    once = f" plus {plan['once']}" if plan["once"] else ""
    return f"{plan['plan']} {plan['a_month']}{once}"


def answer(scene: Scene, say: TurnPhrases) -> list[str]:
    """The answer to a question, about the advice or about the methods."""
    topic = scene.reading.topic or ""
    if topic.startswith("why_asked"):
        return _why_asked(scene, say, topic.partition(":")[2])
    found = scene.briefing.assessment
    if found is None:
        ours = topic.startswith(("why_not_", "why_recommended")) or topic in _FROM_ADVICE
        return [say("no_facts")] if ours else _from_guidance(scene, say)
    if topic.startswith("why_not_") and topic.removeprefix("why_not_") in STRATEGIES:
        return _why_not(scene, say, topic.removeprefix("why_not_"))
    if topic in _FROM_ADVICE:
        return _FROM_ADVICE[topic](scene, say)
    if topic == "plateau" and (judged := scene.result("judge_plateau")) is not None:
        return [say("plateau", text=judged["text"], published=judged["published"])]
    parts = _from_guidance(scene, say)
    looked_up = scene.result("search_guidance") or {}
    silent = _declined(scene) or looked_up.get("own")  # what they wrote is no word on methods
    return parts if silent else parts + bearing(scene, say)


def _from_guidance(scene: Scene, say: TurnPhrases) -> list[str]:
    found = scene.result("search_guidance")
    if found is None:
        return [say("no_guidance")]
    if found["declined"]:
        return [say("answer_none", message=found["message"])]
    return [f"{row['text']} [{row['n']}]" for row in found["sentences"]]


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
        if found.reasons_against:
            parts.append(say("against", reasons=advice.sentences(found.reasons_against[:2])))
        return parts + advice.quotes(scene, say, limit=QUOTES)
    where = ORDINALS[advice.place(found.ranking, strategy) - 1]
    head = say(
        "why_not",
        label=row.label,
        place=where,
        score=score,
        best_score=advice.points(best.score),
        best_label=best.label,
    )
    if strategy in found.complements:
        head += " " + say("in_stack", best_label=best.label)
    parts = [head]
    parts += [say("why_not_gate", gate=_sentence(g.text)) for g in row.gates[:2]]
    theirs = {c.key: c.points for c in best.contributions}
    gaps = [(c.points - theirs.get(c.key, 0.0), c) for c in row.contributions if c.key != "base"]
    worst = [c for gap, c in sorted(gaps, key=lambda x: x[0]) if gap < -1][:DRIVING_POINTS]
    if worst:
        named = [
            f"{c.label} ({c.points:+.1f} against {theirs.get(c.key, 0.0):+.1f})" for c in worst
        ]
        less = say("why_not_less", best_label=best.label, points=wording.join(named))
        parts.append(less)
    return parts + advice.quotes(scene, say, limit=1)


def _why_recommended(scene: Scene, say: TurnPhrases) -> list[str]:
    found = scene.briefing.assessment
    assert found is not None
    best = found.ranking[0]
    sure = percent(found.confidence)
    head = say("leader_same", label=best.label, score=advice.points(best.score), sure=sure)
    parts = [head]
    if found.reasons_for:
        parts.append(say("why", reasons=advice.sentences(found.reasons_for)))
    if found.reasons_against:
        parts.append(say("against", reasons=advice.sentences(found.reasons_against[:2])))
    return parts + advice.quotes(scene, say, limit=2)


def _why_asked(scene: Scene, say: TurnPhrases, fact: str) -> list[str]:
    question = scene.briefing.question
    name = fact or (scene.book.open_fact or "")
    if question is not None and name in ("", question.fact):
        meaning = spec(str(question.fact)).meaning
        return [say("why_asked", why=question.could_change, meaning=meaning)]
    label = spec(name).label if name in vocabulary() else "it"
    return [say("why_asked_not", label=label)]


def _change_mind(scene: Scene, say: TurnPhrases) -> list[str]:
    found, experiment = scene.briefing.assessment, scene.briefing.experiment
    assert found is not None
    if found.flips:
        parts = [say("change_mind", flips=advice.sentences([f.text for f in found.flips[:4]]))]
    else:
        parts = [say("change_mind_none", label=found.ranking[0].label)]
    if found.tornado:
        moves = [_swing(swing) for swing in found.tornado[:2]]
        parts.append(say("change_mind_moves", moves=advice.sentences(moves)))
    if experiment is not None:
        effort = experiment_replies.effort(experiment)
        parts.append(say("change_mind_test", action=experiment.action, effort=effort))
    return parts


def _swing(swing: Swing) -> str:
    """How far one fact moves the lead, from one end of what is plausible to the other."""
    return (
        f"“{swing.label}” swings the lead from {swing.lead_at_low:+.1f} points "
        f"({swing.low_value}) to {swing.lead_at_high:+.1f} ({swing.high_value})"
    )


def _how_scores_work(scene: Scene, say: TurnPhrases) -> list[str]:
    found = scene.briefing.assessment
    assert found is not None
    best = found.ranking[0]
    strongest = sorted(best.contributions, key=lambda c: -abs(c.points))[:DRIVING_POINTS]
    parts = wording.join([f"{c.label} ({c.points:+.1f})" for c in strongest])
    sure = percent(found.confidence)
    return [say("how_scores", label=best.label, parts=parts, sure=sure)]


def _break_even(scene: Scene, say: TurnPhrases) -> list[str]:
    other = scene.result("estimate_costs")
    if other is not None and len(other["plans"]) > 1:
        first, second = (
            f"{plan['plan']} {plan['a_month']}" + (f" plus {plan['once']}" if plan["once"] else "")
            for plan in other["plans"][:2]
        )
        both = say(
            "costs", first_bill=first, second_bill=second, verdict=other["plans"][1]["pays_back"]
        )
        assumed = [say("assumed", assumptions=advice.listed(other["assumed"][:4]))]
        return [both, *(assumed if other["assumed"] else [])]
    parts = advice.costs(scene.briefing, say)
    report = scene.briefing.costs
    if report is not None and report.assumed:
        parts.append(say("assumed", assumptions=advice.listed(report.assumed[:4])))
    return parts


def _cost_drivers(scene: Scene, say: TurnPhrases) -> list[str]:
    report = scene.briefing.costs
    if report is None:
        return advice.costs(scene.briefing, say)
    plan = report.plans[-1]
    lines = sorted(plan.lines, key=lambda x: -x.usd)[:DRIVING_POINTS]
    rows = "\n".join(f"- {x.label}: {wording.usd(x.usd)} a {x.per} ({x.how})" for x in lines)
    return [f"**{plan.label}**, dearest first:\n\n{rows}".replace(" a once", " once")]


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
    "how_scores_work": _how_scores_work,
    "break_even": _break_even,
    "cost_drivers": _cost_drivers,
}

"""Replies on what others say and on what moved: flow chart, ladder, published cases, the change."""

from agent import wording
from agent.offline.replies.why import why_asked
from agent.offline.speaking import advice
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import pattern
from tools.precedents import Precedent, is_near
from tools.strategies import strategy_texts


def flow_chart(scene: Scene, say: TurnPhrases) -> list[str]:
    """The steps of the published chart, the one that decided, and where our advice differs."""
    found = scene.result("follow_published_rule")
    if found is None:
        return [say("no_facts")]
    rows = [
        f"{i}. {step['text']}{' **This decides.**' if step['decided'] else ''}"
        for i, step in enumerate(found["steps"], 1)
    ]
    because = found["because"]
    parts = [
        say("chart", label=found["label"], because=f"{because[:1].upper()}{because[1:]}"),
        "\n".join(rows),
    ]
    if found["advice"] is None:
        return parts
    if found["agrees"]:
        return [*parts, say("chart_agrees", label=found["label"])]
    reasons = [f"“{row['label']}” ({row['points']:+.1f} points)" for row in found["reasons"]]
    differs = say(
        "chart_differs",
        label=found["label"],
        score=advice.points(found["their_score"]),
        advice=found["advice"],
        advice_score=advice.points(found["advice_score"]),
        reasons=wording.join(reasons),
    )
    return [*parts, differs]


def ladder(scene: Scene, say: TurnPhrases) -> list[str]:
    """The rung that comes next on the published ladder."""
    found = scene.result("follow_published_rule")
    if found is None:
        return [say("no_facts")]
    said = [f"{label} {wording.count(value)}%" for label, value in found["measured"].items()]
    known = {
        "measured": wording.join(said),
        "target": None if found["target"] is None else f"{wording.count(found['target'])}%",
    }
    phrase = "ladder_done" if found["done"] else "ladder_next"
    text = found["text"].rstrip(".")
    parts = [
        say(phrase, label=found["label"], text=text, rungs=" → ".join(found["rungs"]), **known)
    ]
    assessment = scene.briefing.assessment
    if assessment is not None:
        parts.append(say("bearing", label=assessment.ranking[0].label, reason=""))
    return parts


def cases(scene: Scene, say: TurnPhrases) -> list[str]:
    """The published results closest to the project, each with its source."""
    near = scene.briefing.precedents
    if not near:
        return [say("cases_none")]
    head, *rest = near
    parts = [say("case" if is_near(head) else "case_far", **told(head))]
    if rest:
        rows = [say("case_row", **told(case)) for case in rest]
        parts.append(say("cases_more") + "\n\n" + "\n".join(rows))
    return [*parts, say("cases_never_score")]


def told(case: Precedent) -> dict[str, str]:
    """A published result in words."""
    return {
        "title": case.title,
        "author": case.author,
        "year": str(case.year),
        "url": case.url,
        "result": case.result.rstrip("."),
        "worked": wording.join([strategy_texts()[s].label for s in case.worked]),
        "alike": wording.join(list(case.alike)),
        "differs": wording.join(list(case.differs)),
    }


def why_moved(scene: Scene, say: TurnPhrases) -> list[str]:
    """What moved the ranking at the last change, the strongest criterion first."""
    found = scene.result("explain_move")
    doubts_use = pattern("whether_it_matters", "replies").search(scene.text.lower())
    if (found is None or not found["changed"]) and scene.book.open_fact and doubts_use:
        return why_asked(scene, say, scene.book.open_fact)
    if found is None or not found["changed"]:
        return [say("moved_nothing")]
    changed = [_change(label, **change) for label, change in found["changed"].items()]
    values = {
        "label": found["first_after"],
        "old_label": found["first_before"],
        "before": advice.points(found["score_before"]),
        "after": advice.points(found["score_after"]),
        "old_after": advice.points(found["old_score_after"]),
    }
    same = found["first_before"] == found["first_after"]
    phrase = "moved_same" if same else "moved_flip"
    head = say(phrase, what_if=found["what_if"], **values)
    if not found["steps"]:
        return [found["moved"]]
    rows = [
        f"- {step['criterion']}: {step['points']:+.1f} points for {step['label']}"
        for step in found["steps"]
    ]
    return [head, "\n".join(rows), say("moved_by", changed="; ".join(changed))]


def _change(label: str, before: str | None, after: str | None) -> str:
    if after is None:
        return f"{label} is no longer known"
    return after if before is None else f"{after} instead of {before}"

"""Tools that explain: why the advice moved, and what the published rules would say."""

from typing import Any

from langchain.tools import tool

from agent.briefing import Briefer, Briefing
from agent.digest import cost_digest
from agent.notebook import Notebook
from agent.state import notebook_of
from agent.toolbox.answers import Runtime, dump
from agent.wording import changed_facts
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.flowchart import follow_chart
from tools.ladder import next_rung
from tools.references import references
from tools.results import Assessment, as_json
from tools.strategies import strategy_texts
from tools.whatif import moved, steps

RULES = ("flow_chart", "ladder")
NEVER = 100.0  # a target nobody has named is not reached


@tool
def explain_move(runtime: Runtime) -> str:
    """Say why the ranking moved at the last change, or at the last what-if: criterion by criterion.

    Use it for "why did it move?", "what made it change?".
    """
    book = notebook_of(runtime.state)
    if book.supposed is not None:
        worlds = book.facts, book.facts.with_facts(book.supposed.known)
    elif book.past and book.past[-1].facts.known:
        worlds = book.past[-1].facts, book.facts
    else:
        return dump({"changed": {}})
    briefer = runtime.context.briefer
    before, after = (briefer.assessment(world) for world in worlds)
    return dump(
        {
            "what_if": book.supposed is not None,
            "changed": changed_facts(*worlds),
            **move(before, after),
            "steps": as_json(steps(before, after)),
            "costs_before": _bill(briefer, worlds[0], before),
            "costs_after": _bill(briefer, worlds[1], after),
        }
    )


@tool
def follow_published_rule(
    rule: str, runtime: Runtime, measured: dict[str, float] | None = None
) -> str:
    """Walk a published rule for this project: the fine-tuning flow chart, or the prompting ladder.

    Use it for "what would the flow chart say?" (`flow_chart`) and "what comes next before tuning?"
    (`ladder`); both are other people's rules, not the advice.

    Args:
        rule: flow_chart or ladder.
        measured: for the ladder, accuracy in percent by rung (zero_shot, few_shot,
            chain_of_thought, tune_100, tune_1000), where the user has said it.

    """
    if rule not in RULES:
        raise InvalidInput(f"rule must be {' or '.join(RULES)}; got {rule[:40]!r}")
    book = notebook_of(runtime.state)
    if rule == "ladder":
        return dump(_ladder(book.facts, measured or {}))
    walk = follow_chart(book.facts)
    found: dict[str, Any] = {**as_json(walk), "label": strategy_texts()[walk.strategy].label}
    return dump(
        {**found, **_disagreement(book, runtime.context.briefer.brief(book), walk.strategy)}
    )


def _bill(briefer: Briefer, facts: ProjectFacts, found: Assessment) -> dict[str, Any] | None:
    """What the plan of the first choice costs; None where that cannot be said."""
    try:
        return cost_digest(briefer.bill(facts, found.primary))
    except InvalidInput:
        return None


def move(before: Assessment, after: Assessment) -> dict[str, Any]:
    """Who led and who leads, with scores, chances of being the best and confidence."""
    first, now = before.ranking[0], after.ranking[0]
    return {
        "first_before": first.label,
        "first_after": now.label,
        "score_before": round(before.of(now.strategy).score, 1),
        "score_after": round(now.score, 1),
        "probability_before": round(before.of(now.strategy).probability, 3),
        "probability_after": round(now.probability, 3),
        "old_score_after": round(after.of(first.strategy).score, 1),
        "confidence_before": round(before.confidence, 3),
        "confidence_after": round(after.confidence, 3),
        "moved": moved(before, after),
    }


def _disagreement(book: Notebook, briefing: Briefing, strategy: str) -> dict[str, Any]:
    """Where our advice is another one: what speaks for it that the chart does not ask."""
    found = briefing.assessment
    if found is None:
        return {"advice": None}
    best, theirs = found.ranking[0], found.of(strategy)
    out: dict[str, Any] = {
        "advice": best.label,
        "advice_score": round(best.score, 1),
        "their_score": round(theirs.score, 1),
        "agrees": best.strategy == strategy,
    }
    points = {c.key: c.points for c in theirs.contributions}
    gaps = [(c.points - points.get(c.key, 0.0), c) for c in best.contributions if c.key != "base"]
    top = sorted(gaps, key=lambda gap: -gap[0])[:2]
    out["reasons"] = [{"label": c.label, "points": round(g, 1)} for g, c in top if g >= 1]
    return out


def _ladder(facts: ProjectFacts, measured: dict[str, float]) -> dict[str, Any]:
    """The next rung; rungs below a measured one count as passed, today's accuracy as the first."""
    rungs = [rung.key for rung in references().ladder.rungs]
    said = {key: value for key, value in measured.items() if value is not None}
    today = facts.value("current_accuracy")
    if not said and today is not None:
        said = {rungs[0]: float(today)}
    target = facts.value("target_accuracy")
    goal = NEVER if target is None else float(target)
    rung = next_rung(said, target=goal)
    highest = max((rungs.index(key) for key in said if key in rungs), default=-1)
    passed = {key: said.get(key, 0.0) for key in rungs[: highest + 1]}
    if passed != said:
        rung = next_rung(passed, target=goal)
    labels = {r.key: r.label for r in references().ladder.rungs}
    return {
        **as_json(rung),
        "measured": {labels[key]: value for key, value in said.items()},
        "target": target,
        "rungs": [labels[key] for key in rungs],
        "source": references().ladder.source,
    }

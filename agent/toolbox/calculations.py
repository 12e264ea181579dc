"""Tools that calculate: scores, costs, what-ifs, questions, comparisons."""

from collections.abc import Mapping
from typing import Any

from langchain.tools import tool
from langgraph.types import Command
from pydantic import BaseModel, Field

from agent.briefing import Briefer
from agent.digest import cost_digest
from agent.notebook import entries
from agent.state import notebook_of
from agent.toolbox.answers import Runtime, answer, dump
from agent.toolbox.prices import oldest, priced_by_the_hour, priced_models
from agent.wording import fact_in_words
from tools import costwords
from tools.comparison import compare
from tools.costreport import CostLine
from tools.errors import InvalidInput
from tools.facts import Fact, ProjectFacts, make_fact
from tools.money import about
from tools.plateau import judge
from tools.prices import models_like
from tools.results import as_json
from tools.whatif import what_if as compare_worlds
from tools.working import payback_working


class ChangeIn(BaseModel):
    """One hypothetical value."""

    name: str = Field(description="name of the fact")
    value: Any = Field(description="its hypothetical value, in the fact's unit")


@tool
def score_strategies(runtime: Runtime) -> str:
    """Score all eight strategies for what is known now: ranking, reasons, gates.

    Use it when the user wants the ranking or the reasons in detail.
    """
    found = runtime.context.briefer.assessment(notebook_of(runtime.state).facts)
    return dump(
        {
            "primary": found.primary,
            "confidence": round(found.confidence, 3),
            "ranking": [
                {
                    "strategy": r.strategy,
                    "label": r.label,
                    "score": round(r.score, 1),
                    "probability": round(r.probability, 3),
                    "gates": [g.text for g in r.gates],
                    "strongest": [
                        {"label": c.label, "points": round(c.points, 1), "why": c.why}
                        for c in sorted(r.contributions, key=lambda c: -abs(c.points))[:4]
                    ],
                }
                for r in found.ranking
            ],
            "flips": [f.text for f in found.flips],
        }
    )


@tool
def estimate_costs(runtime: Runtime, strategy: str | None = None) -> str:
    """Estimate what prompting costs against another strategy, and when that pays back.

    Use it when the user asks about money: the bill, which prices it rests on and how old they are,
    how a pay-back is worked out.

    Args:
        strategy: a strategy id; without it the recommended one.

    """
    briefer, facts = runtime.context.briefer, notebook_of(runtime.state).facts
    report = briefer.costs(facts, strategy or briefer.assessment(facts).primary)
    lines = [{"plan": p.label, "lines": [_line(x) for x in p.lines]} for p in report.plans]
    prices = [
        f"{p.what}: ${p.usd} per {p.unit} ({p.source}, {p.as_of})"
        for plan in report.plans
        for p in plan.prices
    ]
    detail = {
        "bills": lines,
        "prices": list(dict.fromkeys(prices)),
        "models": priced_models(report),
        "by_the_hour": priced_by_the_hour(report),
        "oldest_price": oldest(report),
        "pay_back_working": payback_working(report),
        "all_assumed": report.assumed,
    }
    return dump({**cost_digest(report), **detail})


@tool
def what_if(changes: list[ChangeIn], runtime: Runtime) -> Command[Any]:
    """Compare the advice before and after hypothetical changes, without storing them.

    Use it for every "what if …", "suppose …", "would it change if …".

    Args:
        changes: the hypothetical values, absolute, in the facts' units.

    """
    facts, briefer = notebook_of(runtime.state).facts, runtime.context.briefer
    supposed = {c.name: make_fact(c.name, c.value, source="assumption") for c in changes}
    if not supposed:
        raise InvalidInput("a what-if needs at least one change, such as labeled_examples = 100")
    found = compare_worlds(facts, supposed, judge=briefer.assessment, bill=briefer.bill)
    result = {
        "changes": {n: fact_in_words(n, f) for n, f in supposed.items()},
        "instead_of": {n: fact_in_words(n, facts.known[n]) for n in supposed if n in facts},
        "before": _ranking(found.before),
        "after": _ranking(found.after),
        "confidence_before": round(found.before.confidence, 3),
        "confidence_after": round(found.after.confidence, 3),
        "moved": found.moved,
        "gates_after": {
            r.strategy: [g.text for g in r.gates] for r in found.after.ranking if r.gates
        },
        "costs_before": None if found.costs_before is None else cost_digest(found.costs_before),
        "costs_after": None if found.costs_after is None else cost_digest(found.costs_after),
        "models_after": [] if found.costs_after is None else priced_models(found.costs_after),
        "costs_note": found.costs_note,
        "models_like": _models_like(supposed) if found.costs_note else [],
    }
    return answer(runtime, result, entries.suppose(supposed))


@tool
def next_question(runtime: Runtime) -> str:
    """Find the question whose answer could change the advice most, and why it is worth asking.

    Use it when the user asks what else you need, or why you ask.
    """
    question = runtime.context.briefer.next_question(notebook_of(runtime.state))
    return dump(as_json(question))


@tool
def compare_strategies(strategies: list[str], runtime: Runtime) -> str:
    """Put two or more strategies side by side: bill, speed, data, risk and more.

    Use it for "compare X and Y", and for "is there anything cheaper?".

    Args:
        strategies: two or more strategy ids.

    """
    briefer, facts = runtime.context.briefer, notebook_of(runtime.state).facts
    found = compare(briefer.assessment(facts), strategies)
    bills = [_bill(briefer, facts, strategy) for strategy in found.strategies]
    return dump({**as_json(found), "bills": bills})


@tool
def judge_plateau(scores: list[float], runtime: Runtime, items: int | None = None) -> str:
    """Judge whether a series of measured scores has levelled off.

    Use it when the user gives successive scores of prompt versions, such as 70, 75, 78.

    Args:
        scores: the scores in order, as shares (0.78) or percent (78).
        items: size of the test set they were measured on, if known.

    """
    return dump(as_json(judge(scores, items=items)))


def _models_like(supposed: Mapping[str, Fact]) -> list[str]:
    """Models with a price that are called like a supposed one, where that has none."""
    return list(models_like(str(supposed["model"].value))) if "model" in supposed else []


def _bill(briefer: Briefer, facts: ProjectFacts, strategy: str) -> dict[str, Any] | None:
    """What the plan of a strategy costs, without ranges; None where the facts contradict it."""
    try:
        report = briefer.bill(facts, strategy)
    except InvalidInput:
        return None
    plan = report.plans[-1]
    row = {"strategy": strategy, **cost_digest(report)["plans"][-1]}
    return {**row, "total": costwords.total(report, plan)}


def _line(line: CostLine) -> str:
    """A line of a bill with its arithmetic."""
    per = "once" if line.per == "once" else "a month"
    return f"{line.label}: {about(line.usd)} {per} ({line.how})"


def _ranking(assessment: Any) -> list[dict[str, Any]]:
    return [
        {
            "strategy": r.strategy,
            "label": r.label,
            "score": round(r.score, 1),
            "probability": round(r.probability, 3),
        }
        for r in assessment.ranking
    ]

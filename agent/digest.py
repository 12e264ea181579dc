"""The state of a project in a few hundred tokens, for the model that phrases the reply."""

from collections.abc import Sequence
from typing import Any

from agent import wording
from agent.briefing import Briefing, recommendation
from agent.events import Citation
from agent.notebook import Notebook
from tools import costwords
from tools.experiment import Experiment
from tools.money import about
from tools.precedents import Precedent
from tools.results import CostReport

CASES = 2
GUIDANCE = "guidance"  # the collection that is not the user's own


def digest(book: Notebook, briefing: Briefing) -> dict[str, Any]:
    """The state in a few hundred tokens, for the model that phrases the reply."""
    out: dict[str, Any] = {
        "facts": {name: wording.fact_in_words(name, f) for name, f in book.facts.known.items()}
    }
    if book.facts.ruled_out:
        out["ruled_out"] = dict(book.facts.ruled_out)
    found = briefing.assessment
    if found is not None:
        out["recommendation"] = recommendation(briefing)
        out["confidence"] = round(found.confidence, 2)
        out["ranking"] = [
            {
                "strategy": r.strategy,
                "score": round(r.score, 1),
                "probability": round(r.probability, 2),
            }
            for r in found.ranking
        ]
        out["stack"] = list(found.complements)
        out["roadmap"] = [f"{step.when}: {step.action} ({step.trigger})" for step in found.roadmap]
        out["reasons_for"], out["reasons_against"] = found.reasons_for, found.reasons_against
        out["off_ramp"] = found.off_ramp.text if found.off_ramp else None
        out["contradictions"] = [c.text for c in found.contradictions]
        out["assumed"] = {a.label: a.value for a in found.assumed[:6]}
        out["would_change_it"] = [f.text for f in found.flips[:3]]
    if briefing.costs is not None:
        out["costs"] = cost_digest(briefing.costs)
    if briefing.experiment is not None:
        out["next_experiment"] = _experiment(briefing.experiment)
    out |= _cases(briefing.precedents[:CASES])
    if book.scenarios:
        out["named_what_ifs"] = {
            scenario.name: list(wording.shown_facts(scenario.changes).values())
            for scenario in book.scenarios
        }
    if briefing.question is not None:
        out["ask_last"] = briefing.question.question
        out["why_ask"] = briefing.question.could_change
    if book.citations:
        out["quotes"] = [
            {"n": c.n, "title": c.title, "quote": c.quote, **_mark(c)} for c in book.citations[-6:]
        ]
    return out


def _mark(quote: Citation) -> dict[str, bool]:
    """The mark of a quote from the user's own documents, which are data and not their words."""
    return {} if quote.collection == GUIDANCE else {"own": True}


def _experiment(found: Experiment) -> dict[str, Any]:
    """What to measure next, its bill, and who leads after each result."""
    return {
        "do": found.action,
        "items": found.items,
        "days": found.days,
        "about_usd": None if found.usd is None else about(found.usd),
        "decides_at": found.threshold,
        "results": [
            {"result": o.result, "then_first": o.strategy, "probability": round(o.probability, 2)}
            for o in found.outcomes
        ],
    }


def _cases(near: Sequence[Precedent]) -> dict[str, Any]:
    """The published results closest to the project; they illustrate and never score."""
    if not near:
        return {}
    return {
        "closest_published": [
            {
                "title": case.title,
                "by": f"{case.author} {case.year}, {case.url}",
                "worked_there": case.worked,
                "result": case.result,
                "alike": case.alike,
                "differs": case.differs,
            }
            for case in near
        ]
    }


def cost_digest(report: CostReport) -> dict[str, Any]:
    """The figures of a cost report that a reply may name, estimates as they are to be said."""
    return {
        "plans": [
            {
                "plan": p.label,
                "model": p.model,
                "monthly_usd": float(p.monthly_usd),
                "one_off_usd": float(p.one_off_usd),
                f"total_usd_{report.horizon_months}_months": float(p.total_usd),
                "a_month": costwords.monthly(report, p),
                "once": costwords.once(report, p),
                "a_year": costwords.a_year(p),
                "a_request": "" if p.per_request_usd is None else about(p.per_request_usd),
                "pays_back": costwords.payback(report, p),
                "hardware": costwords.hardware(p),
            }
            for p in report.plans
        ],
        "monthly_saving_usd": None
        if report.monthly_saving_usd is None
        else float(report.monthly_saving_usd),
        "break_even_months": report.break_even_months,
        "never_because": report.never_because,
        "prices_seen": costwords.prices_seen(report),
        "assumed": report.assumed[:5],
        "warnings": report.warnings[:3],
    }

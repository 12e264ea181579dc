"""The tools of the agent: thin wrappers around pure functions, with docstrings for the model.

Each returns compact JSON; what changes the conversation goes to the notebook as entries.
"""

import json
from collections.abc import Sequence
from typing import Any

from langchain.tools import ToolRuntime, tool
from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool
from langgraph.types import Command
from pydantic import BaseModel, Field

from agent import notebook as entries
from agent.briefing import cost_digest
from agent.notebook import Entry
from agent.provenance import check_words, user_texts
from agent.quotes import quotes_of
from agent.state import AdvisorState, TurnContext, notebook_of, verified
from agent.wording import fact_in_words
from knowledge import KnowledgeError
from tools.comparison import compare
from tools.costs import estimate_costs as cost_report
from tools.errors import InvalidInput
from tools.facts import Fact, ProjectFacts, make_fact, spec
from tools.interview import next_question as ask_next
from tools.plateau import judge
from tools.results import as_json
from tools.scoring import assess
from tools.whatif import what_if as compare_worlds

Runtime = ToolRuntime[TurnContext, AdvisorState]


class FactIn(BaseModel):
    """One fact as the user stated it."""

    name: str = Field(description="name of the fact, from the list in the system prompt")
    value: Any = Field(description="value in the fact's unit; null if only a range was said")
    low: float | None = Field(None, description="lower end, if the user hedged or gave a range")
    high: float | None = Field(None, description="upper end, if the user hedged or gave a range")
    quote: str = Field(description="the user's own words for it, copied exactly")


class ChangeIn(BaseModel):
    """One hypothetical value."""

    name: str = Field(description="name of the fact")
    value: Any = Field(description="its hypothetical value, in the fact's unit")


@tool
def record_facts(facts: list[FactIn], runtime: Runtime) -> Command[Any]:
    """Record what the user said about the project.

    Use it as soon as a message states or corrects a fact, for all facts of the message at once.
    A quote that the user never wrote is refused.

    Args:
        facts: the facts, each with the user's own words.

    """
    said, before = user_texts(runtime.state["messages"]), notebook_of(runtime.state).facts
    known: dict[str, Fact] = {}
    for row in facts:
        check_words(row.name, row.quote, said, known=row.name in before)
        bounds = None if row.low is None or row.high is None else [row.low, row.high]
        known[row.name] = make_fact(row.name, row.value, bounds=bounds, quote=row.quote)
    shown = {name: fact_in_words(name, fact) for name, fact in known.items()}
    return _answer(runtime, {"recorded": shown}, entries.record(known, turn=_turn(runtime)))


@tool
def forget_facts(names: list[str], runtime: Runtime) -> Command[Any]:
    """Forget facts that the user takes back, or notes that the user cannot tell them.

    Use it for "scratch the budget" and for "no idea" as the answer to a question.

    Args:
        names: names of the facts.

    """
    book = notebook_of(runtime.state)
    were = {spec(n).name: n in book.facts for n in names}
    result = {
        "forgotten": [n for n, known in were.items() if known],
        "unknown": [n for n, known in were.items() if not known],
    }
    return _answer(runtime, result, entries.forget(names, turn=_turn(runtime)))


@tool
def manage_notes(action: str, runtime: Runtime) -> Command[Any]:
    """Change the notes as a whole: `undo`, `keep` (the last what-if), `enough`, `restart`.

    Use it when the user asks to undo a change, to keep the what-if just discussed, to get the
    recommendation without more questions, or to start over.

    Args:
        action: undo, keep, enough or restart.

    """
    if action not in ("undo", "keep", "enough", "restart"):
        raise InvalidInput(f"action must be undo, keep, enough or restart; got {action[:40]!r}")
    book = notebook_of(runtime.state)
    entry = entries.mark(action, turn=_turn(runtime))  # type: ignore[arg-type]
    after = entries.Notebook.from_json(entries.write(book.to_json(), [entry]))
    result = {
        "action": action,
        "changed": after != book,
        "facts_changed": after.facts != book.facts,
        "facts": _shown(after.facts),
    }
    return _answer(runtime, result, entry)


@tool
def score_strategies(runtime: Runtime) -> str:
    """Score all eight strategies for what is known now: ranking, reasons, gates.

    Use it when the user wants the ranking or the reasons in detail.
    """
    found = assess(notebook_of(runtime.state).facts, seed=runtime.context.settings.seed)
    return _dump(
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

    Use it when the user asks about money.

    Args:
        strategy: a strategy id; without it the recommended one.

    """
    settings, facts = runtime.context.settings, notebook_of(runtime.state).facts
    chosen = strategy or assess(facts, seed=settings.seed).primary
    report = cost_report(facts, horizon_months=settings.horizon_months, strategy=chosen)
    lines = [
        {"plan": p.label, "lines": [f"{x.label}: {x.how}" for x in p.lines]} for p in report.plans
    ]
    prices = [
        f"{p.what}: ${p.usd} per {p.unit} ({p.source}, {p.as_of})"
        for plan in report.plans
        for p in plan.prices
    ]
    detail = {"bills": lines, "prices": list(dict.fromkeys(prices)), "all_assumed": report.assumed}
    return _dump({**cost_digest(report), **detail})


@tool
def what_if(changes: list[ChangeIn], runtime: Runtime) -> Command[Any]:
    """Compare the advice before and after hypothetical changes, without storing them.

    Use it for every "what if …", "suppose …", "would it change if …".

    Args:
        changes: the hypothetical values, absolute, in the facts' units.

    """
    settings, facts = runtime.context.settings, notebook_of(runtime.state).facts
    supposed = {c.name: make_fact(c.name, c.value, source="assumption") for c in changes}
    if not supposed:
        raise InvalidInput("a what-if needs at least one change, such as labeled_examples = 100")
    found = compare_worlds(
        facts, supposed, seed=settings.seed, horizon_months=settings.horizon_months
    )
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
    }
    return _answer(runtime, result, entries.suppose(supposed))


@tool
def next_question(runtime: Runtime) -> str:
    """Find the question whose answer could change the advice most, and why it is worth asking.

    Use it when the user asks what else you need, or why you ask.
    """
    book, settings = notebook_of(runtime.state), runtime.context.settings
    question = ask_next(
        book.facts, asked=book.asked, seed=settings.seed, max_questions=settings.max_questions
    )
    return _dump(as_json(question))


@tool
def compare_strategies(strategies: list[str], runtime: Runtime) -> str:
    """Put two or more strategies side by side: cost, speed, data, risk and more.

    Use it for "compare X and Y".

    Args:
        strategies: two or more strategy ids.

    """
    book = notebook_of(runtime.state)
    return _dump(as_json(compare(book.facts, strategies)))


@tool
def search_guidance(query: str, runtime: Runtime) -> Command[Any]:
    """Search the guidance for passages to quote; each comes with the number to cite it by.

    Use it for every claim about methods that is not in the other tools' results.

    Args:
        query: the question in a few words or a sentence.

    """
    context = runtime.context
    found = context.guidance.search(query, k=5)
    if found.declined:
        return _answer(runtime, {"declined": True, "message": found.message})
    book = notebook_of(runtime.state)
    sound = verified(context.guidance, quotes_of(found, query))
    if not sound:
        raise KnowledgeError("the guidance changed while it was searched; ask once more")
    quotes = context.quotes.number(sound, book.citations)
    result = {
        "declined": False,
        "sentences": [{"n": c.n, "text": c.quote, "title": c.title} for c in quotes],
        "sources": [f"[{c.n}] {c.title}, {c.section} ({c.author}, {c.year})" for c in quotes],
    }
    return _answer(runtime, result, entries.cite(quotes))


@tool
def judge_plateau(scores: list[float], runtime: Runtime, items: int | None = None) -> str:
    """Judge whether a series of measured scores has levelled off.

    Use it when the user gives successive scores of prompt versions, such as 70, 75, 78.

    Args:
        scores: the scores in order, as shares (0.78) or percent (78).
        items: size of the test set they were measured on, if known.

    """
    return _dump(as_json(judge(scores, items=items)))


TOOLS: tuple[BaseTool, ...] = (
    record_facts,
    forget_facts,
    manage_notes,
    score_strategies,
    estimate_costs,
    what_if,
    next_question,
    compare_strategies,
    search_guidance,
    judge_plateau,
)

LABELS = {
    "record_facts": "Noting what you said",
    "forget_facts": "Taking facts back",
    "manage_notes": "Updating the notes",
    "score_strategies": "Scoring the strategies",
    "estimate_costs": "Working out the costs",
    "what_if": "Trying the what-if",
    "next_question": "Choosing the next question",
    "compare_strategies": "Comparing strategies",
    "search_guidance": "Searching the guidance",
    "judge_plateau": "Judging the plateau",
}


def _answer(runtime: Runtime, result: dict[str, Any], *noted: Entry) -> Command[Any]:
    message = ToolMessage(_dump(result), tool_call_id=runtime.tool_call_id)
    return Command(update={"messages": [message], "notebook": list(noted)})


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


def _shown(facts: ProjectFacts) -> dict[str, str]:
    return {name: fact_in_words(name, fact) for name, fact in facts.known.items()}


def _turn(runtime: Runtime) -> int:
    return int(runtime.state.get("turn", 1))


def _dump(value: dict[str, Any] | Sequence[Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

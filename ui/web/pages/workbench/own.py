"""What the open project would cost: its recommended plan beside the plain prompt and a tuned model.

The whole bill, with the figures of the chat and the board; the fields below price a prompt only.
"""

from collections.abc import Iterator

from agent.settings import Settings
from tools.costrange import COST_SAMPLES
from tools.costs import estimate_costs
from tools.costwords import payback_in_short
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.results import Assessment, CostReport, Ranked
from tools.scoring import assess
from ui.web.bills import bill_lines
from ui.web.cards import fold
from ui.web.pages.starts import PROJECT
from ui.web.plans import PlanRow, plans_table
from ui.web.ranking import flagged
from ui.web.words import esc, plural

TUNED = ("peft", "distillation", "preference_tuning", "full_finetune")
BELOW = (
    "Below, only the prompt tokens that tuning could save are counted: no hosting, no retraining, "
    "no answers. Where the two differ, this whole bill is the one to go by."
)
_RECOMMENDED = '<span class="flag chosen">recommended</span>'


def own_html(settings: Settings, base: str, facts: ProjectFacts) -> str:
    """The plans of the open project; empty where none is open or nothing can be priced."""
    if base != PROJECT:
        return ""
    found = assess(facts, seed=settings.seed)
    priced = [
        (ranked, report)
        for ranked in _shown(found)
        if (report := _priced(settings, facts, ranked.strategy)) is not None
    ]
    if not priced:
        return ""
    rows = list(_rows(priced, found.primary))
    horizon = priced[0][1].horizon_months
    sentences = (
        _of_plan(row.plan.label, text)
        for row in rows
        if (text := payback_in_short(row.report, row.plan))
    )
    paying = "".join(f'<p class="because">{esc(text)}</p>' for text in sentences)
    return (
        '<section class="card" aria-labelledby="bench-own"><h3 id="bench-own">Your project'
        f'<span class="aside">the chat’s figures, over {plural(horizon, "month")}</span></h3>'
        f"{plans_table(rows, horizon)}{paying}"
        f"{fold('own-sums', 'How this adds up', bill_lines([row.plan for row in rows]))}"
        f'<p class="hint own-note">{esc(BELOW)}</p></section>'
    )


def _of_plan(label: str, payback: str) -> str:
    """What is told of a plan's pay-back, with its name: “RAG never pays back: …”."""
    joint = " " if payback.startswith("Never") else ": "
    return f"{label}{joint}{payback[:1].lower()}{payback[1:]}"


def _shown(found: Assessment) -> Iterator[Ranked]:
    """The strategy that is recommended, and the first that tunes where that is another."""
    yield found.of(found.primary)
    if found.primary not in TUNED:
        yield next(row for row in found.ranking if row.strategy in TUNED)


def _rows(priced: list[tuple[Ranked, CostReport]], primary: str) -> Iterator[PlanRow]:
    """The plain prompt once, then the plan of each strategy."""
    first = priced[0][1]
    alone = priced[0][0].strategy == primary and len(first.plans) == 1
    yield PlanRow(first, first.plans[0], _RECOMMENDED if alone else "")
    for ranked, report in priced:
        if len(report.plans) > 1:
            mark = _RECOMMENDED if ranked.strategy == primary else _gated(ranked)
            yield PlanRow(report, report.plans[-1], mark)


def _gated(ranked: Ranked) -> str:
    state, _ = flagged(ranked)
    return f'<span class="flag {state}">{state}</span>' if state else ""


def _priced(settings: Settings, facts: ProjectFacts, strategy: str) -> CostReport | None:
    try:
        return estimate_costs(facts, strategy=strategy, samples=COST_SAMPLES, **settings.costing)
    except InvalidInput:
        return None

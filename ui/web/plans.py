"""Plans side by side as a table: a month, once, and over the horizon, each with its range."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tools.costwords import range_of
from tools.money import about, span
from tools.results import CostReport, PlanCost
from ui.web.words import esc, money


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan of a report; `mark` is safe HTML that stands beside its name."""

    report: CostReport
    plan: PlanCost
    mark: str = ""


def plans_table(rows: Sequence[PlanRow], horizon_months: int) -> str:
    """The plans, one a row, the baseline first."""
    heads = ("a month", "once", f"{horizon_months} months")
    shown = "".join(f'<th scope="col">{head}</th>' for head in heads)
    body = "".join(
        f'<tr><th scope="row"><i class="key plan-{i % 4}" aria-hidden="true"></i>'
        f"{esc(row.plan.label)}{row.mark}{_model(row.plan)}</th>"
        f"{_amounts(row.report, row.plan, heads)}</tr>"
        for i, row in enumerate(rows)
    )
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="Costs by plan">'
        f'<table class="plans"><thead><tr><th scope="col">Plan</th>{shown}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def said(report: CostReport, usd: Decimal) -> str:
    """An amount: to the cent where everything is given, else rounded."""
    return about(usd).replace("-", "−") if report.estimated else money(usd)


def _amounts(report: CostReport, plan: PlanCost, heads: Sequence[str]) -> str:
    """The three amounts of a plan, each with its range where it has one."""
    row = range_of(report, plan)
    bases = (plan.monthly_usd, plan.one_off_usd, plan.total_usd)
    if row is None:
        bounds = tuple((base, base) for base in bases)
    else:
        bounds = (
            (row.monthly_low_usd, row.monthly_high_usd),
            (row.one_off_low_usd, row.one_off_high_usd),
            (row.total_low_usd, row.total_high_usd),
        )
    return "".join(
        f'<td data-head="{head}">{said(report, base)}{_range(low, high)}</td>'
        for head, base, (low, high) in zip(heads, bases, bounds, strict=True)
    )


def _range(low: Decimal, high: Decimal) -> str:
    return f"<small>{span(low, high)}</small>" if low < high else ""


def _model(plan: PlanCost) -> str:
    return f"<small>{esc(plan.model)}</small>" if plan.model else ""

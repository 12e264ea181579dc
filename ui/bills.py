"""A cost report as a terminal shows it: plans side by side, when each pays back, the bills."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tools.costwords import payback, prices_seen, range_of
from tools.money import about, span, usd
from tools.results import CostReport, PlanCost
from ui.marks import marked


def costs(report: CostReport) -> RenderableType:
    """The plans side by side with their ranges, each one's break-even, warnings, assumptions."""
    parts: list[RenderableType] = [_side_by_side(report)]
    several = len(report.plans) > 2
    for plan in report.plans[1:]:
        name = f"{plan.label}: " if several else ""
        parts.append(Text(name + payback(report, plan), "bold"))
        row = plan.against_baseline
        parts += [
            marked("·", name + line, "") for line in ([] if row is None else row.savings_from)
        ]
    if report.ranges is not None and report.ranges.moves_most:
        parts.append(marked("±", f"Moved most by: {', '.join(report.ranges.moves_most)}.", "cyan"))
    if report.fit is not None:
        parts.append(marked("?", report.fit, "cyan"))
    notes = [*report.warnings, *(w for plan in report.plans for w in plan.warnings)]
    parts += [marked("!", note, "yellow") for note in dict.fromkeys(notes)]
    parts += [_bill(plan) for plan in report.plans if plan.lines]
    parts += [marked("assumed", line, "dim") for line in report.assumed]
    seen = prices_seen(report)
    if seen:
        parts.append(marked("prices", f"{seen} Sources with --json.", "dim"))
    return Group(*parts)


def _side_by_side(report: CostReport) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
    table.add_column("plan", ratio=1)
    for name in ("a month", "once", f"{report.horizon_months} months"):
        table.add_column(name, justify="right", no_wrap=True)
    for plan in report.plans:
        name = f"{plan.label} ({plan.model})" if plan.model else plan.label
        row = range_of(report, plan)
        if row is None or row.total_low_usd == row.total_high_usd:
            figures = (plan.monthly_usd, plan.one_off_usd, plan.total_usd)
            shown = about if report.estimated else usd
            table.add_row(name, *(shown(f) if f else "–" for f in figures))
            continue
        amounts = (
            (plan.monthly_usd, row.monthly_low_usd, row.monthly_high_usd),
            (plan.one_off_usd, row.one_off_low_usd, row.one_off_high_usd),
            (plan.total_usd, row.total_low_usd, row.total_high_usd),
        )
        table.add_row(name, *(about(base) if base or high else "–" for base, _, high in amounts))
        spans = [span(low, high) if low < high else "" for _, low, high in amounts]
        table.add_row(Text("  in 8 of 10 cases", "dim"), *(Text(s, "dim") for s in spans))
    return table


def _bill(plan: PlanCost) -> RenderableType:
    """The lines of a plan, each with its arithmetic."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(min_width=20)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(ratio=1)
    for line in plan.lines:
        amount = f"{usd(line.usd)} {'a month' if line.per == 'month' else 'once'}"
        grid.add_row(line.label, amount, Text(line.how, "dim"))
    return Group(Text(f"{plan.label}:", "dim"), Padding(grid, (0, 0, 0, 2)))

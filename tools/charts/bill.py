"""What each plan's money goes into, as bars of the same scale for all plans."""

from tools.charts.chart import Chart, framed
from tools.charts.costwords import bill_text, bill_title, over_horizon
from tools.charts.figures import dollars
from tools.charts.pen import Pen
from tools.charts.rows import AROUND, BarRow, draw_bars, height_of
from tools.charts.style import Size, Style, Theme
from tools.durations import months
from tools.results import CostReport

MOST_LINES = 8


def bill_chart(report: CostReport, *, theme: Theme = "light", size: Size = "wide") -> Chart:
    """Draw every line of every plan's bill over the horizon, the largest first."""
    pen = Pen(Style(theme, size))
    rows = _rows(report)
    draw_bars(rows, pen)
    return framed(
        pen,
        height_of(rows),
        AROUND,
        title=bill_title(report),
        subtitle=f"What each plan’s money goes into over {months(report.horizon_months)}",
        text=bill_text(report),
    )


def _rows(report: CostReport) -> list[BarRow]:
    bills = []
    for plan in report.plans:
        parts = [
            (over_horizon(line, plan, report.horizon_months), line.label, line.per == "once")
            for line in plan.lines
        ]
        parts.sort(key=lambda part: -part[0])
        rest = parts[MOST_LINES - 1 :] if len(parts) > MOST_LINES else []
        if rest:
            parts = [*parts[: MOST_LINES - 1], (sum(p[0] for p in rest), "everything else", False)]
        bills.append(parts)
    longest = max((part[0] for parts in bills for part in parts), default=0.0)
    rows = []
    for n, (plan, parts) in enumerate(zip(report.plans, bills, strict=True)):
        rows.append(BarRow(plan.label, dollars(plan.total_usd, estimated=report.estimated), None))
        for usd, label, once in parts:
            note = dollars(round(usd, 6), estimated=report.estimated) + (" once" if once else "")
            share = usd / longest if longest > 0 else 0.0
            rows.append(BarRow(label, note, share, "lead" if n == 1 else "rest"))
    return rows

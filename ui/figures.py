"""The decision board in three lines, for a terminal that has no room for the whole of it."""

from rich.text import Text

from agent.events import Board
from tools.money import about, usd
from tools.paybacks import payback_time
from tools.results import Assessment, CostReport
from tools.showing import percent

RUNNERS_UP = 2
BAR = ("▌ ", "green")


def key_figures(board: Board | None) -> tuple[Text, ...]:
    """The leading strategy and how sure that is, the runners-up, and what it costs."""
    if board is None or board.assessment is None:
        return ()
    lines = [*_ranking(board.assessment)]
    if board.costs is not None:
        lines.append(_costs(board.costs))
    return tuple(lines)


def _ranking(assessment: Assessment) -> tuple[Text, Text]:
    first, *rest = assessment.ranking
    sure = f" · {percent(assessment.confidence)} sure"
    if assessment.close_call:
        sure += " · a close call"
    score = f" {first.score:.1f}"
    lead = Text.assemble(BAR, (first.label, "bold green"), score, (sure, "dim"))
    others = " · ".join(f"{row.label} {row.score:.1f}" for row in rest[:RUNNERS_UP])
    return lead, Text.assemble(BAR, ("then ", "dim"), others)


def _costs(report: CostReport) -> Text:
    line = Text.assemble(BAR)
    money = about if report.estimated else usd
    plans = [f"{plan.label} {money(plan.monthly_usd)}" for plan in report.plans[:3]]
    line.append(" · ".join(plans) + " a month")
    if report.break_even_months is not None:
        line.append(" · ").append(f"pays back in {payback_time(report.break_even_months)}", "bold")
    return line

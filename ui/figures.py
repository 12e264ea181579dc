"""The decision board in three lines, for a terminal that has no room for the whole of it."""

from rich.text import Text

from agent.events import Board
from agent.wording import months, percent
from tools.money import usd
from tools.results import Assessment, CostReport

RUNNERS_UP = 2


def key_figures(board: Board | None) -> tuple[Text, ...]:
    """The leading strategies with their scores, how sure that is, and what it costs."""
    if board is None or board.assessment is None:
        return ()
    lines = [_ranking(board.assessment)]
    if board.costs is not None:
        lines.append(_costs(board.costs))
    return tuple(lines)


def _ranking(assessment: Assessment) -> Text:
    first, *rest = assessment.ranking
    line = Text.assemble(("▌ ", "green"), (f"{first.label} {first.score:.1f}", "bold green"))
    others = [f"{row.label} {row.score:.1f}" for row in rest[:RUNNERS_UP]]
    line.append("  then " + " · ".join(others))
    sure = "a close call" if assessment.close_call else f"{percent(assessment.confidence)} sure"
    return line.append(f"  ({sure})", "dim")


def _costs(report: CostReport) -> Text:
    line = Text("▌ ", "green")
    plans = [f"{plan.label} {usd(plan.monthly_usd)}" for plan in report.plans[:3]]
    line.append(" · ".join(plans) + " a month")
    if report.break_even_months is not None:
        line.append(" · ").append(f"pays back in {months(report.break_even_months)}", "bold")
    return line

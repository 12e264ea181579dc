"""What else stands on the board, for a terminal: the next test, published cases, named what-ifs."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from agent.events import Board
from tools.experiment import Experiment
from tools.money import about
from tools.precedents import Precedent
from tools.scenarios import ScenarioTable
from tools.showing import percent
from tools.strategies import strategy_texts
from ui.marks import marked


def prospects(board: Board) -> Iterator[RenderableType]:
    """The next test, the closest published cases and the scenarios, those that there are."""
    if board.experiment is not None:
        yield _experiment(board.experiment)
    if board.precedents:
        yield _precedents(board.precedents)
    if board.scenarios is not None:
        yield _scenarios(board.scenarios)


def _experiment(result: Experiment) -> RenderableType:
    """What to measure next, its bill, and who leads after each result."""
    bill = "" if result.usd is None else f", about {about(result.usd)}"
    days = "a day" if result.days == 1 else f"{result.days} days"
    rows = [
        marked(
            "→",
            f"{outcome.result}: {strategy_texts()[outcome.strategy].label}, "
            f"{percent(outcome.probability)} likely the best",
            "dim",
        )
        for outcome in result.outcomes
    ]
    return Group(marked("test", f"{result.action} ({days}{bill})", "cyan"), *rows)


def _precedents(found: Sequence[Precedent]) -> RenderableType:
    """The published results closest to the project; the first with what is alike and differs."""
    parts = []
    for place, case in enumerate(found):
        worked = ", ".join(strategy_texts()[name].label for name in case.worked)
        text = f"{case.title} ({case.author}, {case.year}): {worked}. {case.result}"
        if place == 0:
            text += f" Alike: {', '.join(case.alike)}."
            text += f" Different: {', '.join(case.differs)}." if case.differs else ""
        parts += [marked("like" if place == 0 else "·", text, "dim"), marked("", case.url, "dim")]
    return Group(*parts)


def _scenarios(result: ScenarioTable) -> RenderableType:
    """The named what-ifs beside the project as it is, one a row."""
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
    table.add_column("scenario", overflow="fold")
    table.add_column("first choice")
    for name in ("score", "sure", "a month", "once"):
        table.add_column(name, justify="right")
    for column in result.columns:
        figures = (f"{column.score:.1f}", percent(column.confidence))
        money = [
            "?" if amount is None else about(amount)
            for amount in (column.monthly_usd, column.one_off_usd)
        ]
        table.add_row(Text(column.name, "cyan"), column.label, *figures, *money)
    return table

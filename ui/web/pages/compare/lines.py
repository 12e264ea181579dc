"""The lines of a comparison: fit, money, points, gates, each with a cell for every column."""

from collections.abc import Sequence
from decimal import Decimal

from tools.money import about
from tools.paybacks import payback_time
from tools.results import Contribution, CostReport, Ranked
from tools.scenarios import ScenarioColumn
from ui.web.pages.compare.table import Line
from ui.web.words import capital, esc, extent, points, sentence, share

DIFFERING = 6  # criteria shown, those that set the columns apart most
LEAST = 0.3  # points below which a difference is no reason
UNKNOWN = "–"


def text_line(label: str, values: Sequence[str]) -> Line:
    """What is said of each column in words."""
    return Line(capital(label), tuple(esc(value) for value in values))


def fit_lines(rows: Sequence[Ranked]) -> tuple[Line, ...]:
    """Score and chance of the strategies, and in words when each wins."""
    return (
        _score_line("Score, of 100", [row.score for row in rows]),
        Line("Likely the best", tuple(share(row.probability) for row in rows)),
        Line("Wins when", tuple(esc(row.wins) for row in rows)),
        Line("Watch out", tuple(esc(row.caution) for row in rows)),
    )


def outcome_lines(columns: Sequence[ScenarioColumn]) -> tuple[Line, ...]:
    """Who leads in each scenario, and how surely."""
    firsts = (esc(c.label) + (" (a close call)" if c.close_call else "") for c in columns)
    return (
        Line("First choice", tuple(firsts)),
        _score_line("Its score, of 100", [column.score for column in columns]),
        Line("Likely the best", tuple(share(column.probability) for column in columns)),
        Line("How sure", tuple(share(column.confidence) for column in columns)),
    )


def _score_line(label: str, scores: Sequence[float]) -> Line:
    bars = (
        f'<b>{score:.1f}</b><span class="bar" aria-hidden="true">'
        f'<i style="width:{extent(score)}"></i></span>'
        for score in scores
    )
    return Line(label, tuple(bars), _best(scores))


def cost_lines(reports: Sequence[CostReport | None]) -> tuple[Line, ...]:
    """What each strategy costs beside the plain prompt; None for one that cannot be priced."""
    plans = [None if report is None else report.plans[-1] for report in reports]
    return (
        _money_line("A month", [None if plan is None else plan.monthly_usd for plan in plans]),
        _money_line("Once", [None if plan is None else plan.one_off_usd for plan in plans]),
        _money_line("In total", [None if plan is None else plan.total_usd for plan in plans]),
        Line("Pays back", tuple(_pays_back(report) for report in reports)),
    )


def scenario_cost_lines(columns: Sequence[ScenarioColumn]) -> tuple[Line, ...]:
    """What the first choice of each scenario costs."""
    return (
        _money_line("A month", [column.monthly_usd for column in columns]),
        _money_line("Once", [column.one_off_usd for column in columns]),
        _money_line("In total", [column.total_usd for column in columns]),
        Line("Pays back", tuple(_pays_back(column) for column in columns)),
    )


def _money_line(label: str, amounts: Sequence[Decimal | None]) -> Line:
    cells = (UNKNOWN if usd is None else about(usd).replace("-", "−") for usd in amounts)
    return Line(label, tuple(cells), _best([None if usd is None else -usd for usd in amounts]))


def _pays_back(found: CostReport | ScenarioColumn | None) -> str:
    if found is not None and found.break_even_months is not None:
        return f"after {payback_time(found.break_even_months)}"
    why = None if found is None else found.never_because
    return f"never<small>{esc(sentence(why))}</small>" if why else UNKNOWN


def apart_lines(contributions: Sequence[Sequence[Contribution]]) -> tuple[Line, ...]:
    """The criteria in which the columns differ most, with their points in each."""
    labels = {row.key: row.label for rows in contributions for row in rows}
    columns = [{row.key: row.points for row in rows} for rows in contributions]
    table = {key: [column.get(key, 0.0) for column in columns] for key in labels}
    spread = {key: max(row) - min(row) for key, row in table.items()}
    widest = sorted((k for k in spread if spread[k] >= LEAST), key=lambda key: -spread[key])
    lines = tuple(
        Line(capital(labels[key]), tuple(_points(value) for value in table[key]))
        for key in widest[:DIFFERING]
    )
    return lines or (Line("All criteria", ("the same",) * len(columns)),)


def _points(value: float) -> str:
    tone = "gain" if value > 0 else "loss" if value < 0 else ""
    return f'<span class="{tone}">{points(value)}</span>'


def gates_line(label: str, rows: Sequence[Ranked]) -> Line:
    """The gates that are closed to each."""
    return Line(label, tuple(_gates(row) for row in rows))


def _gates(row: Ranked) -> str:
    texts = (
        f'<p class="{"loss" if gate.blocks else "care"}">{esc(gate.text)}</p>' for gate in row.gates
    )
    return "".join(texts) or "None"


def _best(values: Sequence[float | Decimal | None]) -> frozenset[int]:
    """The places of the highest value; none where all are the same."""
    known = [value for value in values if value is not None]
    if len(known) < 2 or min(known) == max(known):
        return frozenset()
    return frozenset(n for n, value in enumerate(values) if value == max(known))

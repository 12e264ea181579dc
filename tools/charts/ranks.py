"""The strategies as bars of their scores, each with its chance of being the best."""

from tools.charts.chart import Chart, framed
from tools.charts.figures import listed, percent
from tools.charts.pen import Pen
from tools.charts.rows import AROUND, BarRow, Look, draw_bars, height_of
from tools.charts.style import Size, Style, Theme
from tools.results import Assessment, Ranked

HIGHEST = 100.0


def ranking_chart(assessment: Assessment, *, theme: Theme = "light", size: Size = "wide") -> Chart:
    """Draw the scores of all strategies, best first; blocked ones are hollow."""
    pen = Pen(Style(theme, size))
    narrow = pen.style.narrow
    rows = [_row(n, ranked, narrow=narrow) for n, ranked in enumerate(assessment.ranking)]
    draw_bars(rows, pen)
    return framed(
        pen,
        height_of(rows),
        AROUND,
        title=_title(assessment),
        subtitle="Fit from 0 to 100, and how often each is the best when what is unknown varies",
        text=_text(assessment),
    )


def _row(place: int, ranked: Ranked, *, narrow: bool) -> BarRow:
    state = _state(ranked)
    look: Look = "hollow" if state == "blocked" else "rest" if place else "lead"
    label = f"{place + 1}  {ranked.label}" + (f" ({state})" if state else "")
    best = "" if narrow else "best in "
    note = f"{ranked.score:.1f} · {best}{percent(ranked.probability)}"
    return BarRow(label, note, ranked.score / HIGHEST, look)


def _state(ranked: Ranked) -> str:
    if any(gate.blocks for gate in ranked.gates):
        return "blocked"
    return "limited" if ranked.gates else ""


def _title(assessment: Assessment) -> str:
    if not assessment.ranking:
        return "Nothing to rank yet"
    first, *rest = assessment.ranking
    if assessment.close_call and rest:
        return f"A close call: {first.label} just ahead of {rest[0].label}"
    return f"{first.label} leads, {percent(assessment.confidence)} sure"


def _text(assessment: Assessment) -> str:
    if not assessment.ranking:
        return "There is nothing to rank yet."
    first, *rest = assessment.ranking
    close = f", a close call with {rest[0].label}" if assessment.close_call and rest else ""
    out = [
        f"{first.label} leads with {first.score:.1f} of 100{close}; the advice is "
        f"{percent(assessment.confidence)} sure."
    ]
    chances = [
        f"{r.label} {r.score:.1f} (best in {percent(r.probability)}"
        + (f", {_state(r)})" if _state(r) else ")")
        for r in assessment.ranking
    ]
    out.append(f"In order: {listed(chances)}.")
    likeliest = max(assessment.ranking, key=lambda row: row.probability)
    if likeliest is not first:
        out.append(f"{likeliest.label} is the best most often, {percent(likeliest.probability)}.")
    return " ".join(out)

"""What each plan has cost by the end of each month, with the break-even and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tools.charts.chart import EDGE, Chart, Margins, framed
from tools.charts.costwords import cost_text, cost_title
from tools.charts.figures import dollars, month_ticks, short_dollars, ticks
from tools.charts.pen import Align, Pen, layer
from tools.charts.style import PlanStyle, Size, Style, Theme
from tools.durations import months
from tools.results import CostReport

if TYPE_CHECKING:
    import altair as alt

HEIGHT = 250
LEFT, RIGHT, NARROW_RIGHT, BOTTOM = 54, 176, 26, 30
KEY_ROW = 22  # a plan's line in the key of a narrow chart
LABEL = 36  # the two lines at the end of a plan's line in a wide one
MARK_WIDTH = 150


@dataclass(frozen=True, slots=True)
class _Line:
    """One plan: USD after each month from 0 on, and the bounds of its band where there is one."""

    label: str
    look: PlanStyle
    total: str
    spent: list[float]
    low: list[float] | None
    high: list[float] | None


@dataclass(frozen=True, slots=True)
class _Frame:
    """Maps months and dollars to pixels of the plot."""

    width: int
    height: int
    horizon: int
    marks: list[float]

    def x(self, month: float) -> float:
        return self.width * month / self.horizon

    def y(self, usd: float) -> float:
        low, high = self.marks[0], self.marks[-1]
        return self.height * (high - usd) / (high - low)


def cost_chart(report: CostReport, *, theme: Theme = "light", size: Size = "wide") -> Chart:
    """Draw the cumulative cost of the plans; a band holds 8 of 10 sampled cases if there are any.

    A ring marks where the second plan has paid back. `size` is the space there is: a page or a
    phone.
    """
    style = Style(theme, size)
    lines = _lines(report, style)
    horizon = max(report.horizon_months, 1)
    right = NARROW_RIGHT if style.narrow else RIGHT
    values = [v for line in lines for row in (line.spent, line.low, line.high) for v in row or ()]
    frame = _Frame(
        style.width - LEFT - right,
        max(HEIGHT, LABEL * len(lines)),
        horizon,
        ticks(min(values, default=0.0), max(values, default=0.0), about=4),
    )
    pen = Pen(style)
    below = [_axes(frame, style)]
    below += [_band(line, style) for line in lines if line.low]
    below += [_line(line, frame, style) for line in lines]
    if lines and report.break_even_months is not None:
        _mark(report, lines[0].spent, frame, pen)
    (_key if style.narrow else _ends)(lines, frame, pen)
    above = KEY_ROW * len(lines) + 8 if style.narrow else 8
    shaded = " Shaded: where 8 of 10 sampled cases lie." if any(x.low for x in lines) else ""
    return framed(
        pen,
        frame.height,
        Margins(LEFT, right, above, BOTTOM),
        title=cost_title(report),
        subtitle=f"US dollars spent by the end of each month.{shaded}",
        text=cost_text(report),
        below=below,
    )


def _lines(report: CostReport, style: Style) -> list[_Line]:
    ranges = report.ranges.plans if report.ranges is not None else ()
    lines = []
    for n, (plan, row) in enumerate(zip(report.plans, report.cumulative, strict=False)):
        spent = [float(usd) for usd in row] or [float(plan.one_off_usd)]
        low = high = None
        if n < len(ranges) and ranges[n].total_high_usd > ranges[n].total_low_usd:
            low = [float(usd) for usd in ranges[n].cumulative_low_usd]
            high = [float(usd) for usd in ranges[n].cumulative_high_usd]
        look = style.plan(n if len(report.plans) > 1 else 1)
        total = dollars(spent[-1], estimated=report.estimated)
        lines.append(_Line(plan.label, look, total, spent, low, high))
    return lines


def _axes(frame: _Frame, style: Style) -> "alt.Chart":
    import altair as alt

    named = month_ticks(frame.horizon, most=4 if style.narrow else 6)
    month_words = ["start", *(f"{m} mo" for m in named[1:])]
    words = [short_dollars(v) for v in frame.marks]
    axis: dict[str, Any] = {
        "title": None,
        "labelColor": style.colour("muted"),
        "labelFontSize": style.font_size - 1,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
    }
    x = alt.Axis(
        **axis,
        values=named,
        grid=False,
        labelFlush=False,
        labelExpr=_nth(month_words, len(named)),
        labelOverlap=False,
    )
    y = alt.Axis(
        **axis,
        values=frame.marks,
        grid=True,
        gridColor=style.colour("line"),
        labelExpr=_nth(words, len(words)),
        labelOverlap=False,
    )
    encoding = {
        "x": alt.X("month:Q", scale=_scale(0, frame.horizon), axis=x),
        "y": alt.Y("usd:Q", scale=_scale(frame.marks[0], frame.marks[-1]), axis=y),
    }
    return layer(
        [{"month": 0, "usd": frame.marks[0]}],
        "point",
        {"color": style.colour("ground"), "opacity": 0},
        encoding,
    )


def _nth(words: Sequence[str], count: int) -> str:
    """A Vega expression that names the tick by its place."""
    listed = ",".join(f"'{word}'" for word in words)
    return f"[{listed}][round(datum.index*{max(count - 1, 1)})]"


def _scale(low: float, high: float) -> "alt.Scale":
    import altair as alt

    return alt.Scale(domain=[low, high], nice=False, zero=False)


def _band(line: _Line, style: Style) -> "alt.Chart":
    look = line.look
    bounds = zip(line.low or (), line.high or (), strict=True)
    rows = [{"month": m, "low": low, "high": high} for m, (low, high) in enumerate(bounds)]
    colour = style.colour(look.colour)
    shade = {"fill": colour, "fillOpacity": 0.14}
    edge = {"stroke": colour, "strokeOpacity": 0.6, "strokeWidth": 0.8, "strokeDash": _dash(look)}
    return layer(rows, "area", {**shade, **edge}, {"x": "month:Q", "y": "low:Q", "y2": "high:Q"})


def _line(line: _Line, frame: _Frame, style: Style) -> "alt.Chart":
    look = line.look
    rows = [{"month": m, "usd": usd} for m, usd in enumerate(line.spent[: frame.horizon + 1])]
    shown = {"color": style.colour(look.colour), "strokeWidth": 2.5, "strokeDash": _dash(look)}
    return layer(rows, "line", shown, {"x": "month:Q", "y": "usd:Q"})


def _dash(look: PlanStyle) -> list[float]:
    return list(look.dash) or [1, 0]


def _ends(lines: Sequence[_Line], frame: _Frame, pen: Pen) -> None:
    """Name and sum at the end of each line, moved apart where lines end close together."""
    ends = [frame.y(line.spent[-1]) for line in lines]
    places = spread(ends, LABEL, frame.height)
    for line, end, y in zip(lines, ends, places, strict=True):
        if abs(y - end) > 4:
            pen.rule((frame.width, end), (frame.width + 20, y), colour="rest")
        pen.shape(line.look, (frame.width, end))
        x = frame.width + 22
        pen.words(line.label, x, y - 8, bold=True, limit=RIGHT - 26)
        pen.words(line.total, x, y + 9)


def spread(wanted: Sequence[float], gap: float, height: float) -> list[float]:
    """Places as near as can be to those wanted, at least `gap` apart, in their order."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    placed: list[float] = []
    for i in order:
        least = placed[-1] + gap if placed else 0.0
        placed.append(max(wanted[i], least))
    limit = height
    for n in reversed(range(len(placed))):
        placed[n] = min(placed[n], limit)
        limit = placed[n] - gap
    out = [0.0] * len(wanted)
    for n, i in enumerate(order):
        out[i] = placed[n]
    return out


def _key(lines: Sequence[_Line], frame: _Frame, pen: Pen) -> None:
    """The plans above the plot, where there is no room beside it."""
    left = EDGE - LEFT
    for n, line in enumerate(lines):
        look, y = line.look, -KEY_ROW * (len(lines) - n) - 4
        pen.rule((left, y), (left + 34, y), colour=look.colour, width=2.5, dash=look.dash)
        pen.shape(look, (left + 17, y))
        pen.shape(look, (frame.width, frame.y(line.spent[-1])))
        pen.words(line.label, left + 42, y, bold=True, limit=pen.style.width - 42 - 92)
        end = frame.width + NARROW_RIGHT - EDGE
        pen.words(line.total, end, y, align="right")


def _mark(report: CostReport, baseline: Sequence[float], frame: _Frame, pen: Pen) -> None:
    """A ring at the break-even, and its words where the lines are not."""
    month = report.break_even_months or 0.0
    if not 0 < month <= min(frame.horizon, len(baseline) - 1):
        return
    before = min(int(month), len(baseline) - 2)
    usd = baseline[before] + (baseline[before + 1] - baseline[before]) * (month - before)
    x, y = frame.x(month), frame.y(usd)
    low = y > frame.height / 2
    end, first = (2.0, 10.0) if low else (frame.height - 2.0, frame.height - 28.0)
    align: Align = "left" if x + MARK_WIDTH < frame.width else "right"
    at = x + 8 if align == "left" else x - 8
    pen.rule((x, y), (x, end), colour="ink", dash=(2, 3))
    pen.point((x, y), shape="circle", colour="ink", hollow=True)
    pen.words(f"even after {months(month)}", at, first, align=align, bold=True, halo=True)
    pen.words(
        f"at {dollars(usd, estimated=report.estimated)}", at, first + 16, align=align, halo=True
    )

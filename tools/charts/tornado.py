"""What moves the answer: how far the leading strategy stays ahead as one fact after another varies.

A tornado diagram: one-way sensitivity, the widest bar first (Eschenbach, Interfaces 1992).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.charts.chart import EDGE, Chart, framed
from tools.charts.figures import signed
from tools.charts.pen import Align, Pen
from tools.charts.rows import AROUND, BAR
from tools.charts.style import Size, Style, Theme
from tools.results import Assessment, Swing

ROW, NARROW_ROW, AXIS = 46, 64, 24
WIDE_SPACE = "\u00a0\u00a0 "
LABEL_SHARE = 0.5  # of the width, at most, for the name of a fact
GAP = 10  # between the end of a bar and its figure
REACH = 3  # how far the line of equality goes beyond a bar; words stand further away
CLEAR = 4  # what stays free between it and a figure
SIDE = 46  # room for the figures beside the ends of a bar


@dataclass(frozen=True, slots=True)
class _Scale:
    """Maps points of lead to pixels."""

    low: float
    high: float
    width: float

    def x(self, lead: float) -> float:
        room = self.width - 2 * SIDE
        return SIDE + room * (lead - self.low) / (self.high - self.low)


def tornado_chart(assessment: Assessment, *, theme: Theme = "light", size: Size = "wide") -> Chart:
    """Draw the lead of the primary at both ends of each fact's plausible range, in score points."""
    pen = Pen(Style(theme, size))
    label = assessment.of(assessment.primary).label
    height = _draw(assessment.tornado, pen)
    varying = (
        f"How many points {label} is ahead as one fact varies from ○ to ●. "
        "Left of the line another strategy leads."
    )
    return framed(
        pen,
        height,
        AROUND,
        title=_title(assessment, label),
        subtitle=varying if assessment.tornado else "",
        text=_text(assessment, label),
    )


def _draw(swings: Sequence[Swing], pen: Pen) -> int:
    """Draw all bars on one scale; returns the height they take."""
    ends = [lead for swing in swings for lead in (swing.lead_at_low, swing.lead_at_high)]
    if not ends:
        return AXIS
    low, high = min([*ends, 0.0]), max([*ends, 0.0])
    scale = _Scale(low, high if high > low else low + 1.0, pen.style.width - 2 * EDGE)
    row = NARROW_ROW if pen.style.narrow else ROW
    bottom = row * len(swings)
    pen.words("even", scale.x(0), bottom + 12, align="center", colour="muted")
    for n, swing in enumerate(swings):
        _swing(swing, n * row, row, scale, pen)
    return bottom + AXIS


def _swing(swing: Swing, top: float, row: int, scale: _Scale, pen: Pen) -> None:
    first, last = sorted((swing.lead_at_low, swing.lead_at_high))
    y = top + row - BAR - 8
    _words(swing, top, pen, scale.width)
    for start, end, colour in ((first, min(last, 0.0), "third"), (max(first, 0.0), last, "lead")):
        if end > start:
            pen.box((scale.x(start), y), (scale.x(end), y + BAR), colour=colour)
    middle = y + BAR / 2
    low_first = swing.lead_at_low <= swing.lead_at_high
    figures: tuple[tuple[str, float, Align], ...] = (
        (signed(first), scale.x(first) - GAP, "right"),
        (signed(last), scale.x(last) + GAP, "left"),
    )
    if not any(_meets(scale.x(0), text, x, align, pen) for text, x, align in figures):
        pen.rule((scale.x(0), y - REACH), (scale.x(0), y + BAR + REACH), colour="ink", width=1.5)
    for lead, hollow in ((first, low_first), (last, not low_first)):
        pen.point((scale.x(lead), middle), shape="circle", colour="ink", hollow=hollow)
    for text, x, align in figures:
        pen.words(text, x, middle, align=align)


def _meets(line: float, text: str, x: float, align: Align, pen: Pen) -> bool:
    """True where the line of equality would touch a figure beside the end of a bar."""
    width = pen.style.width_of(text)
    left, right = (x - width, x) if align == "right" else (x, x + width)
    return left - CLEAR < line < right + CLEAR


def _words(swing: Swing, top: float, pen: Pen, width: float) -> None:
    label = swing.label[:1].upper() + swing.label[1:]
    values = f"○ {swing.low_value}{WIDE_SPACE}● {swing.high_value}"
    if pen.style.narrow:
        pen.words(label, 0, top + 14, bold=True, limit=width)
        pen.words(values, 0, top + 32, colour="muted", limit=width)
    else:
        room = width * LABEL_SHARE
        pen.words(label, 0, top + 14, bold=True, limit=room)
        at = min(pen.style.width_of(label, bold=True), room) + 14
        pen.words(values, at, top + 14, colour="muted", limit=width - at)


def _flips(swing: Swing) -> bool:
    return min(swing.lead_at_low, swing.lead_at_high) < 0


def _title(assessment: Assessment, label: str) -> str:
    if not assessment.tornado:
        return "Nothing that is unknown moves the answer"
    widest = assessment.tornado[0]
    if _flips(widest):
        return f"What moves the answer most: {widest.label}"
    return f"{label} leads whatever the rest turns out to be"


def _text(assessment: Assessment, label: str) -> str:
    swings = assessment.tornado
    if not swings:
        return "No single fact that is still open changes the lead."
    out = [f"How many score points {label} is ahead as one fact varies, the strongest first."]
    for swing in swings:
        ends = (
            f"{signed(swing.lead_at_low)} at {swing.low_value}, "
            f"{signed(swing.lead_at_high)} at {swing.high_value}"
        )
        flips = "; another strategy leads there" if _flips(swing) else ""
        out.append(f"{swing.label[:1].upper() + swing.label[1:]}: {ends}{flips}.")
    return " ".join(out)

"""Charts that are lists of bars: words and a value above each bar, so that nothing can overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tools.charts.chart import EDGE, Margins
from tools.charts.pen import Pen

Look = Literal["lead", "rest", "hollow"]
ROW, GROUP, BAR = 44, 42, 12
BAR_TOP = 22  # below the words of a row
AROUND = Margins(EDGE, EDGE, 0, 8)
VALUE_ROOM = 0.5  # of the width, at most, for what stands on the right


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar that fills `share` (0–1) of the width, with its words; without a share, a heading."""

    label: str
    note: str
    share: float | None
    look: Look = "rest"


def height_of(rows: Sequence[BarRow]) -> int:
    """The height that the rows take, in pixels."""
    return max(sum(GROUP if row.share is None else ROW for row in rows), ROW)


def draw_bars(rows: Sequence[BarRow], pen: Pen) -> None:
    """Draw the rows one below the other, each bar on a track as long as the longest could be."""
    top = 0
    for row in rows:
        _words(row.label, row.note, top, pen, heading=row.share is None)
        if row.share is None:
            top += GROUP
            continue
        start, width = (0.0, top + BAR_TOP), pen.style.width - 2 * EDGE
        pen.box(start, (width, start[1] + BAR), colour="line")
        end = (max(min(max(row.share, 0.0), 1.0) * width, 1.0), start[1] + BAR)
        if row.look == "hollow":
            pen.box(start, end, colour="ground", edge="rest")
        else:
            pen.box(start, end, colour=row.look)
        top += ROW


def _words(label: str, note: str, top: float, pen: Pen, *, heading: bool) -> None:
    """The name of a row at the left, its value at the right."""
    y, width = top + (GROUP - 16 if heading else 12), pen.style.width - 2 * EDGE
    room = min(width * VALUE_ROOM, pen.style.width_of(note, bold=heading))
    pen.words(label, 0, y, bold=heading, limit=width - room - 12)
    pen.words(note, width, y, align="right", bold=heading, limit=width * VALUE_ROOM)

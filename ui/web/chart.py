"""The cumulative cost of each plan over the months, as an inline SVG that needs no script."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ui.web.words import esc, money, number

WIDTH, HEIGHT = 460, 236
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 16, 32
GRID_LINES = 4
COLOURS = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """The drawing area: maps months to x and dollars to y."""

    months: int
    top_usd: float
    step_usd: float

    def x(self, month: float) -> float:
        """The x of a point in time, in months."""
        return LEFT + (WIDTH - LEFT - RIGHT) * month / self.months

    def y(self, usd: float) -> float:
        """The y of an amount, in USD."""
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * usd / self.top_usd

    @classmethod
    def around(cls, rows: Sequence[Sequence[float]]) -> "Frame":
        """A frame with round axis steps that holds every row."""
        highest = max(max(row) for row in rows) or 1.0
        raw = highest / GRID_LINES
        power = 10.0 ** math.floor(math.log10(raw))
        step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * (1 - 1e-9))
        return cls(len(rows[0]) - 1, step * math.ceil(highest / step - 1e-9), step)


def cost_chart(
    cumulative: Sequence[Sequence[Decimal]],
    labels: Sequence[str],
    *,
    break_even_months: float | None,
    description: str,
) -> str:
    """Draw what each plan has cost by the end of each month; a dot marks the break-even.

    The first row is the baseline; a row begins at month 0, when only the one-off cost is paid.
    Returns an empty string when there is nothing to compare.
    """
    rows = [[float(usd) for usd in row] for row in cumulative if len(row) > 1]
    if len(rows) < 2:
        return ""
    frame = Frame.around(rows)
    parts = [_axes(frame)]
    for index, row in enumerate(rows):
        path = " ".join(f"{frame.x(m):.1f},{frame.y(usd):.1f}" for m, usd in enumerate(row))
        parts.append(f'<polyline class="line plan-{index % COLOURS}" points="{path}"/>')
    if break_even_months is not None and 0 <= break_even_months <= frame.months:
        parts.append(_mark(frame, rows[0], break_even_months))
    legend = "".join(
        f'<li><i class="key plan-{index % COLOURS}" aria-hidden="true"></i>{esc(label)}</li>'
        for index, label in enumerate(labels[: len(rows)])
    )
    return (
        f'<figure class="chart"><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{esc(description)}">{"".join(parts)}</svg>'
        f'<figcaption><ul class="legend">{legend}</ul></figcaption></figure>'
    )


def _axes(frame: Frame) -> str:
    parts = []
    for i in range(round(frame.top_usd / frame.step_usd) + 1):
        usd = i * frame.step_usd
        height = frame.y(usd)
        parts.append(
            f'<path class="grid" d="M{LEFT} {height:.1f}H{WIDTH - RIGHT}"/>'
            f'<text class="tick" x="{LEFT - 8}" y="{height + 4:.1f}" text-anchor="end">'
            f"{_short(usd)}</text>"
        )
    for month in range(0, frame.months + 1, max(1, math.ceil(frame.months / 6))):
        label, anchor = ("start", "start") if month == 0 else (f"{month} mo", "middle")
        parts.append(
            f'<text class="tick" x="{frame.x(month):.1f}" y="{HEIGHT - 10}" '
            f'text-anchor="{anchor}">{label}</text>'
        )
    return "".join(parts)


def _mark(frame: Frame, baseline: Sequence[float], month: float) -> str:
    before = min(int(month), len(baseline) - 2)
    usd = baseline[before] + (baseline[before + 1] - baseline[before]) * (month - before)
    x, y = frame.x(month), frame.y(usd)
    shift, anchor = (8, "start") if x < WIDTH / 2 else (-8, "end")
    low = y > (TOP + HEIGHT - BOTTOM) / 2  # the words go where the lines are not
    end, line = (TOP, TOP + 11) if low else (HEIGHT - BOTTOM, HEIGHT - BOTTOM - 9)
    text = f"even after {number(month)} months, at {money(round(usd))}"
    return (
        f'<path class="mark" d="M{x:.1f} {y:.1f}V{end}"/>'
        f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
        f'<text class="note" x="{x + shift:.1f}" y="{line}" text-anchor="{anchor}">{text}</text>'
    )


def _short(usd: float) -> str:
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if usd >= size:
            return f"${usd / size:.3g}{letter}"
    return f"${usd:.3g}"

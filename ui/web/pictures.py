"""The charts on the page: one drawing for light and dark, in two widths, kept by what they show."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from tools.charts import Chart, bill_chart, cost_chart, palette, tornado_chart
from tools.results import Assessment, CostReport
from ui.web.words import esc

Result = TypeVar("Result")
STRETCH = 1.2  # how far the narrow drawing may grow before the wide one takes over
SHARED = 64  # pictures kept, for all people who use the page
_SIZE = re.compile(r'(<svg [^>]*?)width="[\d.]+" height="[\d.]+"')
_FONT = re.compile(r' font-family="[^"]*"')
_IDLE = re.compile(
    r' (?:aria-hidden="true"|pointer-events="none"|opacity="1"|role="graphics-[a-z]*"'
    r'|aria-roledescription="[^"]*"|class="(?:mark|background|fore)[^"]*"|xmlns:xlink="[^"]*")'
)
_EMPTY = re.compile(r'<path d="(?:M0,0h0v0h0Z)?"[^>]*/>')


def chart_css() -> str:
    """The colours of the charts as CSS variables, for light and dark."""
    return "".join(
        f"{mode}{{"
        + "".join(f"--chart-{name}:{pair[at]};" for name, pair in palette().items())
        + "}\n"
        for at, mode in enumerate((":root", ".dark"))
    )


def cost_picture(report: CostReport, *, draw: bool, roomy: bool = False) -> str:
    """What the plans have cost month by month; empty when there is nothing to compare.

    A `roomy` one can also fill a page of its own.
    """
    picture = _roomy_costs if roomy else _costs
    return _figure("cost", picture, report, draw=draw) if len(report.plans) > 1 else ""


def bill_picture(report: CostReport, *, draw: bool) -> str:
    """What each plan's money goes into; empty without a bill."""
    billed = any(plan.lines for plan in report.plans)
    return _figure("bill", _bill, report, draw=draw) if billed else ""


def tornado_picture(assessment: Assessment, *, draw: bool) -> str:
    """How far the lead moves as one fact after another varies; empty when nothing varies."""
    return _figure("tornado", _tornado, assessment, draw=draw) if assessment.tornado else ""


def _figure(name: str, picture: Callable[[Result], str], result: Result, *, draw: bool) -> str:
    """The picture, or the place where the page keeps the last one until it is drawn."""
    inside = picture(result) if draw else '<p class="hint">Drawing…</p>'
    return f'<figure class="chart chart-{name}" data-chart="{name}">{inside}</figure>'


@lru_cache(maxsize=SHARED)
def _costs(report: CostReport) -> str:
    return _both(cost_chart(report), cost_chart(report, size="narrow"))


@lru_cache(maxsize=SHARED)
def _roomy_costs(report: CostReport) -> str:
    return _both(
        cost_chart(report), cost_chart(report, size="narrow"), cost_chart(report, size="roomy")
    )


@lru_cache(maxsize=SHARED)
def _bill(report: CostReport) -> str:
    return _both(bill_chart(report), bill_chart(report, size="narrow"))


@lru_cache(maxsize=SHARED)
def _tornado(assessment: Assessment) -> str:
    return _both(tornado_chart(assessment), tornado_chart(assessment, size="narrow"))


def _both(wide: Chart, narrow: Chart, roomy: Chart | None = None) -> str:
    """All widths as one image with one text; the style sheet shows the one that fits."""
    roomiest = "" if roomy is None else _inline(roomy, "roomy", roomy.width)
    return (
        f'<div role="img" aria-label="{esc(f"{wide.title}. {wide.text}")}">'
        f"{_inline(wide, 'wide', wide.width)}"
        f"{_inline(narrow, 'narrow', round(narrow.width * STRETCH))}{roomiest}</div>"
    )


def _inline(chart: Chart, name: str, most: int) -> str:
    """A chart's SVG for the page: in its colours and font, up to `most` pixels wide."""
    svg = chart.svg()
    for colour, (light, _) in palette().items():
        svg = svg.replace(f'"{light}"', f'"var(--chart-{colour})"')
    for idle in (_FONT, _IDLE, _EMPTY):
        svg = idle.sub("", svg)
    size = f'class="{name}" style="max-width:{most}px" aria-hidden="true" '
    return _SIZE.sub(rf"\1{size}", svg, count=1)

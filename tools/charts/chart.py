"""A chart: its title, its finding in words, its Vega-Lite specification, and its pictures."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tools.charts.pen import Pen

if TYPE_CHECKING:
    import altair as alt

VEGA_LITE = "6.4"
PNG_SCALE = 2.0
KEPT = 64
EDGE = 4  # pixels that stay free at the left and the right
GAP = 14  # pixels between the headline and what is below it


@dataclass(frozen=True)
class Chart:
    """A picture that can be read without being seen.

    `title` is the finding in a few words, `text` the alternative for those who cannot see it,
    `spec` the Vega-Lite specification, `width` and `height` its size in pixels.
    """

    title: str
    text: str
    spec: dict[str, Any]
    width: int
    height: int

    def svg(self) -> str:
        """The chart as an SVG document, drawn without a browser and without a network."""
        return _svg(json.dumps(self.spec))

    def png(self, *, scale: float = PNG_SCALE) -> bytes:
        """The chart as a PNG of `scale` pixels for each pixel of its size."""
        import vl_convert

        return bytes(vl_convert.vegalite_to_png(self.spec, vl_version=VEGA_LITE, scale=scale))


@lru_cache(maxsize=KEPT)
def _svg(spec: str) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE))


def warm_up() -> None:
    """Start the renderer, which takes about a second the first time."""
    import altair

    chart = altair.Chart({"values": [{}]}).mark_point()
    _svg(json.dumps(chart.to_dict(validate=False)))


@dataclass(frozen=True, slots=True)
class Margins:
    """What is left free around a plot, in pixels; the headline comes on top of `top`."""

    left: int
    right: int
    top: int
    bottom: int


def framed(
    pen: Pen,
    height: int,
    margins: Margins,
    *,
    title: str,
    subtitle: str,
    text: str,
    below: "Sequence[alt.Chart]" = (),
) -> Chart:
    """Put a headline above what was drawn on a plot of `height`, and make it a chart.

    `below` are layers that go under what the pen drew.
    """
    import altair as alt

    style = pen.style
    head = _headline(pen, margins, title, subtitle)
    top = head + margins.top
    width = style.width - margins.left - margins.right
    chart = (
        alt.layer(*below, *pen.layers())
        .properties(
            width=width,
            height=height,
            padding={
                "left": margins.left,
                "right": margins.right,
                "top": top,
                "bottom": margins.bottom,
            },
            autosize={"type": "none"},
            background=style.colour("ground"),
        )
        .configure(font=style.family, aria=False)
        .configure_view(stroke=None)
    )
    spec = chart.to_dict(validate=False)
    return Chart(title, text, spec, style.width, top + height + margins.bottom)


def _headline(pen: Pen, margins: Margins, title: str, subtitle: str) -> int:
    """Draw the headline above the plot; returns its height."""
    style = pen.style
    room = style.width - 2 * EDGE
    big, small = style.title_size + 4, style.font_size + 4
    head = style.wrap(title, room, size=style.title_size, bold=True)
    under = style.wrap(subtitle, room, size=style.font_size) if subtitle else []
    height = EDGE + len(head) * big + len(under) * small + GAP
    x, y = EDGE - margins.left, EDGE - margins.top - height
    for n, line in enumerate(head):
        pen.words(line, x, y + big * (n + 0.5), bold=True, size=style.title_size)
    y += len(head) * big
    for n, line in enumerate(under):
        pen.words(line, x, y + small * (n + 0.5), colour="muted")
    return height

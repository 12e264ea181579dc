"""Draws words, rules, shapes and boxes at places given in pixels of the plot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tools.charts.style import PlanStyle, Style

if TYPE_CHECKING:
    import altair as alt

Align = Literal["left", "right", "center"]
Place = tuple[float, float]
ROOMY = 0.8  # a text that by estimate takes less of its room is not measured, which is slow


def layer(
    rows: Sequence[Mapping[str, Any]], kind: str, look: dict[str, Any], encoding: dict[str, Any]
) -> "alt.Chart":
    """One layer of marks of a kind, one for each row (a line or an area takes all of them)."""
    import altair as alt

    chart: Any = alt.Chart({"values": [dict(row) for row in rows]})
    made: alt.Chart = getattr(chart, f"mark_{kind}")(**look).encode(**encoding)
    return made


@dataclass(frozen=True, slots=True)
class Pen:
    """Collects what is drawn, so that each kind of mark is one layer however many there are."""

    style: Style
    _boxes: list[dict[str, Any]] = field(default_factory=list)
    _rules: list[dict[str, Any]] = field(default_factory=list)
    _points: list[dict[str, Any]] = field(default_factory=list)
    _words: list[dict[str, Any]] = field(default_factory=list)

    def words(
        self,
        text: str,
        x: float,
        y: float,
        *,
        align: Align = "left",
        bold: bool = False,
        colour: str = "ink",
        halo: bool = False,
        size: float | None = None,
        limit: float = 0.0,
    ) -> None:
        """Words centred on the height `y`, cut with an ellipsis beyond `limit` pixels if given.

        A halo clears the ground around them, where lines may pass.
        """
        tight = self.style.width_of(text, bold=bold) > limit * ROOMY
        row = {
            "text": text,
            "x": round(x, 1),
            "y": round(y, 1),
            "align": align,
            "weight": "bold" if bold else "normal",
            "colour": self.style.colour(colour),
            "size": size or self.style.font_size,
            "limit": round(limit) if tight else 0,
            "halo": halo,
        }
        self._words.append(row)

    def rule(
        self,
        start: Place,
        end: Place,
        *,
        colour: str,
        width: float = 1.0,
        dash: Sequence[float] = (),
    ) -> None:
        """A straight line."""
        look = {"width": width, "dash": list(dash) or [1, 0]}
        self._rules.append({**self._between(start, end, colour), **look})

    def box(self, start: Place, end: Place, *, colour: str, edge: str | None = None) -> None:
        """A filled box, with an edge of another colour if one is named."""
        tone = self.style.colour(edge or colour)
        self._boxes.append(
            {**self._between(start, end, colour), "edge": tone, "width": 1.5 if edge else 0}
        )

    def point(self, place: Place, *, shape: str, colour: str, hollow: bool = False) -> None:
        """A small shape, filled or as a ring."""
        tone = self.style.colour(colour)
        fill = self.style.colour("ground") if hollow else tone
        x, y = place
        self._points.append(
            {"x": round(x, 1), "y": round(y, 1), "shape": shape, "colour": tone, "fill": fill}
        )

    def shape(self, look: PlanStyle, place: Place) -> None:
        """The shape of a plan."""
        self.point(place, shape=look.shape, colour=look.colour)

    def _between(self, start: Place, end: Place, colour: str) -> dict[str, Any]:
        (x, y), (x2, y2) = start, end
        places = {"x": x, "y": y, "x2": x2, "y2": y2}
        shown = {name: round(value, 1) for name, value in places.items()}
        return {**shown, "colour": self.style.colour(colour)}

    def layers(self) -> "list[alt.Chart]":
        """What was drawn: rules below, then boxes, shapes and words."""
        import altair as alt

        def of(name: str) -> Any:
            return alt.expr(f"datum.{name}")

        x, y = (alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None))
        both: dict[str, Any] = {"x": x, "y": y}
        span: dict[str, Any] = {**both, "x2": "x2:Q", "y2": "y2:Q"}
        text = {
            "baseline": "middle",
            "align": of("align"),
            "fontSize": of("size"),
            "fontWeight": of("weight"),
            "limit": of("limit"),
        }
        halo = {"stroke": self.style.colour("ground"), "strokeWidth": 4, "strokeJoin": "round"}
        made = [
            (self._rules, "rule", {"stroke": of("colour")}, span),
            (self._boxes, "rect", {"fill": of("colour"), "stroke": of("edge")}, span),
            (self._points, "point", {"fill": of("fill"), "stroke": of("colour")}, both),
            (
                [row for row in self._words if row["halo"]],
                "text",
                {**text, **halo},
                {**both, "text": "text:N"},
            ),
            (self._words, "text", {**text, "fill": of("colour")}, {**both, "text": "text:N"}),
        ]
        more: dict[str, dict[str, Any]] = {
            "rect": {"strokeWidth": of("width")},
            "rule": {"strokeWidth": of("width"), "strokeDash": of("dash")},
            "point": {"shape": of("shape"), "size": 70, "opacity": 1, "strokeWidth": 2},
            "text": {},
        }
        return [
            layer(rows, kind, {**look, **more[kind]}, encoding)
            for rows, kind, look, encoding in made
            if rows
        ]

"""A flow of yes-or-no questions as one picture, from top to bottom, the path taken lit."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from ui.web.words import esc

WIDTH = 360
BOX, LEFT, PAD = 224, 2, 12  # pixels: width of a question, its left edge, room inside
END, END_LEFT = 96, 262  # width and left edge of an end
LINE, GAP, NUMBER = 18, 44, 26  # height of a line of text, room between questions, of the badge
CHARACTERS, END_CHARACTERS = 25, 12  # that fit into a line


@dataclass(frozen=True, slots=True)
class Box:
    """One question: what is known (`told`), the answer (None where the path never came), its no."""

    question: str
    told: str
    answer: bool | None
    on_no: str


def diagram(boxes: Sequence[Box], last: str, text: str) -> str:
    """The picture; `last` stands at the end of four times yes, `text` tells it in words."""
    y, parts, lit = 2.0, list[str](), True
    for number, box in enumerate(boxes, start=1):
        lines = textwrap.wrap(box.question, CHARACTERS)
        height = 2 * PAD + LINE * (len(lines) + bool(box.told))
        here = box.answer is not None
        parts.append(_question(number, box, lines, y, height, lit=here))
        parts.append(_no(box, y + height / 2, lit=box.answer is False))
        lit = box.answer is True
        parts.append(_yes(y + height, lit=lit))
        y += height + GAP
    parts.append(_end(last, LEFT, y, BOX, lit=lit))
    whole = y + 46
    return (
        f'<svg class="flowchart" viewBox="0 0 {WIDTH} {whole:.0f}" role="img" '
        f'aria-label="{esc(text)}">{_arrows()}<g aria-hidden="true">{"".join(parts)}</g></svg>'
    )


def _arrows() -> str:
    return "".join(
        f'<defs><marker id="tip-{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="10" '
        f'markerHeight="10" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path class="tip {name}" d="M0 0 8 4 0 8z"/></marker>'
        "</defs>"
        for name in ("lit", "dim")
    )


def _state(lit: bool) -> str:
    return "lit" if lit else "dim"


def _question(
    number: int, box: Box, lines: Sequence[str], y: float, height: float, *, lit: bool
) -> str:
    x = LEFT + PAD + NUMBER
    first = y + PAD + LINE * 0.75
    words = "".join(
        f'<text class="ask" x="{x}" y="{first + n * LINE:.0f}">{esc(line)}</text>'
        for n, line in enumerate(lines)
    )
    if box.told:
        words += (
            f'<text class="told" x="{x}" y="{first + len(lines) * LINE:.0f}">{esc(box.told)}</text>'
        )
    at = LEFT + PAD + 7
    return (
        f'<g class="step {_state(lit)}"><rect x="{LEFT}" y="{y:.0f}" width="{BOX}" '
        f'height="{height:.0f}" rx="12"/><circle cx="{at}" cy="{first - 5:.0f}" r="10"/>'
        f'<text class="number" x="{at}" y="{first - 0.5:.0f}">{number}</text>{words}</g>'
    )


def _no(box: Box, y: float, *, lit: bool) -> str:
    start = LEFT + BOX
    return (
        f'<path class="way {_state(lit)}" d="M{start} {y:.0f}H{END_LEFT - 2}" '
        f'marker-end="url(#tip-{_state(lit)})"/>'
        f'<text class="word {_state(lit)}" x="{start + 7}" y="{y - 8:.0f}">no</text>'
        f"{_end(box.on_no, END_LEFT, y - 22, END, lit=lit)}"
    )


def _yes(y: float, *, lit: bool) -> str:
    x = LEFT + 40
    return (
        f'<path class="way {_state(lit)}" d="M{x} {y:.0f}V{y + GAP - 2:.0f}" '
        f'marker-end="url(#tip-{_state(lit)})"/>'
        f'<text class="word {_state(lit)}" x="{x + 10}" y="{y + GAP / 2 + 4:.0f}">yes</text>'
    )


def _end(label: str, x: float, y: float, width: float, *, lit: bool) -> str:
    lines = textwrap.wrap(label, END_CHARACTERS if width < BOX else CHARACTERS)
    first = y + 22 + 5 - (len(lines) - 1) * LINE / 2
    words = "".join(
        f'<text class="goal" x="{x + width / 2:.0f}" y="{first + n * LINE:.0f}">{esc(line)}</text>'
        for n, line in enumerate(lines)
    )
    return (
        f'<g class="end {_state(lit)}"><rect x="{x}" y="{y:.0f}" width="{width}" height="44" '
        f'rx="22"/>{words}</g>'
    )

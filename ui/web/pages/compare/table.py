"""The table of a comparison: blocks of lines, a column for everything that is compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from ui.web.words import esc, sentence


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what it is, a cell of safe HTML for each column, and the best ones."""

    label: str
    cells: tuple[str, ...]
    best: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, under a title."""

    title: str
    lines: tuple[Line, ...]


def table_html(heads: Sequence[str], blocks: Sequence[Block], because: str) -> str:
    """The columns side by side, under the sentence that they come to."""
    top = "".join(f'<th scope="col">{esc(head)}</th>' for head in heads)
    body = "".join(_block(block, len(heads)) for block in blocks if block.lines)
    return (
        '<section class="card card-side" aria-labelledby="side-by-side">'
        f'<h3 id="side-by-side">{esc(sentence(because))}</h3>'
        '<div class="scroll" tabindex="0" role="region" aria-label="Side by side">'
        f'<table class="beside"><thead><tr><td></td>{top}</tr></thead>{body}</table></div>'
        "</section>"
    )


def _block(block: Block, columns: int) -> str:
    rows = "".join(_line(line) for line in block.lines)
    return (
        f'<tbody><tr class="title"><th scope="rowgroup" colspan="{columns + 1}">'
        f"{esc(block.title)}</th></tr>{rows}</tbody>"
    )


def _line(line: Line) -> str:
    cells = "".join(
        f'<td class="best">{cell}<span class="sr"> (best)</span></td>'
        if n in line.best
        else f"<td>{cell}</td>"
        for n, cell in enumerate(line.cells)
    )
    return f'<tr><th scope="row">{esc(line.label)}</th>{cells}</tr>'

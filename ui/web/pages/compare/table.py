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
    body = "".join(_block(block, heads) for block in blocks if block.lines)
    return (
        '<section class="card card-side" aria-labelledby="side-by-side">'
        f'<h3 id="side-by-side">{esc(sentence(because))}</h3>'
        '<div class="scroll" tabindex="0" role="region" aria-label="Side by side">'
        f'<table class="beside" style="--columns:{len(heads)}">'
        f"<thead><tr><td></td>{top}</tr></thead>{body}</table></div>"
        "</section>"
    )


def _block(block: Block, heads: Sequence[str]) -> str:
    rows = "".join(_line(line, heads) for line in block.lines)
    return (
        f'<tbody><tr class="title"><th scope="rowgroup" colspan="{len(heads) + 1}">'
        f"{esc(block.title)}</th></tr>{rows}</tbody>"
    )


def _line(line: Line, heads: Sequence[str]) -> str:
    """One line; each cell knows its column, for the widths at which no head is in sight."""
    cells = "".join(
        f'<td class="best"{_of(head)}>{cell}<span class="sr"> (best)</span></td>'
        if n in line.best
        else f"<td{_of(head)}>{cell}</td>"
        for n, (head, cell) in enumerate(zip(heads, line.cells, strict=True))
    )
    return f'<tr><th scope="row">{esc(line.label)}</th>{cells}</tr>'


def _of(head: str) -> str:
    return f' data-head="{esc(head)}"'

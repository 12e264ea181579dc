"""A marked line of a terminal, whose continuation hangs under its text."""

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text


def marked(mark: str, text: str, style: str) -> RenderableType:
    """A line that starts with a mark and hangs its continuation under the text."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(min_width=2, no_wrap=True)
    grid.add_column()
    grid.add_row(Text(mark, style), Text(text))
    return Padding(grid, (0, 0, 0, 1), expand=False)

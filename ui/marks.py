"""A marked line of a terminal, whose continuation hangs under its text."""

from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
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


@dataclass(frozen=True)
class Hanging:
    """A line that starts with a sign; where it is too long, `again` stands before what follows."""

    line: Text
    sign: int = 2
    again: bool = False

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Wrap the line at the width there is."""
        sign, text = self.line.divide([self.sign])
        room = max(options.max_width - self.sign, 1)
        below = sign if self.again else Text(" " * self.sign)
        for place, row in enumerate(text.wrap(console, room)):
            row.rstrip()
            yield Text.assemble(below if place else sign, row)

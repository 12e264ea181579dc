"""The command line: each command is a few lines that hand over to the part that does the work."""

# Commands register themselves on import and are listed in that order.
from ui.cli import faces  # noqa: F401

# isort: split
from ui.cli import calculating, documents  # noqa: F401

# isort: split
from ui.cli import records  # noqa: F401

# isort: split
from ui.cli import exchanging  # noqa: F401

# isort: split
from ui.cli import slack  # noqa: F401

# isort: split
from ui.cli import keeping  # noqa: F401

# isort: split
from ui.cli import checking  # noqa: F401

# isort: split
from ui.cli.app import app
from ui.cli.running import main, run

__all__ = ["app", "main", "run"]

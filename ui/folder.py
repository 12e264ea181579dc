"""Whether the data folder can be used, found out before anything heavy is loaded."""

import tempfile
from pathlib import Path

from agent.settings import folder_unavailable


def check_folder(folder: Path) -> None:
    """Make the data folder if need be, and write to it.

    Raises:
        Unavailable: it cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise folder_unavailable(folder, error) from error

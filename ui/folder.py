"""Whether the data folder can be used, found out before anything heavy is loaded."""

import tempfile
from pathlib import Path

from agent.settings import Unavailable


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
        raise Unavailable(
            f"the data folder {folder} cannot be written ({error.strerror}); "
            "set STEERWISE_DATA_DIR to a folder you can write to"
        ) from error

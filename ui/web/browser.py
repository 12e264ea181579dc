"""The browser is the user: it keeps a name, encrypted with a secret of the data folder."""

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.settings import folder_unavailable

STORAGE_KEY = "steerwise"
SECRET_FILE = "browser.secret"
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sits at the browser, and the conversation that was open last ("" when none was)."""

    user: str
    thread: str = ""

    @classmethod
    def read(cls, stored: Any) -> "Visitor":
        """Read what the browser kept; a browser that comes for the first time gets a new name."""
        stored = stored if isinstance(stored, dict) else {}
        user, thread = stored.get("user"), stored.get("thread")
        return cls(
            user if isinstance(user, str) and user else secrets.token_urlsafe(16),
            thread if isinstance(thread, str) else "",
        )

    def stored(self) -> dict[str, str]:
        """What the browser keeps."""
        return {"user": self.user, "thread": self.thread}


def browser_secret(data_dir: Path) -> str:
    """The secret of this data folder, made at the first call; readable by its owner only.

    Raises:
        Unavailable: the folder cannot be written.
    """
    file = data_dir / SECRET_FILE
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as out:
                out.write(secrets.token_hex(SECRET_BYTES))
        return file.read_text(encoding="ascii").strip()
    except OSError as error:
        raise folder_unavailable(data_dir, error) from error

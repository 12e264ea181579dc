"""The browser is the user: it keeps a name of its own, which survives restarts of the page.

Where logins are on, the user is the login name instead, whatever browser they come with.

The name is all that makes a list of projects somebody's. It is scrambled in the browser's storage
with a key that every visitor of the page is sent, so the scrambling protects nothing: whoever can
read that storage can read the name.
"""

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradio.context import LocalContext

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
        """Read what the browser kept; a browser that comes for the first time gets a new name.

        Who is logged in is told by the request; what somebody else left in this browser is not
        theirs.
        """
        stored = stored if isinstance(stored, dict) else {}
        user, thread = stored.get("user"), stored.get("thread")
        login = logged_in()
        if login is not None:
            return cls(login, thread if user == login and isinstance(thread, str) else "")
        return cls(
            user if isinstance(user, str) and user else secrets.token_hex(16),
            thread if isinstance(thread, str) else "",
        )

    def stored(self) -> dict[str, str]:
        """What the browser keeps."""
        return {"user": self.user, "thread": self.thread}


def logged_in() -> str | None:
    """The login name behind the event that is being served; None where logins are off."""
    request = LocalContext.request.get(None)
    name = getattr(request, "username", None)
    return name if isinstance(name, str) and name else None


def browser_secret(data_dir: Path) -> str:
    """What Gradio calls the secret of its browser storage, made once for a data folder.

    It is part of what the page sends to every visitor, and so no secret. It only has to stay the
    same, so that a browser can still read after a restart what it kept before.

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

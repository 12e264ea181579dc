"""A Chroma server as it is reached: by its address, with its login, and in time or not at all."""

import base64
import http.client
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from knowledge.results import KnowledgeError

PATIENCE_SECONDS = 5.0  # for a sign of life of a server
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Server:
    """A server by its address, which may carry a name and password and so is never shown whole."""

    url: str = field(repr=False)

    @property
    def shown(self) -> str:
        """The address without name and password."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"

    @property
    def host(self) -> str:
        """The name of the machine."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """The port, that of the scheme where none is named."""
        return urlsplit(self.url).port or (443 if self.secure else 80)

    @property
    def secure(self) -> bool:
        """True when it is reached over TLS."""
        return urlsplit(self.url).scheme == "https"

    @property
    def login(self) -> dict[str, str]:
        """The header that carries the name and password, if there are any."""
        parts = urlsplit(self.url)
        if not parts.username:
            return {}
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        return {"Authorization": f"Basic {base64.b64encode(login.encode()).decode()}"}

    def check(self) -> None:
        """Ask for a sign of life: Chroma's own client would wait for ever.

        Raises:
            KnowledgeError: there is none.
        """
        request = urllib.request.Request(self.shown + "/api/v2/heartbeat", headers=self.login)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
                if b"heartbeat" in answer.read(1_000):
                    return
            reason = "no Chroma server answers there"
        except (OSError, ValueError, http.client.HTTPException) as error:
            reason = str(getattr(error, "reason", None) or error)
        raise KnowledgeError(
            f"the Chroma server at {self.shown} cannot be reached ({reason}); start it, or correct"
            " or unset STEERWISE_CHROMA_URL"
        )


def within(seconds: float, work: Callable[[], T]) -> T:
    """The result of something that knows no time limit itself.

    Raises:
        TimeoutError: it took longer, and goes on in a thread that nobody waits for.
    """
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise TimeoutError(f"no answer within {seconds:g} seconds")
    return done[0]

"""Who is at the page where logins are on, and what stays shut to everybody else."""

from collections.abc import Iterable
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SHUT = "Log in first: this page asks for a name and a password."
WELCOME = "Log in to see your projects."
# what Gradio's own login page is made of
_OPEN = ("/assets/", "/static/", "/svelte/")
_DOOR = (
    "/login",
    "/logout",
    "/theme.css",
    "/favicon.ico",
    "/gradio_api/theme.css",
    "/gradio_api/startup-events",  # which Gradio asks itself for when it starts
)


class Guard:
    """Answers 401 to all that is not logged in, whatever the route; the login page stays open.

    Gradio guards its own routes one by one and leaves some open; what is added to them later is
    shut as well.
    """

    def __init__(self, app: ASGIApp, pages: Iterable[str]) -> None:
        """Wrap `app`; on the paths of `pages` Gradio shows its login page by itself."""
        self._app = app
        self._pages = {f"/{page}" for page in pages}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is logged in or belongs to the login page."""
        if scope["type"] == "websocket" and user_of(scope) is None:
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http" and not self._passes(scope):
            await PlainTextResponse(SHUT, 401)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _passes(self, scope: Scope) -> bool:
        path = str(scope["path"])
        bare = path.rstrip("/") or "/"
        if bare in self._pages and scope.get("method") in ("GET", "HEAD"):
            return True
        if bare in _DOOR or path.startswith(_OPEN):
            return True
        return user_of(scope) is not None


def user_of(scope: Scope) -> str | None:
    """The login name behind a request; None where nobody is logged in."""
    app: Any = scope["app"]
    cookies = HTTPConnection(scope).cookies
    names = (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}")
    token = next((cookies[name] for name in names if name in cookies), None)
    user: str | None = app.tokens.get(token)
    return user

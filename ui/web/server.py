"""Serves the page: one port, no other host, no analytics, no way to share it by accident."""

import contextlib
import errno
import io
import os
import shutil
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.logins import logins_of
from agent.settings import Settings, Unavailable
from knowledge.limits import limit
from ui.web.api import speak_json
from ui.web.logins import WELCOME, Guard
from ui.web.page import build_page
from ui.web.takeaway import download_route
from ui.web.theme import STATIC, page_head, steerwise_theme
from ui.web.uploads import MAX_UPLOAD, upload_folder

# Gradio compiles templates in the browser, hence the two `unsafe-`; all comes from this host.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
MOST_UPLOAD_BYTES = (limit("file_mb") + 10) * 10**6
TOO_LARGE = (
    f"This upload has {{:,.0f}} MB, and a file may have "
    f"{limit('file_mb')} MB; split it, or send the part that matters."
)
MAX_TURNS = 100  # a turn that is being watched holds a thread
HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class SafeHeaders:
    """Adds the headers that keep every request of the page on this host."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; add `HEADERS` to each answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                extra = [(k.encode(), v.encode()) for k, v in HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", []), *extra]}
            await send(message)

        await self._app(scope, receive, send_with_headers)


class SmallUploads:
    """Refuses an upload that says it is too large before anything of it is read."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on all but too large uploads."""
        if scope["type"] == "http" and str(scope["path"]).rstrip("/").endswith("/upload"):
            size = Headers(scope=scope).get("content-length", "")
            if size.isdecimal() and int(size) > MOST_UPLOAD_BYTES:
                await PlainTextResponse(TOO_LARGE.format(int(size) / 1e6), 413)(
                    scope, receive, send
                )
                return
        await self._app(scope, receive, send)


@dataclass(frozen=True)
class Site:
    """A page that is being served at `url`."""

    url: str
    page: gr.Blocks
    uploads: Path

    def wait(self) -> None:
        """Serve until Ctrl-C."""
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()

    def close(self) -> None:
        """Stop serving, and remove what was uploaded and never read."""
        self.page.close(verbose=False)
        shutil.rmtree(self.uploads, ignore_errors=True)


def open_site(
    advisor: Any, settings: Settings, *, when_opened: Callable[[], object] | None = None
) -> Site:
    """Start to serve the page and return at once.

    `when_opened` is called once, after somebody has opened the page: what takes a processor for
    seconds would make the opening slower.

    Raises:
        Unavailable: the port is taken or the address is not one of this machine's.
    """
    check_port(settings.host, settings.port)
    uploads = upload_folder(settings.data_dir)
    os.environ["GRADIO_TEMP_DIR"] = str(uploads)  # Gradio's default is open to all users
    page = build_page(advisor, settings, when_opened=when_opened)
    logins = logins_of(settings)
    guard = [] if logins is None else [Middleware(Guard, pages=[path for path, *_ in page.pages])]
    with contextlib.redirect_stdout(io.StringIO()):  # Gradio announces its MCP server
        _, url, _ = page.launch(
            server_name=settings.host,
            server_port=settings.port,
            share=False,
            inbrowser=False,
            prevent_thread_lock=True,
            quiet=True,
            ssr_mode=False,
            pwa=False,
            mcp_server=True,
            run_history=False,
            enable_monitoring=False,
            footer_links=[],
            max_file_size=MAX_UPLOAD,
            max_threads=MAX_TURNS,
            favicon_path=str(STATIC / "favicon.svg"),
            theme=steerwise_theme(),
            head=page_head(),
            auth=None if logins is None else logins.check,
            auth_message=WELCOME,
            app_kwargs={
                "middleware": [Middleware(SafeHeaders), *guard, Middleware(SmallUploads)],
                "routes": [download_route(advisor)],
            },
        )
    speak_json(page)
    return Site(url, page, uploads)


def check_port(host: str, port: int) -> None:
    """Make sure that the page can listen.

    Raises:
        Unavailable: the port is taken or the address is not one of this machine's.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Unavailable(
                f"port {port} is taken by another program; "
                f"set STEERWISE_PORT to a free one, for example {_next(port)}"
            ) from error
        raise Unavailable(
            f"cannot listen on {host}:{port} ({error.strerror or error}); "
            "set STEERWISE_HOST and STEERWISE_PORT to an address of this machine"
        ) from error


def _next(port: int) -> int:
    return port + 1 if port < 65535 else 7860

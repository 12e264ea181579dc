"""How tests use the page: open it, say something, wait for what shows."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from agent.settings import Settings
from tests.ports import free_port
from ui.web import open_site

QUIET = pytest.mark.filterwarnings(  # Gradio's own, on the thread of its server
    "ignore:('future.no_silent_downcasting'|The copy keyword) is deprecated"
)
LOCAL = ("127.0.0.1", "localhost")
LEAVING = ("AbortError", "Unexpected error Connection errored out")  # an open stream was left
READY = "#box textarea:enabled"
TURN_MS = 60_000
MESSAGE = "#chat .user-row:not(:has(.files))"


@contextmanager
def served(advisor: Any, settings: Settings, *, seen_in: Page | None = None) -> Iterator[str]:
    """Serve the page on a free port; yields its address.

    The page it is `seen_in` is left before it ends, so that nothing there misses its server.
    """
    with pytest.MonkeyPatch.context() as patch:  # another site's folder is its own again
        patch.setenv("GRADIO_TEMP_DIR", os.environ.get("GRADIO_TEMP_DIR", ""))
        site = open_site(advisor, settings.model_copy(update={"port": free_port()}))
        try:
            yield site.url
        finally:
            if seen_in is not None:
                seen_in.goto("about:blank")
            site.close()


def watch(page: Page) -> list[str]:
    """Note from now on every request to another host and every error on the page."""
    noted: list[str] = []

    def request(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname not in LOCAL:
            noted.append(f"request to another host: {url}")

    def console(kind: str, text: str) -> None:
        if kind == "error" and not text.startswith(LEAVING):
            noted.append(f"console: {text}")

    page.on("request", lambda r: request(r.url))
    page.on("websocket", lambda w: request(w.url))
    page.on("pageerror", lambda e: noted.append(f"error: {e}"))
    page.on("dialog", lambda d: (noted.append(f"dialog: {d.message}"), d.dismiss()))
    page.on("console", lambda m: console(m.type, m.text))
    return noted


def visit(page: Page, url: str) -> None:
    """Open the page and wait until it takes input."""
    page.goto(url)
    page.wait_for_selector(READY, timeout=TURN_MS)


def say(page: Page, text: str) -> None:
    """Send a message and wait until its answer is complete."""
    before = page.locator(MESSAGE).count()
    page.fill("#box textarea", text)
    page.keyboard.press("Enter")
    answered(page, before + 1)


def answered(page: Page, messages: int) -> None:
    """Wait until so many messages were sent and the last one is answered."""
    expect(page.locator(MESSAGE)).to_have_count(messages, timeout=TURN_MS)
    expect(page.locator("#chat .steps.running")).to_have_count(0, timeout=TURN_MS)
    page.wait_for_selector(READY, timeout=TURN_MS)  # last: before its turn the box is ready, too


def drawn(page: Page) -> None:
    """Wait until every chart of the board is drawn."""
    expect(page.locator("#board figure:has(svg)")).not_to_have_count(0, timeout=TURN_MS)
    expect(page.locator("#board figure:not(:has(svg))")).to_have_count(0, timeout=TURN_MS)


def attach(page: Page, *files: tuple[str, bytes]) -> None:
    """Put files into the message box and send them."""
    payload = [{"name": n, "mimeType": "text/plain", "buffer": data} for n, data in files]
    page.locator("#box input[type=file]").set_input_files(payload)  # type: ignore[arg-type]
    expect(page.locator("#box .thumbnail-item")).to_have_count(len(files))
    page.locator("#box .submit-button").click()

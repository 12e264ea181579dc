"""How long until the page can be used, beside a bare Gradio chat, and how long its turns take."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from knowledge import Guidance
from tests.bench.timing import Timed, table, timed
from tests.e2e.browsers import MISSING, find_browser, opened_browser
from tests.e2e.web import say, visit
from tests.ports import free_port

BARE = """
import os
import gradio as gr
gr.ChatInterface(lambda message, history: message).launch(
    server_port=int(os.environ["STEERWISE_PORT"]), quiet=True, ssr_mode=False
)
"""
TURNS = ("We answer 120,000 emails a month.", "What if we had 100 examples?", "Why not RAG?")
PATIENCE_SECONDS = 120


def report() -> str:
    """The table."""
    path = find_browser()
    if path is None:
        return f"The page: {MISSING}"
    with opened_browser(path) as browser, tempfile.TemporaryDirectory() as folder:
        Guidance.open(Path(folder)).build()  # as `make setup` does
        bare = _opening(browser, "a bare Gradio chat", ("-c", BARE), folder)
        ours = _opening(browser, "steerwise web", ("-m", "ui", "web"), folder)
        with running(("-m", "ui", "web"), folder) as url:
            page = browser.new_page()
            visit(page, url)
            turns = [_turn(page, text) for text in TURNS]
    ratio = f"  the page takes {ours.p50 / bare.p50:.2f} times as long as the bare chat"
    opened = table("From the command to a page that takes input", [bare, ours])
    return f"{opened}\n{ratio}\n\n{table('A turn on the page, from Enter to its end', turns)}"


def _opening(browser: Browser, label: str, arguments: Sequence[str], folder: str) -> Timed:
    def open_once() -> None:
        with running(arguments, folder) as url:
            page = browser.new_context().new_page()
            page.goto(url)
            page.wait_for_selector("textarea:enabled:visible", timeout=PATIENCE_SECONDS * 1000)
            page.context.close()

    return timed(label, open_once, runs=3)


@contextmanager
def running(arguments: Sequence[str], folder: str) -> Iterator[str]:
    port = free_port()
    environment = {
        **os.environ,
        "STEERWISE_DATA_DIR": folder,
        "STEERWISE_PORT": str(port),
        "STEERWISE_MODEL": "offline",
        "GRADIO_ANALYTICS_ENABLED": "False",
    }
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=quiet, stderr=quiet
    )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise TimeoutError(f"nothing listens on port {port} after {PATIENCE_SECONDS} seconds")


def _turn(page: Page, text: str) -> Timed:
    return timed(text, lambda: say(page, text), runs=5)

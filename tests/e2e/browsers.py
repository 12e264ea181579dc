"""Finds a browser on this machine, or installs Debian's once where that is possible."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect, sync_playwright

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
MISSING = "no Chromium or Chrome is installed; install one to run the browser tests"
INSTALL_SECONDS = 600
PATIENCE_MS = 30_000  # of every expectation: a busy machine is slow, and not wrong


def find_browser() -> str | None:
    """The path of a browser, installed now if need be and possible; None when there is none."""
    return _installed() or (_install() and _installed()) or None


def _installed() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _install() -> bool:
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]):
        try:
            done = subprocess.run(
                command, env=environment, capture_output=True, timeout=INSTALL_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return False
        if done.returncode != 0:
            return False
    return True


@contextmanager
def opened_browser(path: str) -> Iterator[Browser]:
    """A headless browser that talks to nobody by itself."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()

"""Takes the pictures of the page: `python -m tests.e2e.screenshots`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

import ui.web
from agent import Advisor
from agent.settings import load_settings
from tests.e2e.browsers import MISSING, find_browser, opened_browser
from tests.e2e.conversation import MESSAGES
from tests.e2e.web import drawn, say, served, visit

FOLDER = Path(ui.web.__file__).parent / "screenshots"
SHOTS = {
    "desktop": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}

PAGES = ("lab", "workbench", "flow", "compare", "record")
LAID_OUT = "#page:not([aria-busy])"
UNDRAWN = "#page figure:not(:has(svg))"


def main() -> int:
    """Hold the reference conversation on the real page, and photograph its end and every page."""
    path = find_browser()
    if path is None:
        sys.stderr.write(MISSING + "\n")
        return 1
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        advisor = Advisor(load_settings(data_dir=Path(folder), model="offline"))
        advisor.warm_up().join()
        with served(advisor, advisor.settings) as url, opened_browser(path) as browser:
            thread = _talk(browser, url)
            for name in SHOTS:
                _shoot(browser, f"{url}?thread={thread}", name)
            for name in PAGES:
                _shoot_page(browser, f"{url}{name}", thread)
        advisor.close()
    return 0


def _talk(browser: Browser, url: str) -> str:
    page = browser.new_page()
    visit(page, url)
    for message in MESSAGES:
        say(page, message)
    thread = page.url.partition("thread=")[2]
    page.close()
    return thread


def _shoot(browser: Browser, url: str, name: str) -> None:
    context = browser.new_context(**SHOTS[name])
    page = context.new_page()
    visit(page, url)
    drawn(page)
    if name == "narrow":
        page.get_by_role("button", name="Board", exact=True).click()
    page.mouse.move(0, 0)
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
    context.close()


def _shoot_page(browser: Browser, url: str, thread: str) -> None:
    context = browser.new_context(**SHOTS["desktop"])
    page = context.new_page()
    page.goto(f"{url}?thread={thread}")
    page.wait_for_selector(LAID_OUT)
    page.wait_for_selector(UNDRAWN, state="detached")
    name = url.rpartition("/")[2]
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
    context.close()


if __name__ == "__main__":
    sys.exit(main())

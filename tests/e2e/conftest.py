"""One browser for all browser tests; a page that fails its test when it errs or calls elsewhere."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from agent.settings import load_settings
from tests.e2e.browsers import MISSING, find_browser, opened_browser
from tests.e2e.web import served, watch
from tests.ui.web.scripted import ScriptedAdvisor

DESKTOP = (1440, 900)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.skip(MISSING)
    with opened_browser(path) as browser:
        yield browser


@pytest.fixture
def opens(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, each as another person's browser; none is animated, so none is seen half-way."""
    contexts: list[BrowserContext] = []
    noted: list[list[str]] = []

    def open_one(*, watched: bool = True, size: tuple[int, int] = DESKTOP, **more: Any) -> Page:
        viewport: Any = dict(zip(("width", "height"), size, strict=True))
        contexts.append(browser.new_context(viewport=viewport, reduced_motion="reduce", **more))
        page = contexts[-1].new_page()
        if watched:
            noted.append(watch(page))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [line for lines in noted for line in lines] == []


@pytest.fixture
def page(opens: Callable[..., Page]) -> Page:
    return opens()


@pytest.fixture(scope="session")
def scripted_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the scripted site."""
    return tmp_path_factory.mktemp("scripted")


@pytest.fixture(scope="session")
def scripted_site(browser: Browser, scripted_folder: Path) -> Iterator[tuple[ScriptedAdvisor, str]]:
    """A site, opened after the browser: Gradio joins its loop, and else leaves some of its own."""
    advisor = ScriptedAdvisor()
    settings = load_settings(data_dir=scripted_folder)
    with served(advisor, settings) as url:
        yield advisor, url


@pytest.fixture
def scripted(
    scripted_site: tuple[ScriptedAdvisor, str],
    scripted_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[ScriptedAdvisor]:
    advisor = scripted_site[0]
    (uploads,) = scripted_folder.glob("uploads-*")
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(uploads))  # sites of other tests have their own
    advisor.forget()
    yield advisor
    advisor.forget()


@pytest.fixture
def scripted_url(scripted_site: tuple[ScriptedAdvisor, str], scripted: ScriptedAdvisor) -> str:
    return scripted_site[1]

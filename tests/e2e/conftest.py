"""One browser for all browser tests; a page that fails its test when it errs or calls elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from agent.settings import load_settings
from tests.e2e.browsers import MISSING, find_browser, opened_browser
from tests.e2e.web import served, watch
from tests.ui.web.scripted import ScriptedAdvisor


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.skip(MISSING)
    with opened_browser(path) as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    noted = watch(page)
    yield page
    context.close()
    assert noted == []


@pytest.fixture(scope="session")
def scripted_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the scripted site."""
    return tmp_path_factory.mktemp("scripted")


@pytest.fixture(scope="session")
def scripted_site(scripted_folder: Path) -> Iterator[tuple[ScriptedAdvisor, str]]:
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

"""Where logins are on: nothing but the login page answers, until somebody logs in."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from agent.settings import load_settings
from tests.e2e.web import QUIET, READY, TURN_MS, say, served, visit
from tests.patience import PATIENCE_SECONDS
from tests.ui.web.scripted import ScriptedAdvisor
from ui.web.logins import SHUT

pytestmark = [QUIET, pytest.mark.slow]
PASSWORDS = {"ann": "hunter22", "bob": "hunter33"}
THREAD = "an-unguessable-thread"
SHUT_ROUTES = (
    ("GET", f"/take/{THREAD}/record.md"),
    ("GET", "/config"),
    ("GET", "/gradio_api/info"),
    ("GET", "/gradio_api/queue/data?session_hash=a"),
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/gradio_api/call/anything"),
    ("POST", "/gradio_api/run/anything"),
    ("POST", "/gradio_api/upload"),
    ("POST", "/gradio_api/cancel"),
    ("GET", "/gradio_api/file=/etc/hostname"),
    ("GET", "/gradio_api/heartbeat/abc"),
    ("GET", "/gradio_api/app_id"),
    ("POST", "/gradio_api/mcp/"),
    ("GET", "/metrics"),
    ("GET", "/whatever/comes/later"),
)


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    given = ",".join(f"{name}:{password}" for name, password in PASSWORDS.items())
    folder: Path = tmp_path_factory.mktemp("logins")
    with served(ScriptedAdvisor(), load_settings(data_dir=folder, auth=given)) as url:
        yield url.rstrip("/")


@contextmanager
def logged_in(site: str, name: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=PATIENCE_SECONDS) as client:
        form = {"username": name, "password": PASSWORDS[name]}
        assert client.post("/login", data=form).json() == {"success": True}
        yield client


@pytest.mark.parametrize(("method", "route"), SHUT_ROUTES)
def test_a_route_is_shut_to_who_is_not_logged_in(site, method, route):
    with httpx.Client(base_url=site, timeout=PATIENCE_SECONDS) as client:
        answer = client.request(method, route)
        forged = client.request(method, route, headers={"cookie": "access-token=x"})
    assert (answer.status_code, answer.text) == (401, SHUT)
    assert forged.status_code == 401


def test_the_page_shows_nothing_but_its_login(site):
    shown = httpx.get(site, timeout=PATIENCE_SECONDS).text
    assert "auth_required" in shown
    assert "Log in to see your projects." in shown
    assert "new_project" not in shown


def test_a_wrong_password_is_told_in_words_and_kept_out_of_the_log(site, caplog):
    caplog.set_level(logging.DEBUG)
    wrong = {"username": "ann", "password": "hunter33"}
    answer = httpx.post(f"{site}/login", data=wrong, timeout=PATIENCE_SECONDS)
    assert (answer.status_code, answer.json()) == (400, {"detail": "Incorrect credentials."})
    assert "hunter" not in caplog.text


def test_who_logs_in_gets_in_and_out_again(site):
    with logged_in(site, "ann") as ann, logged_in(site, "bob") as bob:
        assert "new_project" in ann.get("/").text
        assert ann.get("/gradio_api/user").json() == "ann"
        assert bob.get("/gradio_api/user").json() == "bob"
        assert ann.get("/config").status_code == 200
        assert ann.get("/logout").status_code in (302, 307)
        assert ann.get("/config").status_code == 401
        assert bob.get("/config").status_code == 200


def test_two_people_log_in_with_one_browser_and_each_finds_only_their_own(
    site: str, opens: Callable[..., Page]
) -> None:
    page = opens(watched=False)  # a wrong password is an error of the browser's, too
    for name, said in (("ann", "Ann sorts tickets"), ("bob", "Bob writes recipes")):
        page.goto(site)
        _log_in(page, name, "not it")
        expect(page.get_by_text("Incorrect")).to_be_visible()
        _log_in(page, name, PASSWORDS[name])
        expect(page.locator(READY)).to_be_visible(timeout=TURN_MS)
        say(page, said)
        page.get_by_role("button", name="Projects").click()
        expect(page.locator("#projects .open")).to_have_count(1)
        expect(page.locator("#projects .open")).to_contain_text(said)
        page.goto(f"{site}/logout")


def _log_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("username").fill(name)
    page.get_by_label("password").fill(password)
    page.get_by_role("button", name="Login").click()


def test_a_project_is_renamed_in_the_list_by_keyboard_alone(scripted_url: str, page: Page) -> None:
    visit(page, scripted_url)
    say(page, "We sort tickets")
    page.get_by_role("button", name="Projects").press("Enter")
    page.get_by_role("button", name="Rename We sort tickets").press("Enter")
    field = page.get_by_label("New name of We sort tickets")
    expect(field).to_be_focused()
    field.fill("never mind")
    field.press("Escape")
    expect(page.locator("#projects .open")).to_contain_text("We sort tickets")
    page.get_by_role("button", name="Rename We sort tickets").press("Enter")
    field.fill("Helpdesk")
    field.press("Enter")
    expect(page.locator("#projects .open")).to_contain_text("Helpdesk")
    page.reload()
    page.get_by_role("button", name="Projects").click()
    expect(page.locator("#projects .open")).to_contain_text("Helpdesk")

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from agent.settings import Settings
from tests.ui.web.scripted import ScriptedAdvisor
from ui.web.browser import STORAGE_KEY
from ui.web.page import Page

ANN, BEN = {"user": "ann", "thread": ""}, {"user": "ben", "thread": ""}


def laid_out(advisor: ScriptedAdvisor, settings: Settings) -> Page:
    """A page; without a running loop, Gradio makes several and closes none."""

    async def lay_out() -> Page:
        return Page(advisor, settings)

    with ThreadPoolExecutor(1) as aside:  # a browser's tests leave a loop running in this thread
        return aside.submit(asyncio.run, lay_out()).result()


class Clicked:
    """What the page hands to a handler of its bar."""

    def __init__(self, project: str, name: str = "") -> None:
        self.id = project
        self.name = name


def begun(advisor: ScriptedAdvisor, owner: str, text: str = "Customer mail") -> str:
    thread = advisor.new_thread(owner)
    list(advisor.stream(thread, text))
    return thread


def test_of_two_tabs_that_send_together_one_gets_its_text_back(settings: Settings) -> None:
    advisor = ScriptedAdvisor()
    page = laid_out(advisor, settings)
    thread = begun(advisor, "ann")
    first = page.conversing.converse("wait for it", thread, ANN, [])
    second = page.conversing.converse("me too", thread, ANN, [])
    next(first)
    with pytest.warns(UserWarning, match="still being written"):
        (refused,) = second
    assert refused[page.screen.box]["value"]["text"] == "me too"
    assert refused[page.screen.box]["interactive"]
    advisor.go.set()
    *_, last = first
    assert last[page.screen.box]["interactive"]
    assert [m.text for m in advisor.said[thread] if m.role == "user"] == [
        "Customer mail",
        "wait for it",
    ]


def test_only_its_owner_deletes_a_project(settings: Settings) -> None:
    advisor = ScriptedAdvisor()
    page = laid_out(advisor, settings)
    thread = begun(advisor, "ann")
    list(page.opening.delete(thread, BEN, Clicked(thread)))
    assert advisor.knows(thread)
    list(page.opening.delete(thread, ANN, Clicked(thread)))
    assert not advisor.knows(thread)


def test_only_its_owner_renames_a_project_and_a_bad_name_is_told(settings: Settings) -> None:
    advisor = ScriptedAdvisor()
    page = laid_out(advisor, settings)
    thread = begun(advisor, "ann")
    list(page.opening.rename(thread, BEN, Clicked(thread, "Mine now")))
    list(page.opening.rename(thread, ANN, Clicked(thread, "Helpdesk")))
    assert [project.title for project in advisor.threads("ann")] == ["Helpdesk"]
    with pytest.warns(UserWarning, match="121 characters"):
        (shown,) = page.opening.rename(thread, ANN, Clicked(thread, "x" * 121))
    assert "Helpdesk" in shown[page.screen.bar]


def test_a_link_shows_and_continues_what_another_browsers_list_does_not_name(
    settings: Settings,
) -> None:
    advisor = ScriptedAdvisor()
    page = laid_out(advisor, settings)
    thread = begun(advisor, "ann", "A secret plan")
    (shown,) = page.opening.open(BEN, thread)
    assert "A secret plan" not in shown[page.screen.bar]
    assert "A secret plan" in str(shown[page.screen.chat])
    list(page.conversing.converse("And in French", thread, BEN, []))
    assert advisor.owners == {thread: "ann"}
    assert any(m.text == "And in French" for m in advisor.said[thread])


def test_what_a_browser_kept_can_be_read_after_a_restart(settings: Settings) -> None:
    def storage() -> dict[str, object]:
        components = laid_out(ScriptedAdvisor(), settings).blocks.get_config_file()["components"]
        (kept,) = (c["props"] for c in components if c["type"] == "browserstate")
        return {name: kept[name] for name in ("storage_key", "secret")}

    first = storage()
    assert first == storage()
    assert first["storage_key"] == STORAGE_KEY

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from agent.attachments import FileNote
from agent.settings import Settings
from tests.ui.web.scripted import ScriptedAdvisor
from ui.web.browser import STORAGE_KEY, Visitor
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

    def __init__(self, project: str, name: str = "", code: str = "") -> None:
        self.id = project
        self.name = name
        self.code = code


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


@dataclass
class Chosen:
    """What the page hands over when a quick reply is clicked, or a result on the board."""

    value: str
    text: str = ""


@pytest.mark.parametrize("text", ["Several thousand", "wait for it"], ids=["answered", "running"])
def test_what_is_clicked_twice_is_sent_once(settings: Settings, text: str) -> None:
    advisor = ScriptedAdvisor()
    page = laid_out(advisor, settings)
    thread = begun(advisor, "ann")
    shown = page.drawing.whole(thread, Visitor("ann", thread))
    first = page.conversing.reply(thread, ANN, shown, Chosen(text))
    if text == "wait for it":
        next(first)
        assert list(page.conversing.reply(thread, ANN, shown, Chosen(text))) == []
        advisor.go.set()
    list(first)
    assert list(page.conversing.reply(thread, ANN, shown, Chosen(text))) == []
    assert [m.text for m in advisor.said[thread] if m.role == "user"] == ["Customer mail", text]
    again = page.drawing.whole(thread, Visitor("ann", thread))  # the next question, the same reply
    list(page.conversing.reply(thread, ANN, again, Chosen(text)))
    assert [m.text for m in advisor.said[thread] if m.role == "user"][1:] == [text, text]


def test_a_result_that_is_clicked_twice_is_told_once(settings: Settings) -> None:
    advisor = ScriptedAdvisor()
    page = laid_out(advisor, settings)
    thread = begun(advisor, "ann")
    shown = page.drawing.whole(thread, Visitor("ann", thread))
    for _ in range(2):
        list(page.conversing.result(thread, ANN, shown, Chosen("", text="87%")))
    assert sum(m.role == "user" for m in advisor.said[thread]) == 2


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


def test_a_code_from_slack_opens_a_project_once_and_a_wrong_one_is_told(settings: Settings) -> None:
    advisor = ScriptedAdvisor()
    page = laid_out(advisor, settings)
    thread = begun(advisor, "slack/T1/U1")
    (given,) = page.handing.leave(thread)
    command = given[page.screen.code]
    assert command == "/steerwise link CODE100"
    (shown,) = page.handing.enter(ANN, Clicked("", code=" code100 "))
    assert shown[page.screen.thread] == thread
    assert "Customer mail" in str(shown[page.screen.chat])
    with pytest.warns(UserWarning, match="was used before, or is older than 15 minutes"):
        (kept,) = page.handing.enter(ANN, Clicked("", code="CODE100"))
    assert page.screen.thread not in kept
    with pytest.warns(UserWarning, match="Too many wrong codes; try again in 15 minutes"):
        list(page.handing.enter(ANN, Clicked("", code="tired")))
    assert advisor.links.by == ["page/ann"] * 3


def test_a_code_in_the_address_opens_its_project_and_a_wrong_one_what_was_open(
    settings: Settings,
) -> None:
    advisor = ScriptedAdvisor()
    page = laid_out(advisor, settings)
    mine, other = begun(advisor, "ann", "My own"), begun(advisor, "slack/T1/U1")
    code = advisor.links.make_code(other)
    ann = {**ANN, "thread": mine}
    (shown,) = page.handing.arrive(ann, "", code)
    assert shown[page.screen.thread] == other
    with pytest.warns(UserWarning, match="This code opens nothing"):
        (shown,) = page.handing.arrive(ann, "", code)
    assert shown[page.screen.thread] == mine


def test_a_tab_that_is_looked_at_again_shows_what_another_one_did(settings: Settings) -> None:
    advisor = ScriptedAdvisor()
    page = laid_out(advisor, settings)
    thread = begun(advisor, "ann")
    (shown,) = page.opening.open(ANN, thread)
    seen = shown[page.screen.chat]
    (same,) = page.opening.look_again(thread, ANN, seen)
    assert page.screen.chat not in same
    list(advisor.edit(thread, {"monthly_requests": 7}, origin="board"))
    (caught_up,) = page.opening.look_again(thread, ANN, seen)
    assert "Requests a month: 7" in str(caught_up[page.screen.chat])
    seen = caught_up[page.screen.chat]
    advisor.noted[thread] = [FileNote("a<b>.md", "a<b>.md added.", ok=True, after=2)]
    (caught_up,) = page.opening.look_again(thread, ANN, seen)
    (same,) = page.opening.look_again(thread, ANN, caught_up[page.screen.chat])
    assert page.screen.chat not in same
    advisor.delete(thread)
    (gone,) = page.opening.look_again(thread, ANN, seen)
    assert "This link leads nowhere" in str(gone[page.screen.chat])


def test_what_a_browser_kept_can_be_read_after_a_restart(settings: Settings) -> None:
    def storage() -> dict[str, object]:
        components = laid_out(ScriptedAdvisor(), settings).blocks.get_config_file()["components"]
        (kept,) = (c["props"] for c in components if c["type"] == "browserstate")
        return {name: kept[name] for name in ("storage_key", "secret")}

    first = storage()
    assert first == storage()
    assert first["storage_key"] == STORAGE_KEY

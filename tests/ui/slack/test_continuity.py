"""A conversation goes on: on the page and back, after a restart or a crash, with two processes."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agent import Advisor
from agent.settings import load_settings
from knowledge import Guidance
from tests.agent.openai_server import OpenAIServer
from tests.patience import PATIENCE_SECONDS
from tests.ui.slack.conftest import Served
from tests.ui.slack.models import WaitingModel
from tests.ui.slack.slack_server import (
    APP_TOKEN,
    BOT_TOKEN,
    SlackServer,
    envelope,
    message,
)
from ui.slack.app import build_app
from ui.slack.incoming import Task, task_of
from ui.slack.places import Place
from ui.slack.serving import SocketService

if TYPE_CHECKING:
    from tests.postgres import PostgresServer

PROJECT = "We answer 120,000 support mails a month in a strict tone and have 3,000 examples."
THREAD = "1000.000500"


def test_a_code_from_slack_opens_the_project_on_the_page_once(
    serve: Callable[..., Served],
) -> None:
    served = serve(page_url="https://advice.example")
    served.people.command(PROJECT)
    served.settle()
    served.people.command("link")
    served.settle()
    (body,) = served.slack.told()
    code = re.search(r"\*(\w{7})\*", body)
    assert code is not None
    assert f"https://advice.example/?code={code[1]}" in body
    place = served.slack.of("chat.postMessage")[0].answer["ts"]
    assert served.advisor.links.redeem(code[1], by="page") == served.thread("C1", place)
    assert served.advisor.links.redeem(code[1], by="page") is None


def test_a_code_from_the_page_brings_its_project_to_slack(served: Served) -> None:
    thread = served.advisor.new_thread("a browser")
    for _ in served.advisor.stream(thread, PROJECT):
        pass
    served.people.command(f"link {served.advisor.links.make_code(thread)}", channel="DANA")
    served.settle()
    head = served.slack.of("chat.postMessage")[0].answer["ts"]
    assert served.thread("DANA", head) == thread
    served.people.says("what do you know?", thread=head)
    served.settle()
    assert "120,000" in served.slack.shown("DANA", head)[-1]


def test_a_wrong_code_and_a_person_without_a_project_are_told_so(served: Served) -> None:
    served.people.command("link ABCDEFG")
    served.settle()
    served.people.command("link", user="UBEN")
    served.settle()
    wrong, none = served.slack.told()
    assert "opens nothing" in wrong
    assert "no project here to link" in none


def test_the_button_gives_a_code_to_whoever_is_in_the_thread(served: Served) -> None:
    served.people.says(PROJECT, channel="C1", mention=True, ts=THREAD)
    served.settle()
    served.people.presses({"action_id": "show:link"}, user="UBEN", channel="C1", thread=THREAD)
    told = served.slack.wait_for(lambda: served.slack.of("chat.postEphemeral"))[0]
    assert told.args["user"] == "UBEN"
    assert re.search(r"\*\w{7}\*", told.args["text"])


def test_a_thread_goes_on_after_a_restart(serve: Callable[..., Served]) -> None:
    first = serve()
    first.people.says(PROJECT, thread=THREAD)
    first.settle()
    second = serve()
    second.people.says("what do you know?", thread=THREAD, ts="1002.1")
    second.settle()
    assert "3,000" in first.slack.shown("DANA", THREAD)[-1]


def test_what_was_taken_and_not_served_is_served_by_the_next_start(
    serve: Callable[..., Served],
) -> None:
    first = serve()
    task = task_of(envelope(message(PROJECT, thread=THREAD), "Ev1"), bot_user="UBOT")
    assert task is not None
    first.advisor.inbox.put(task.key, task.to_json(), place=task.place.key)  # the process ends here
    second = serve()
    second.settle()
    (text,) = first.slack.shown("DANA", THREAD)
    assert "120,000 requests a month" in text
    assert second.advisor.inbox.places() == []


def test_an_answer_that_was_stored_and_never_brought_is_brought_by_the_next_start(
    serve: Callable[..., Served],
) -> None:
    first = serve()
    task = task_of(envelope(message(PROJECT, thread=THREAD), "Ev1"), bot_user="UBOT")
    assert task is not None
    begun = replace(task, before=0)
    first.advisor.inbox.put(task.key, begun.to_json(), place=task.place.key)
    thread = first.app.talk.thread_at(task.place, task.user)
    for _ in first.advisor.stream(thread, task.text):
        pass
    second = serve()
    second.settle()
    (text,) = first.slack.shown("DANA", THREAD)
    assert "120,000 requests a month" in text
    assert len([m for m in second.advisor.history(thread) if m.role == "user"]) == 1


def test_an_answer_that_was_cut_while_it_streamed_is_written_whole_over_its_beginning(
    serve: Callable[..., Served],
) -> None:
    first = serve()
    task = task_of(envelope(message(PROJECT, thread=THREAD), "Ev1"), bot_user="UBOT")
    assert task is not None
    started = first.slack_client.chat_startStream(channel="DANA", thread_ts=THREAD)
    first.slack_client.chat_appendStream(
        channel="DANA", ts=started["ts"], markdown_text="Noted: 120,0"
    )
    cut = replace(task, before=0, shown=str(started["ts"]))
    first.advisor.inbox.put(task.key, cut.to_json(), place=task.place.key)
    thread = first.app.talk.thread_at(task.place, task.user)
    for _ in first.advisor.stream(thread, task.text):
        pass
    second = serve()
    second.settle()
    (text,) = first.slack.shown("DANA", THREAD)
    assert text.startswith("Noted: text generation, 120,000 requests a month")
    assert [c.args["ts"] for c in first.slack.of("chat.stopStream")] == [started["ts"]]


def test_an_end_in_the_middle_finishes_the_answer_and_keeps_the_rest_for_the_next_start(
    serve: Callable[..., Served],
) -> None:
    model = WaitingModel()
    first = serve(model=model)
    first.people.says(PROJECT, thread=THREAD)
    first.people.says("what do you know?", thread=THREAD)
    assert model.asked.wait(PATIENCE_SECONDS)
    ending = threading.Thread(target=first.app.close)
    ending.start()
    model.let.set()
    ending.join(PATIENCE_SECONDS)
    (whole,) = first.slack.shown("DANA", THREAD)
    assert "120,000 requests a month" in whole
    assert len(first.slack.of("chat.stopStream")) == 1
    second = serve()
    second.settle()
    assert "3,000" in first.slack.shown("DANA", THREAD)[1]


def test_an_edit_that_a_crash_cut_is_not_read_twice(serve: Callable[..., Served]) -> None:
    first = serve()
    ts = first.people.says("We get 1,000 requests a month", thread=THREAD)
    first.settle()
    place = Place("T1", "DANA", THREAD)
    edited = Task("edit", "edited", place, "UANA", "We get 9,000 requests a month", ts, before=0)
    thread = first.thread("DANA", THREAD)
    for _ in first.advisor.stream(thread, edited.text, instead_of=1):
        pass
    first.advisor.inbox.put(edited.key, edited.to_json(), place=place.key)
    second = serve()
    second.settle()
    said = [m.text for m in second.advisor.history(thread) if m.role == "user"]
    assert said == [edited.text]
    assert "9,000" in first.slack.shown("DANA", THREAD)[-1]


def test_an_answer_that_slack_would_not_take_is_brought_before_the_next_one(
    served: Served,
) -> None:
    down = ["internal_error"] * 20
    for method in ("chat.startStream", "chat.postMessage"):
        served.slack.fail(method, *down)
    served.people.says(PROJECT, thread=THREAD)
    served.settle()
    assert served.slack.shown("DANA", THREAD) == []
    served.slack.recover()
    assert served.app.talk.catch_up(older=timedelta(minutes=5)) == 0
    served.people.says("what do you know?", thread=THREAD)
    served.settle()
    first, second = served.slack.shown("DANA", THREAD)
    assert "120,000 requests a month" in first
    assert "3,000" in second
    assert served.advisor.inbox.places() == []


def test_a_project_that_is_deleted_while_a_message_waits_begins_anew(served: Served) -> None:
    served.people.says(PROJECT, thread=THREAD)
    served.settle()
    old = served.thread("DANA", THREAD)
    event = message("The tone is critical", thread=THREAD, ts="1000.8")
    task = task_of(envelope(event, "Ev8"), bot_user="UBOT")
    assert task is not None
    served.advisor.inbox.put(task.key, task.to_json(), place=task.place.key)
    served.advisor.delete(old)
    assert served.app.talk.catch_up() == 1
    served.settle()
    new = served.thread("DANA", THREAD)
    assert [m.text for m in served.advisor.history(new) if m.role == "user"] == [task.text]


def test_a_deleted_project_is_told_and_a_new_one_begins(served: Served) -> None:
    served.people.says(PROJECT, thread=THREAD)
    served.settle()
    old = served.thread("DANA", THREAD)
    served.advisor.delete(old)
    served.people.presses({"action_id": "show:ranking"}, thread=THREAD)
    told = served.slack.wait_for(lambda: served.slack.of("chat.postEphemeral"))[0]
    assert "deleted" in told.args["text"]
    served.people.says("what do you know?", thread=THREAD)
    served.settle()
    assert served.thread("DANA", THREAD) != old
    assert "120,000" not in served.slack.shown("DANA", THREAD)[-1]


def test_two_processes_on_one_postgresql_give_one_answer(
    slack: SlackServer, slack_guidance: Guidance, data_dir: Path, postgres: "PostgresServer"
) -> None:
    settings = load_settings(
        data_dir=data_dir,
        database_url=postgres.new_database(),
        slack_bot_token=BOT_TOKEN,
        slack_api_url=slack.api,
    )
    with (
        closing(Advisor(settings, guidance=slack_guidance)) as one,
        closing(Advisor(settings, guidance=slack_guidance)) as two,
        closing(build_app(one, settings)) as first,
        closing(build_app(two, settings)) as second,
    ):
        for n in range(6):
            event = message(f"We get {n + 1},000 requests a month", thread=THREAD, ts=f"1000.{n}")
            task = task_of(envelope(event, f"Ev{n}"), bot_user="UBOT")
            assert task is not None
            apps = (first, second) if n % 2 else (second, first)
            assert [app.talk.accept(task) for app in apps] == [True, False]
        for app in (first, second):
            assert app.talk.lanes.settle(PATIENCE_SECONDS)
        assert len(slack.shown("DANA", THREAD)) == 6
        thread = one.links.thread_of(f"slack/T1/DANA/{THREAD}")
        assert thread is not None
        said = [m.text for m in two.history(thread) if m.role == "user"]
        assert said == [f"We get {n + 1},000 requests a month" for n in range(6)]


def test_socket_mode_serves_events_commands_and_buttons_and_connects_again(
    slack: SlackServer, slack_guidance: Guidance, data_dir: Path
) -> None:
    settings = load_settings(
        data_dir=data_dir,
        slack_bot_token=BOT_TOKEN,
        slack_app_token=APP_TOKEN,
        slack_api_url=slack.api,
    )
    with (
        closing(Advisor(settings, guidance=slack_guidance)) as advisor,
        closing(build_app(advisor, settings)) as app,
        closing(SocketService(app, settings)),
    ):
        slack.send_frame(envelope(message(PROJECT, thread=THREAD, ts="1000.1"), "Ev1"))
        assert app.talk.lanes.settle(PATIENCE_SECONDS)
        assert "120,000 requests a month" in slack.shown("DANA", THREAD)[0]
        command = {
            "command": "/steerwise", "text": "help", "user_id": "UANA", "channel_id": "C1",
            "team_id": "T1", "trigger_id": "t",
        }  # fmt: skip
        answer = slack.send_frame(command, "slash_commands")
        assert "steerwise link" in answer["payload"]["text"]
        slack.disconnect_frame()
        slack.wait_for(lambda: len(slack.sockets) == 2)
        slack.send_frame(envelope(message("what do you know?", thread=THREAD, ts="1000.2"), "Ev2"))
        assert app.talk.lanes.settle(PATIENCE_SECONDS)
        assert "3,000" in slack.shown("DANA", THREAD)[-1]


@pytest.mark.slow
def test_a_process_killed_while_the_model_thinks_leaves_its_message_to_the_next(
    slack: SlackServer, indexed_dir: Path
) -> None:
    with OpenAIServer([None]) as model:
        environment = {
            **os.environ,
            "STEERWISE_DATA_DIR": str(indexed_dir),
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "STEERWISE_SLACK_API_URL": slack.api,
        }
        remote = {"OPENAI_API_KEY": "sk-none", "OPENAI_BASE_URL": model.url}
        with started({**environment, **remote}) as first:
            slack.send_frame(envelope(message(PROJECT, thread=THREAD, ts="1000.1"), "Ev1"))
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not model.requests:
                assert time.monotonic() < deadline
                os.sched_yield()
            first.send_signal(signal.SIGKILL)
        with started(environment) as second:
            slack.wait_for(lambda: "120,000" in "".join(slack.shown("DANA", THREAD)))
            second.send_signal(signal.SIGTERM)
            assert second.wait(PATIENCE_SECONDS) == 0
    assert "".join(slack.shown("DANA", THREAD)).count("120,000 requests a month") == 1


def started(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """The app as a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "ui", "slack"], env=environment)

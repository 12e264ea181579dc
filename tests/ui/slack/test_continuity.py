"""A conversation goes on: on the page and back, after a restart or a crash, with two processes."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agent import Advisor
from agent.settings import load_settings
from knowledge import Guidance
from tests.agent.openai_server import OpenAIServer
from tests.ui.slack.conftest import Served
from tests.ui.slack.slack_server import (
    APP_TOKEN,
    BOT_TOKEN,
    PATIENCE,
    SlackServer,
    envelope,
    message,
)
from ui.slack.app import build_app
from ui.slack.incoming import task_of
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
            assert sorted([first.talk.accept(task), second.talk.accept(task)]) == [False, True]
        for app in (first, second):
            assert app.talk.lanes.settle(PATIENCE)
        assert len(slack.shown("DANA", THREAD)) == 6


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
        assert app.talk.lanes.settle(PATIENCE)
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
        assert app.talk.lanes.settle(PATIENCE)
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
            deadline = time.monotonic() + PATIENCE
            while not model.requests:
                assert time.monotonic() < deadline
                os.sched_yield()
            first.send_signal(signal.SIGKILL)
        with started(environment) as second:
            slack.wait_for(lambda: "120,000" in "".join(slack.shown("DANA", THREAD)))
            second.send_signal(signal.SIGTERM)
            assert second.wait(PATIENCE) == 0
    assert "".join(slack.shown("DANA", THREAD)).count("120,000 requests a month") == 1


def started(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """The app as a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "ui", "slack"], env=environment)

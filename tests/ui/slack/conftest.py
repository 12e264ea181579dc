"""A Slack of our own, the app connected to it over HTTP, and people to write to it."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from agent import Advisor
from agent.settings import load_settings
from knowledge import Guidance
from tests.patience import PATIENCE_SECONDS
from tests.ui.slack.slack_server import BOT_TOKEN, SECRET, SlackServer, Workspace
from ui.slack.app import SlackApp, build_app
from ui.slack.serving import PATH, HttpService


@pytest.fixture(scope="session")
def slack_guidance(built_index: Path) -> Guidance:
    return Guidance.open(built_index)


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with closing(SlackServer()) as server:
        yield server
    assert server.refused == []


@dataclass
class Served:
    """The app as it serves, and the people who write to it."""

    slack: SlackServer
    app: SlackApp
    people: Workspace
    advisor: Advisor

    @property
    def slack_client(self) -> WebClient:
        return self.app.talk.client

    def settle(self) -> None:
        assert self.app.talk.lanes.settle(PATIENCE_SECONDS)

    def thread(self, channel: str, thread: str = "") -> str:
        found = self.advisor.links.thread_of(f"slack/T1/{channel}/{thread}")
        assert found is not None
        return found


@pytest.fixture
def serve(
    slack: SlackServer, slack_guidance: Guidance, data_dir: Path
) -> Iterator[Callable[..., Served]]:
    """Opens the app on the data folder of the test, as often as a test starts it again."""
    with ExitStack() as stack:

        def open_one(model: Any = None, **settings: Any) -> Served:
            chosen = load_settings(
                data_dir=data_dir,
                slack_bot_token=BOT_TOKEN,
                slack_signing_secret=SECRET,
                slack_api_url=slack.api,
                **settings,
            )
            advisor = Advisor(chosen, guidance=slack_guidance, model=model)
            stack.callback(advisor.close)
            app = stack.enter_context(closing(build_app(advisor, chosen)))
            quiet = chosen.model_copy(update={"slack_port": 0})
            service = stack.enter_context(closing(HttpService(app, quiet)))
            url = f"http://127.0.0.1:{service.port}{PATH}"
            return Served(slack, app, Workspace(url, time.time, api=slack.api), advisor)

        yield open_one


@pytest.fixture
def served(serve: Callable[..., Served]) -> Served:
    return serve()

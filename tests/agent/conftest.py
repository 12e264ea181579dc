"""An advisor on a real store and a real index of the guidance, which is built once a session."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent import Advisor
from agent.events import Done, Event
from agent.settings import load_settings
from knowledge import Guidance


@pytest.fixture(scope="session")
def guidance_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guidance")
    Guidance.open(folder).build()
    return folder


@pytest.fixture(scope="session")
def guidance(guidance_dir: Path) -> Guidance:
    return Guidance.open(guidance_dir)


@pytest.fixture
def open_advisor(data_dir: Path, guidance: Guidance) -> Iterator[Callable[..., Advisor]]:
    """Opens advisors on one data folder, as processes after one another would."""
    opened: list[Advisor] = []

    def open_one(**overrides: object) -> Advisor:
        opened.append(Advisor(load_settings(data_dir=data_dir, **overrides), guidance=guidance))
        return opened[-1]

    yield open_one
    for advisor in opened:
        advisor.close()


@pytest.fixture
def advisor(open_advisor: Callable[..., Advisor]) -> Advisor:
    return open_advisor()


def turn(advisor: Advisor, thread: str, text: str) -> list[Event]:
    """All events of one turn."""
    return list(advisor.stream(thread, text))


def reply(advisor: Advisor, thread: str, text: str) -> Done:
    """The end of one turn, which must have gone well."""
    last = turn(advisor, thread, text)[-1]
    assert isinstance(last, Done), last
    return last

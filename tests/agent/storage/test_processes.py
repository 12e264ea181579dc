"""Several processes on one database: no message is lost, a killed turn is finished elsewhere."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent import Advisor
from agent.events import Done
from agent.settings import Settings
from knowledge import Guidance
from tests.agent.conftest import reply
from tests.e2e.conversation import MESSAGES
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
HALTING = (sys.executable, "-m", "tests.agent.halting")
PROCESSES = 2


@pytest.fixture
def open_advisor(stored_in: Settings, guidance: Guidance) -> Iterator[Callable[[], Advisor]]:
    opened: list[Advisor] = []

    def open_one() -> Advisor:
        opened.append(Advisor(stored_in, guidance=guidance))
        return opened[-1]

    yield open_one
    for advisor in opened:
        advisor.close()


@pytest.fixture
def elsewhere(stored_in: Settings, guidance_dir: Path) -> dict[str, str]:
    """The environment of a process that shares the database, and has the guidance indexed."""
    shutil.copytree(guidance_dir, stored_in.data_dir, dirs_exist_ok=True)
    url = stored_in.database_url
    named = {} if url is None else {"STEERWISE_DATABASE_URL": url.get_secret_value()}
    return {**os.environ, **named, "STEERWISE_DATA_DIR": str(stored_in.data_dir)}


def test_writers_in_several_processes_keep_every_message_of_one_thread(
    open_advisor, stored_in, elsewhere
):
    advisor = open_advisor()
    thread = advisor.new_thread()
    writers = 3 if stored_in.database_url is None else 8  # in each process
    command = [sys.executable, "-m", "tests.agent.storage.writers", thread]
    running = [
        subprocess.Popen(
            [*command, str(first), str(writers)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=elsewhere,
        )
        for first in range(0, PROCESSES * writers, writers)
    ]
    try:
        told = [process.communicate(timeout=PATIENCE_SECONDS)[0] for process in running]
    finally:
        for process in running:
            process.kill()
    assert told == [f"{writers}\n"] * PROCESSES
    history = advisor.history(thread)
    assert [m.role for m in history] == ["user", "assistant"] * PROCESSES * writers
    said = {m.text for m in history if m.role == "user"}
    assert said == {
        f"Note {n}: we have {100 + n} labelled examples." for n in range(PROCESSES * writers)
    }


def test_a_turn_killed_in_the_middle_is_finished_by_another_process(
    open_advisor, stored_in, elsewhere
):
    thread = open_advisor().new_thread()
    said = "We handle 40,000 tickets a month. We have 3,000 labelled examples."
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*HALTING, thread, said, str(stored_in.data_dir), "tool_started"],
        stdin=pipe,
        stdout=pipe,
        text=True,
        cwd=ROOT,
        env=elsewhere,
    ) as process:
        assert process.stdout is not None
        assert "tool_started\n" in process.stdout
        process.kill()
    advisor = open_advisor()
    last = list(advisor.resume(thread))
    assert [type(e) for e in last if isinstance(e, Done)] == [Done]
    known = {fact.name: fact.value for fact in advisor.board(thread).facts}
    assert (known["monthly_requests"], known["labeled_examples"]) == (40_000, 3000)
    assert [m.role for m in advisor.history(thread)] == ["user", "assistant"]


def test_the_reference_conversation_is_the_same_on_both_databases(open_advisor, stored_in):
    advisor = open_advisor()
    thread = advisor.new_thread("ann")
    for text in MESSAGES:
        last = reply(advisor, thread, text)
    again = open_advisor()
    assert again.history(thread) == advisor.history(thread)
    assert again.board(thread) == last.board
    assert [t.id for t in again.threads("ann")] == [thread]
    if stored_in.database_url is not None:
        assert not (stored_in.data_dir / "conversations.sqlite").exists()

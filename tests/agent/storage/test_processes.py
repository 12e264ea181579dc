"""Several processes on one database: no message is lost, a killed turn is finished elsewhere."""

import json
import os
import shutil
import signal
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

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
PROCESSES = 2
PATIENCE_SECONDS = 400


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


def test_a_turn_killed_in_the_middle_is_finished_by_another_process(open_advisor, elsewhere):
    command = [sys.executable, "-m", "ui", "chat", "--json"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT, env=elsewhere) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"We handle 40,000 tickets a month. We have 3,000 labelled examples.\n")
        process.stdin.flush()
        event = next(e for e in map(json.loads, process.stdout) if e["type"] == "tool_started")
        os.kill(process.pid, signal.SIGKILL)
        process.stdin.close()
    advisor = open_advisor()
    last = list(advisor.resume(event["thread"]))
    assert [type(e) for e in last if isinstance(e, Done)] == [Done]
    known = {fact.name: fact.value for fact in advisor.board(event["thread"]).facts}
    assert (known["monthly_requests"], known["labeled_examples"]) == (40_000, 3000)
    assert [m.role for m in advisor.history(event["thread"])] == ["user", "assistant"]


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

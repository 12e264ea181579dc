"""`steerwise chat --json` with the real advisor, offline."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from agent.settings import load_settings
from agent.storage import open_store
from tests.patience import PATIENCE_SECONDS
from tests.ui.running import Outcome
from tools.errors import InvalidInput
from ui.chat_lines import message_of

Steerwise = Callable[..., Outcome]
ROOT = Path(__file__).parent.parent.parent


def of_type(rows: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [row for row in rows if row.get("type") == kind]


def facts(row: dict[str, Any]) -> dict[str, Any]:
    return {fact["name"]: fact["value"] for fact in row["board"]["facts"]}


def test_a_turn_ends_with_the_reply_that_was_streamed_and_the_board(steerwise: Steerwise) -> None:
    done = steerwise("chat", "--json", stdin="We handle 40,000 support tickets a month.\n")
    assert done.status == 0
    last = done.rows[-1]
    assert (last["type"], last["turn"]) == ("done", 1)
    assert "".join(row["delta"] for row in of_type(done.rows, "text")) == last["reply"]
    assert facts(last)["monthly_requests"] == 40_000
    assert last["board"]["assessment"]["primary"]
    assert len({row["thread"] for row in done.rows}) == 1


def test_a_conversation_returns_with_its_facts(steerwise: Steerwise) -> None:
    first = steerwise("chat", "--json", stdin="We handle 40,000 tickets a month.\n")
    thread = first.rows[-1]["thread"]
    again = steerwise(
        "chat", "--json", "--thread", thread, stdin='{"text": "We have 3,000 labelled examples."}\n'
    )
    last = again.rows[-1]
    assert (last["thread"], last["turn"]) == (thread, 2)
    assert facts(last) == {**facts(first.rows[-1]), "labeled_examples": 3000}


def test_bad_messages_are_told_in_their_place_and_the_conversation_stays_intact(
    steerwise: Steerwise,
) -> None:
    messages = [
        b"We handle 40,000 tickets a month.",
        b'{"text": ""}',
        b'{"text": "' + b"many words " * 10_000 + b'"}',
        b"\xff\xfe\x00\x01",
        b'{"id": 5, "txt": "mistyped"}',
        b'{"text": 5}',
        b"We have 3,000 labelled examples.",
    ]
    done = steerwise("chat", "--json", stdin=b"\n".join(messages))
    assert done.status == 1
    assert done.err == ""
    assert len(of_type(done.rows, "failed")) == 2
    assert [row["id"] for row in done.rows if "error" in row] == [None, 5, None]
    assert {"monthly_requests", "labeled_examples"} <= set(facts(done.rows[-1]))
    assert done.rows[-1]["turn"] == 2


def test_a_thread_id_that_cannot_be_one_is_one_line(steerwise: Steerwise) -> None:
    done = steerwise("chat", "--json", "--thread", "../etc/passwd", stdin="hello\n")
    assert done.status == 2
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("mode", [(), ("--json",)])
@pytest.mark.parametrize("thread", ["typo123", ""])
def test_a_mistyped_thread_is_told_and_no_conversation_is_begun(
    steerwise: Steerwise, data_dir: Path, mode: tuple[str, ...], thread: str
) -> None:
    done = steerwise("chat", *mode, "--thread", thread, stdin="hello\n")
    assert done.status == 2
    assert done.out == ""
    way_out = "without --thread a new one starts"
    assert done.err == f"steerwise: there is no conversation {thread!r}; {way_out}\n"
    with closing(open_store(load_settings(data_dir=data_dir))) as store:
        assert store.threads.list() == ()


def test_killed_in_the_middle_of_a_turn_it_returns_with_the_same_facts(data_dir: Path) -> None:
    command = [sys.executable, "-m", "ui", "chat", "--json"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"We handle 40,000 tickets a month. We have 3,000 labelled examples.\n")
        process.stdin.flush()
        for line in process.stdout:
            event = json.loads(line)
            if event["type"] == "text":
                os.kill(process.pid, signal.SIGKILL)
                break
        process.stdin.close()
    again = subprocess.run(
        [*command, "--thread", event["thread"]],
        input="The tone must always be the same.\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=PATIENCE_SECONDS,
        check=True,
    )
    ends = of_type([json.loads(line) for line in again.stdout.splitlines()], "done")
    known = facts(ends[-1])
    assert (known["monthly_requests"], known["labeled_examples"]) == (40_000, 3000)
    assert "consistency_need" in known
    assert ends[-1]["turn"] == 2


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (b"plain words", "plain words"),
        (b'{"text": "an object"}', "an object"),
        (b'"quoted"', '"quoted"'),
        (b"\xef\xbb\xbfwith a mark", "with a mark"),
    ],
)
def test_a_message_is_plain_text_or_an_object(line: bytes, text: str) -> None:
    assert message_of(line) == text


def test_an_object_without_text_is_refused() -> None:
    with pytest.raises(InvalidInput, match="text"):
        message_of(b'{"message": "hello"}')

"""How lightly the commands start, and what a cold one takes, each in a process of its own."""

import fcntl
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import termios
from contextlib import closing, suppress
from pathlib import Path

import pytest

from agent import Advisor
from agent.settings import load_settings
from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).parent.parent.parent
HEAVY = {"gradio", "sentence_transformers", "langchain", "langchain_core", "langgraph", "chromadb"}
HEAVY |= {"torch", "transformers", "openai", "pandas", "bm25s"}
START = "import sys; from ui.cli import run; status = run(sys.argv[1:]); "
TELL = f"sys.stderr.write(' '.join(sorted(set(sys.modules) & {HEAVY!r}))); sys.exit(status)"


@pytest.mark.parametrize("command", ["score", "next", "cost", "read"])
def test_a_calculator_imports_nothing_heavy(command: str) -> None:
    line = '{"id": 1, "facts": {"monthly_requests": 9000}, "text": "9,000 requests a month"}'
    done = subprocess.run(
        [sys.executable, "-c", START + TELL, command, "--json"],
        input=line,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=PATIENCE_SECONDS,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_chat_greets_and_takes_leave() -> None:
    assert "Tell me about your project" in _typed_at_once("\x04")


def test_whoever_stops_reading_gets_no_trace() -> None:
    many = b'{"id": 1, "facts": {"task": "chat"}}\n' * 200
    with subprocess.Popen(
        [sys.executable, "-m", "ui", "next", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        process.stdin.write(many[:3700])  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
        process.stdout.readline()
        process.stdout.close()
        _, err = process.communicate(many, timeout=PATIENCE_SECONDS)
    assert err == b""


def test_a_broken_data_file_is_one_line_that_names_file_and_key(tmp_path: Path) -> None:
    for package in ("agent", "knowledge", "tools", "ui"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    with (tmp_path / "tools" / "data" / "scoring.toml").open("a") as file:
        file.write("\n[[[broken\n")
    done = subprocess.run(
        [sys.executable, "-m", "ui", "score", "--json"],
        input='{"id": 1, "facts": {"task": "chat"}}',
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=PATIENCE_SECONDS,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "scoring.toml: is not valid TOML" in done.stderr


def test_bytes_that_are_no_text_are_told_in_the_chat_and_it_goes_on() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ui", "chat"],
        input=b"\xff\xfe\x00\x01\nWe handle 40,000 tickets a month.\n",
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
        timeout=PATIENCE_SECONDS,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode()
    assert "binary" in shown
    assert "40,000 requests a month" in " ".join(shown.split())


FIRST = "We sort 120k tickets a month. The tone has to sound like us or people complain."
TURN = "Of them 3,000 are labelled."


def test_a_cold_process_reads_and_answers_as_a_warm_one_does(data_dir: Path) -> None:
    cold = subprocess.run(
        [sys.executable, "-m", "ui", "chat", "--json"],
        input=FIRST,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=PATIENCE_SECONDS,
        check=True,
    )
    first = json.loads(cold.stdout.splitlines()[-1])
    with closing(Advisor(load_settings(data_dir=data_dir))) as advisor:
        *_, _ = advisor.stream(advisor.new_thread(), TURN)  # everything is loaded now
        *_, warm = advisor.stream(advisor.new_thread(), FIRST)
    assert first["reply"] == warm.reply
    assert first["board"]["facts"] == warm.to_json()["board"]["facts"]
    assert len(warm.board.facts) >= 2


def test_what_is_typed_while_everything_loads_is_served_in_order() -> None:
    shown = _typed_at_once(f"{FIRST}\n{TURN}\n/quit\n")
    noted = "Noting what you said: classification, 120"
    places = [shown.index(text) for text in ("Read so far: 120,000", noted)]
    places += [shown.rindex("Noting what you said:"), shown.index("This conversation is kept")]
    assert places == sorted(set(places))
    assert "3,000 good examples" in shown[places[2] :]


def test_ctrl_c_while_everything_loads_stops_the_turn_and_ctrl_d_leaves() -> None:
    shown = _typed_at_once(f"{FIRST}\n", until="Read so far", then=b"\x03", last=b"\x04")
    assert "Stopped. What next?" in shown
    assert "Traceback" not in shown


def _typed_at_once(text: str, *, until: str = "", then: bytes = b"", last: bytes = b"") -> str:
    """What a terminal shows when `text` is typed at the first prompt.

    `then` is typed when `until` is seen, and `last` at the prompt that follows; the chat ends well.
    """
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "ui", "chat"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100", "NO_COLOR": "1"},
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(theirs)
    prompt = "›".encode()
    steps = [(prompt, text.encode())]
    if until:
        steps += [(until.encode(), then), (b"What next?", b""), (prompt, last)]
    seen, whole = b"", b""
    with suppress(OSError):  # the far side is closed
        while piece := os.read(ours, 65536):
            seen, whole = seen + piece, whole + piece
            while steps and steps[0][0] in seen:
                seen = seen.split(steps[0][0], 1)[1]
                os.write(ours, steps.pop(0)[1])
    assert process.wait(PATIENCE_SECONDS) == 0, whole
    os.close(ours)
    return re.sub(r"\x1b\[[?\d;]*[a-zA-Z]", "", whole.decode())

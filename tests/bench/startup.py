"""How long commands take from a cold start to their answer, each in a process of its own."""

import json
import os
import pty
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.timing import summary, table, timed

LINE = json.dumps({"id": 1, "facts": {"monthly_requests": 9000}, "text": "9,000 a month"})
COMMANDS = ("score", "next", "cost", "read")
FIRST = "Our assistant sorts 120k support tickets a month and we have 3,000 labelled ones."
GREETED, FACTS, NOTED, ANSWERED = "›", "Read so far: ", "Noting what you said: ", "▌"
SEEN = {
    GREETED: "to the greeting",
    FACTS: "to the first message's facts",
    NOTED: "to the whole reading",
    ANSWERED: "to the advice on it",
}
RUNS = 5
PATIENCE_SECONDS = 120


def report() -> str:
    """The table."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "STEERWISE_DATA_DIR": folder}

        def run(*arguments: str) -> None:
            command = [sys.executable, *arguments]
            subprocess.run(
                command, input=LINE, env=environment, capture_output=True, text=True, check=True
            )

        rows = [timed("Python alone", lambda: run("-c", ""), runs=5)]
        for name in COMMANDS:
            rows.append(
                timed(f"steerwise {name}", lambda n=name: run("-m", "ui", n, "--json"), runs=5)
            )
        rows.append(
            timed("steerwise chat, one message", lambda: run("-m", "ui", "chat", "--json"), runs=3)
        )
        chats = [in_a_terminal(Path(folder)) for _ in range(RUNS)]
    for mark, label in SEEN.items():
        rows.append(summary(f"chat in a terminal, {label}", [chat[mark] for chat in chats]))
    with tempfile.TemporaryDirectory() as unused:
        first = in_a_terminal(Path(unused))
    note = "the guidance is indexed beside it"
    rows.append(summary("the very first chat, to the facts", [first[FACTS]], note=note))
    return table("From a cold start to the answer", rows)


def in_a_terminal(data_dir: Path) -> Mapping[str, float]:
    """Seconds from the start of `steerwise chat` until each thing is seen; it is typed to at once.

    Raises:
        TimeoutError: something is not seen in two minutes.
    """
    ours, theirs = pty.openpty()
    environment = {**os.environ, "STEERWISE_DATA_DIR": str(data_dir), "TERM": "xterm"}
    environment |= {"COLUMNS": "100", "NO_COLOR": "1"}
    begun = time.perf_counter()
    command = [sys.executable, "-m", "ui", "chat"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        try:
            seen = _until(ours, [GREETED], begun)
            os.write(ours, f"{FIRST}\n".encode())
            seen |= _until(ours, [FACTS, NOTED, ANSWERED], begun)
        finally:
            process.kill()
            os.close(ours)
    return seen


def _until(screen: int, marks: Sequence[str], begun: float) -> dict[str, float]:
    """Seconds since `begun` when each mark is first on the screen."""
    shown, seen = b"", dict[str, float]()
    while len(seen) < len(marks):
        left = begun + PATIENCE_SECONDS - time.perf_counter()
        if not select.select([screen], [], [], max(left, 0))[0]:
            missing = " and ".join(repr(mark) for mark in marks if mark not in seen)
            raise TimeoutError(f"no {missing} in {PATIENCE_SECONDS} seconds")
        shown += os.read(screen, 65536)
        now = time.perf_counter() - begun
        seen = {m: seen.get(m, now) for m in marks if m.encode() in shown}
    return seen

"""How long commands take from a cold start to their answer, each in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile

from tests.bench.timing import table, timed

LINE = json.dumps({"id": 1, "facts": {"monthly_requests": 9000}, "text": "9,000 a month"})
COMMANDS = ("score", "next", "cost", "read")


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
    return table("From a cold start to the answer", rows)

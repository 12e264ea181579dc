"""Writes to one thread from a process of its own: `python -m tests.agent.storage.writers …`."""

import sys
import threading
from contextlib import closing

from agent import Advisor
from agent.events import Done
from agent.settings import load_settings


def main(thread: str, first: str, count: str) -> None:
    """Say `count` messages at once, each from a thread of its own; prints how many were served."""
    served: list[int] = []
    with closing(Advisor(load_settings())) as advisor:

        def say(n: int) -> None:
            last = list(advisor.stream(thread, f"Note {n}: we have {100 + n} labelled examples."))[
                -1
            ]
            if isinstance(last, Done):
                served.append(n)

        numbers = range(int(first), int(first) + int(count))
        writers = [threading.Thread(target=say, args=(n,)) for n in numbers]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
    sys.stdout.write(f"{len(served)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

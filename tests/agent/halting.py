"""Begins a turn and halts in its middle: `python -m tests.agent.halting THREAD TEXT FOLDER MOMENT`.

The guidance is that of FOLDER. The type of each event is a line; after one of type MOMENT the
process waits for its input to end, so that it can be killed there however slow the killer is.
"""

import sys
from pathlib import Path

from agent import Advisor
from agent.settings import load_settings
from knowledge import Guidance


def main() -> None:
    thread, text, folder, moment = sys.argv[1:]
    advisor = Advisor(load_settings(), guidance=Guidance.open(Path(folder)))
    for event in advisor.stream(thread, text):
        sys.stdout.write(f"{event.type}\n")
        sys.stdout.flush()
        if event.type == moment:
            sys.stdin.read()


if __name__ == "__main__":
    main()

"""Whole conversations as files that a person can read: what was said, and what is answered.

A line that starts with `> ` is the user's; what follows is the reply. `make golden` writes the
replies anew; a test compares them.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from agent import Advisor
from agent.events import Done, Event
from agent.settings import load_settings
from knowledge import Guidance

FOLDER = Path(__file__).parent / "conversations"
THREAD = "THREAD-ID"


def conversations() -> list[Path]:
    """The files, in order of their names."""
    return sorted(FOLDER.glob("*.md"))


def said(text: str) -> list[str]:
    """What the user says, message by message."""
    return [line.removeprefix("> ") for line in text.splitlines() if line.startswith("> ")]


def replay(advisor: Advisor, text: str) -> Iterator[tuple[str, str, Event]]:
    """Every message with the thread and the end of its turn."""
    thread = advisor.new_thread()
    for message in said(text):
        yield message, thread, list(advisor.stream(thread, message))[-1]


def written(advisor: Advisor, text: str) -> str:
    """The conversation as it goes now, under the heading of the file."""
    heading = text.split("\n> ")[0].strip()
    parts = [heading]
    for message, thread, last in replay(advisor, text):
        reply = last.reply if isinstance(last, Done) else str(getattr(last, "message", last))
        parts += [f"> {message}", reply.replace(thread, THREAD)]
    return "\n\n".join(parts) + "\n"


def word_count(reply: str) -> int:
    """The words of a reply, those of tables and lists included."""
    return len(re.findall(r"[^\W_]+(?:['’.,-][^\W_]+)*", reply))


def rewrite() -> None:
    """Write the replies of every conversation anew."""
    with TemporaryDirectory() as folder:
        guidance = Guidance.open(Path(folder))
        guidance.build()
        settings = load_settings(data_dir=Path(folder), as_of="2026-11-21")
        with closing(Advisor(settings, guidance=guidance)) as advisor:
            for file in conversations():
                text = file.read_text(encoding="utf-8")
                file.write_text(written(advisor, text), encoding="utf-8")
                sys.stdout.write(f"{file.name}\n")


if __name__ == "__main__":
    rewrite()

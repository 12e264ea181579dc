"""`steerwise chat --json`: a message a line in, an event a line out."""

from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO

from agent import Advisor
from agent.events import Event, Failed
from agent.settings import Settings
from tools.errors import InvalidInput
from ui import lines
from ui.returning import check_known


def chat_in_lines(settings: Settings, thread: str | None, source: BinaryIO) -> bool:
    """Serve every message of `source`; True when none failed.

    A turn of `thread` that a crash interrupted is finished first.

    Raises:
        Unavailable: the data folder cannot be used.
        InvalidInput: there is no conversation `thread`.
    """
    with closing(Advisor(settings)) as advisor:
        sound = True
        if thread is None:
            thread = advisor.new_thread()
        else:
            check_known(advisor, thread)
            sound = _write(advisor.resume(thread))
        for line in lines.read_lines(source):
            try:
                sound &= _write(advisor.stream(thread, message_of(line)))
            except InvalidInput as error:
                lines.write({"id": _id_of(line), "error": str(error)})
                sound = False
    return sound


def message_of(line: bytes) -> str:
    """The message in a line: plain text, or the `text` of a JSON object.

    Raises:
        InvalidInput: it is not UTF-8, or an object without a text.
    """
    if line.lstrip().startswith(b"{"):
        text = lines.parse(line).get("text")
        if not isinstance(text, str):
            raise InvalidInput(f'a message needs "text", a text; got {text!r:.60}')
        return text
    try:
        return line.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise InvalidInput("the line is not UTF-8 text") from None


def _id_of(line: bytes) -> object:
    try:
        return lines.id_of(lines.parse(line))
    except InvalidInput:
        return None


def _write(events: Iterator[Event]) -> bool:
    sound = True
    for event in events:
        lines.write(event.to_json())
        sound = sound and not isinstance(event, Failed)
    return sound

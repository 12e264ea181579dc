"""What people do in the chat: send, answer, attach, stop; the turn that follows is shown."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from agent.attachments import FileNote
from agent.events import Event
from agent.signals import StopSignal
from ui.web import chat as talk
from ui.web import uploads
from ui.web.acts import turns_in
from ui.web.browser import Visitor
from ui.web.chat import Entry
from ui.web.drawing import Drawing, Update, ready, told_plainly, waiting
from ui.web.nextstep import result_message
from ui.web.retold import attached, cited, notice, retold, said, settled, until, up_to_date
from ui.web.turns import Turn, Turns

BUSY = "An answer to this project is still being written, perhaps in another tab; send after it."
Events = Callable[[StopSignal], Iterator[Event]]


class Conversing:
    """Handles what is said, and shows the turns of a conversation as they run."""

    def __init__(self, advisor: Any, drawing: Drawing, turns: Turns) -> None:
        """Hand messages to `advisor` and draw what comes back."""
        self.drawing = drawing
        self._advisor = advisor
        self._turns = turns

    @told_plainly
    def send(
        self, box: Any, thread: str, stored: Any, entries: Any, instead: str = ""
    ) -> Iterator[Update]:
        """A message from the box, with its files; in the place of message `instead`, if any."""
        text = str((box or {}).get("text") or "")
        files = uploads.paths_of((box or {}).get("files"))
        if files:
            thread, entries = yield from self._take(files, thread, Visitor.read(stored), entries)
        if text.strip():
            number = int(instead) if str(instead).isdigit() else None
            yield from self.converse(text, thread, stored, entries, instead_of=number)
        elif not files:
            yield {self.drawing.on.box: gr.update(value=None)}

    @told_plainly
    def reply(
        self, thread: str, stored: Any, entries: Any, choice: gr.SelectData
    ) -> Iterator[Update]:
        """A quick reply below the last message."""
        yield from self._once(str(choice.value), thread, stored, entries)

    @told_plainly
    def example(
        self, thread: str, stored: Any, entries: Any, choice: gr.SelectData
    ) -> Iterator[Update]:
        """One of the example projects."""
        yield from self.converse(str(choice.value["text"]), thread, stored, entries)

    @told_plainly
    def result(
        self, thread: str, stored: Any, entries: Any, event: gr.EventData
    ) -> Iterator[Update]:
        """The result of the experiment, typed or chosen on the board."""
        typed = str(event.text).strip()
        if typed:
            yield from self._once(result_message(typed), thread, stored, entries)

    def _once(self, text: str, thread: str, stored: Any, entries: Any) -> Iterator[Update]:
        """Send what was clicked; a second click on the same page sends nothing."""
        if not self._is_sent(text, thread, turns_in(entries or [])):
            yield from self.converse(text, thread, stored, entries)

    def _is_sent(self, text: str, thread: str, after: int) -> bool:
        """True where `text` is the message that follows the first `after` ones."""
        running = self._turns.running(thread)
        if running is not None:
            return running.text == text
        if not self.drawing.knows(thread):
            return False
        own = [m.text for m in self._advisor.history(thread) if m.role == "user"]
        return own[after:] == [text]

    def stop(self, thread: str) -> None:
        """End the answer that is being written."""
        turn = self._turns.running(thread)
        if turn is not None:
            turn.stop()

    def converse(
        self, text: str, thread: str, stored: Any, entries: Any, *, instead_of: int | None = None
    ) -> Iterator[Update]:
        """Send a message and show the answer as it comes.

        With `instead_of`, that message of the user goes first, and all that followed it.
        """
        visitor, on = Visitor.read(stored), self.drawing.on
        if not self.drawing.knows(thread):
            thread, entries, instead_of = self._advisor.new_thread(visitor.user), [], None
        history, files = self._advisor.history(thread), self.drawing.files(thread)
        known = {} if instead_of is None else {"instead_of": instead_of}
        turn = self._turns.start(
            thread, text, lambda stop: self._advisor.stream(thread, text, stop=stop, **known)
        )
        if turn is None:
            gr.Warning(BUSY, title="Not sent")
            yield {on.box: ready(text)}
            return
        if instead_of is None:
            before = up_to_date(entries or [], history, files)
        else:
            before = retold(until(history, instead_of), files)
        entries = [*before, said(text, turns_in(before) + 1)]
        yield self.begin(turn, entries, visitor)
        yield from self.follow(turn, entries, visitor, cited(history), anew=instead_of is not None)

    def begin(self, turn: Turn, entries: list[Entry], visitor: Visitor) -> Update:
        """A turn has begun: its message stands, the box waits."""
        on = self.drawing.on
        return {
            on.thread: turn.thread,
            on.stored: Visitor(visitor.user, turn.thread).stored(),
            on.chat: [*entries, *talk.shown(talk.Reply())],
            on.box: waiting(),
            **self.drawing.edits_nothing(),
        }

    def follow(
        self,
        turn: Turn,
        entries: list[Entry],
        visitor: Visitor,
        quoted: set[int],
        *,
        anew: bool = False,
    ) -> Iterator[Update]:
        """Show the events of a turn as they come; `quoted` are the sources quoted before it.

        `anew` where a turn that fails may leave other messages standing than `entries`.
        """
        reply, on = talk.Reply(), self.drawing.on
        board = None
        for events in turn.batches():
            for event in events:
                reply = talk.fold_event(reply, event)
            update: Update = {on.chat: [*entries, *talk.shown(reply)]}
            newest = talk.newest_board(events)
            if newest is not None:
                board = newest
                seen = quoted | reply.cited
                update |= self.drawing.board(turn.thread, board, seen, draw=False)
            yield update
        if not self.drawing.knows(turn.thread):  # deleted meanwhile
            yield {on.chat: [*entries, *talk.shown(reply, ended=True)], on.box: ready()}
            return
        ended = [*entries, *talk.shown(reply, ended=True)]
        if anew and reply.failed:
            ended = self._after_failing(turn.thread, reply.failed)
        now = board or self._advisor.board(turn.thread)
        yield {
            on.chat: self.drawing.finished(ended, turn.thread, visitor, now, why=False),
            on.bar: self.drawing.bar(visitor, turn.thread),
            on.box: ready(),
        }

    def _after_failing(self, thread: str, failed: str) -> list[Entry]:
        """What stands once a turn failed: its message may not have been taken at all."""
        history = self._advisor.history(thread)
        entries = retold(history, self.drawing.files(thread))
        told = history and history[-1].text == failed
        return entries if told else [*entries, *notice(failed)]

    def _take(
        self, paths: list[Path], thread: str, visitor: Visitor, entries: Any
    ) -> Generator[Update, None, tuple[str, list[Entry]]]:
        """Read the files that came with a message; returns where it goes on."""
        on = self.drawing.on
        if not self.drawing.knows(thread):
            thread, entries = self._advisor.new_thread(visitor.user), []
        entries, notes = settled(entries or []), list[FileNote]()
        names = [path.name for path in paths]
        place = {on.thread: thread, on.stored: Visitor(visitor.user, thread).stored()}
        yield {**place, on.chat: [*entries, *attached(notes, left=names)], on.box: waiting()}
        for note in uploads.take_in(self._advisor, thread, paths):
            notes.append(note)
            shown = [*entries, *attached(notes, left=names[len(notes) :])]
            yield {on.chat: shown}
        self._advisor.note_files(thread, notes)
        board = self._advisor.board(thread)
        drawn = self.drawing.stored_board(thread, draw=False)
        whole = self.drawing.finished(shown, thread, visitor, board, why=False)
        bar = self.drawing.bar(visitor, thread)
        yield {**drawn, on.chat: whole, on.box: ready(), on.bar: bar}
        return thread, whole

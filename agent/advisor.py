"""The one way into a conversation: hand in a message, draw the events that come back."""

import functools
import gc
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from langchain_core.messages import HumanMessage

from agent.archive import GONE
from agent.contributors import signed
from agent.editing import Edit, Origin, check_edit, check_unseen, message_of, without_known
from agent.events import Board, Event, Failed
from agent.exchange import exported, restored
from agent.feedback import as_rows
from agent.materials import Materials
from agent.notebook import Notebook
from agent.project import Project
from agent.recording import record_of
from agent.rewinding import again
from agent.settings import Unavailable
from agent.signals import StopSignal
from agent.state import notebook_of, verified
from agent.storage import check_thread_id
from agent.titles import title_of
from agent.transcript import Message, check_message, transcript
from agent.wording import GREETING
from knowledge import KnowledgeError
from tools.errors import InvalidInput
from tools.record import DecisionRecord

log = logging.getLogger(__name__)

__all__ = ["Advisor", "Message"]

Served = Callable[..., Iterator[Event]]


def _failing_in_words(serve: Served) -> Served:
    """End with `Failed` where the database cannot be used; the next message starts afresh."""

    @functools.wraps(serve)
    def told(advisor: "Advisor", thread: str, *arguments: Any, **more: Any) -> Iterator[Event]:
        try:
            yield from serve(advisor, thread, *arguments, **more)
        except Unavailable as error:
            yield Failed(str(thread)[:64], 0, str(error))

    return told


class Advisor(Materials):
    """Leads conversations: one agent, one store of threads, one index of the guidance.

    `Archive` keeps them, `Materials` holds what they quote; here they are spoken.
    """

    def greeting(self) -> str:
        """What a face says before the first message."""
        return GREETING

    def warm_up(self, when: Callable[[], object] = lambda: None) -> threading.Thread:
        """Load what is heavy in the background; returns the thread that does it.

        The weights come first, since every message is read with them; then the guidance, which only
        questions need, as soon as `when` returns.
        """
        worker = threading.Thread(target=self._warm, args=(when,), name="warm-up", daemon=True)
        worker.start()
        return worker

    def _warm(self, when: Callable[[], object]) -> None:
        try:
            self._guidance.embedder.warm_up()
            when()
            self._guidance.build()  # a no-op unless the documents have changed
            self._guidance.warm_up()
            gc.freeze()  # what is loaded by now stays: no turn waits while a collection walks it
        except KnowledgeError as error:
            log.warning("the guidance is not ready: %s", error)

    @_failing_in_words
    def stream(
        self,
        thread: str,
        text: str,
        *,
        stop: StopSignal | None = None,
        instead_of: int | None = None,
        by: str | None = None,
    ) -> Iterator[Event]:
        """Serve one message: yields typed events and ends with `Done` or `Failed`.

        Turns of one thread are served one after the other. A turn that a crash interrupted is
        finished first. Closing the iterator, or `stop` from another thread, ends the turn and
        keeps what was said; `stop` does not wait for a model that is slow to answer.
        `instead_of` is the number of a message that is taken back first (`rewind`), with all that
        followed it: an edited message, or the same one to be answered again. `by` is the name to
        which the facts of the message are attributed, where several people talk in one thread.
        """
        try:
            check_thread_id(thread)
            message = check_message(text, limit=self.settings.max_message_chars)
        except InvalidInput as error:
            yield Failed(str(thread)[:64], 0, str(error))
            return
        stop = stop or StopSignal()
        with self._threads.lock(thread):
            if not self._threads.exists(thread):
                yield Failed(thread, 0, GONE)
                return
            state = yield from self._turns.finish_interrupted(thread, stop)
            said = signed(message, by)
            if instead_of is not None:
                try:
                    was = self._rewound(thread, instead_of)
                except InvalidInput as error:
                    yield Failed(thread, instead_of, str(error))
                    return
                said = said if str(was.text) != message else again(was)
                state = self._state(thread)
            if not self._threads.title(thread):
                self._threads.note(thread, title=title_of(Notebook(), message))
            yield from self._turns.serve(thread, said, stop, state)

    def rewind(self, thread: str, turn: int) -> str:
        """Take a conversation back to before its message number `turn` (from 1); returns its text.

        Messages and notebook are then as they were; documents that were given stay.

        Raises:
            InvalidInput: there is no such conversation or message, or it is too long ago.

        """
        with self._threads.lock(check_thread_id(thread)):
            if not self._threads.exists(thread):
                raise InvalidInput(GONE)
            for _ in self._turns.finish_interrupted(thread, StopSignal()):
                pass
            return str(self._rewound(thread, turn).text)

    def edit(
        self,
        thread: str,
        changes: Mapping[str, Any | None],
        *,
        origin: Origin,
        seen: Mapping[str, Any] | None = None,
        stop: StopSignal | None = None,
    ) -> Iterator[Event]:
        """Set facts to exact values, or clear them with None, as one turn of the conversation.

        A value may be a number, a range `[low, high]`, or words such as `50k a month`. Give in
        `seen` the values that stood there when the edit began (None: not known): when somebody
        changed one of them meanwhile, nothing is set and the turn ends with `Failed`. The built-in
        model serves these turns, whichever model leads the conversation.

        Raises:
            UnknownName: a change names no fact.
            InvalidInput: a value cannot be used; the message shows it and the bounds.

        """
        check_thread_id(thread)
        return self._edited(thread, check_edit(changes, origin=origin), seen, stop or StopSignal())

    @_failing_in_words
    def _edited(
        self, thread: str, edit: Edit, seen: Mapping[str, Any] | None, stop: StopSignal
    ) -> Iterator[Event]:
        with self._threads.lock(thread):
            if not self._threads.exists(thread):
                yield Failed(thread, 0, GONE)
                return
            state = yield from self._turns.finish_interrupted(thread, stop)
            try:
                facts = notebook_of(state).facts
                check_unseen(edit, seen, facts)
                message = message_of(without_known(edit, facts))
            except InvalidInput as error:
                yield Failed(thread, state.get("turn", 0), str(error))
                return
            if not self._threads.title(thread):
                self._threads.note(thread, title=title_of(Notebook(), str(message.text)))
            yield from self._turns.serve(thread, message, stop, state)

    @_failing_in_words
    def resume(self, thread: str, *, stop: StopSignal | None = None) -> Iterator[Event]:
        """Finish a turn that a crash interrupted; yields nothing when none was."""
        check_thread_id(thread)
        with self._threads.lock(thread):
            if self._threads.exists(thread):
                yield from self._turns.finish_interrupted(thread, stop or StopSignal())

    def history(self, thread: str) -> tuple[Message, ...]:
        """The messages of a conversation, as they were shown."""
        state = self._state(check_thread_id(thread))
        book = notebook_of(state)
        return transcript(state.get("messages", []), lambda reply: self._turns.cited(reply, book))

    def board(self, thread: str) -> Board:
        """The board of a conversation as it is now."""
        return self._turns.board(check_thread_id(thread))

    def project(self, thread: str) -> Project:
        """What a conversation knows of its project, for the calculators beside it.

        Raises:
            InvalidInput: there is no such conversation.
        """
        if not self.knows(check_thread_id(thread)):
            raise InvalidInput(GONE)
        book = notebook_of(self._state(thread))
        return Project(self._threads.title(thread) or "", book.facts, book.scenarios)

    def record(self, thread: str) -> DecisionRecord:
        """The decision record of a conversation as it is now.

        Raises:
            InvalidInput: there is no such conversation, or nothing is known in it yet.

        """
        if not self.knows(check_thread_id(thread)):
            raise InvalidInput(GONE)
        return record_of(
            notebook_of(self._state(thread)),
            title=self._threads.title(thread),
            quotes=[quote for message in self.history(thread) for quote in message.citations],
            settings=self.settings,
        )

    def export(self, thread: str) -> dict[str, Any]:
        """A conversation as plain JSON, to be kept or opened elsewhere with `restore`.

        Raises:
            InvalidInput: there is no such conversation, or nothing was said in it yet.
        """
        if not self.knows(check_thread_id(thread)):
            raise InvalidInput(GONE)
        state = self._state(thread)
        if not state.get("messages"):
            raise InvalidInput("nothing was said in this conversation yet, so there is no export")
        return exported(
            self._threads.title(thread) or "",
            state["messages"],
            notebook_of(state),
            files=state.get("files") or (),
            ratings=as_rows(self.ratings(thread)),
        )

    def restore(self, data: Any, *, owner: str | None = None) -> str:
        """Open an exported conversation as a new one, which goes on where it stopped.

        Raises:
            InvalidInput: it is damaged or of another version; nothing was opened then.
        """
        kept = restored(data, verify=lambda quotes: verified(self._guidance, quotes))
        thread = self._threads.create(owner)
        self._turns.restore(thread, kept)
        first = next((str(m.text) for m in kept.messages), "New project")
        self._threads.note(thread, title=kept.title or title_of(kept.notebook, first))
        return thread

    def interrupted(self, thread: str) -> bool:
        """True when a crash cut the last turn of a conversation; `resume` finishes it."""
        return self._turns.interrupted(check_thread_id(thread))

    def copy_state(self, thread: str, other: "Advisor", to: str) -> None:
        """Copy where a conversation stands to the new conversation `to` of another advisor."""
        self._turns.copy_state(check_thread_id(thread), other._turns, to)

    def close(self) -> None:
        """Close the store, and the guidance unless it was handed in."""
        self._store.close()
        if self._owns_guidance:
            self._guidance.close()

    def _rewound(self, thread: str, turn: int) -> HumanMessage:
        message = self._turns.rewind(thread, turn)
        self._store.ratings.rewind(thread, turn)
        return message

"""The one way into a conversation: hand in a message, draw the events that come back."""

import functools
import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage

from agent.attachments import FileNote, notes_of
from agent.contributors import signed
from agent.editing import Edit, Origin, check_edit, check_unseen, message_of, without_known
from agent.events import Board, Event, Failed
from agent.exchange import exported, restored
from agent.feedback import as_rows, rate
from agent.models import chat_model
from agent.notebook import Notebook
from agent.project import Project
from agent.recording import record_of
from agent.rewinding import again
from agent.settings import Settings, Unavailable
from agent.signals import StopSignal
from agent.state import notebook_of, verified
from agent.storage import (
    Inbox,
    Links,
    Rating,
    ThreadInfo,
    Thumb,
    check_thread_id,
    open_store,
)
from agent.titles import title_of
from agent.transcript import Message, check_message, transcript
from agent.turns import Turns
from agent.usage import Book, Usage
from agent.wording import GREETING
from knowledge import GUIDANCE, Changes, Found, Guidance, KnowledgeError, Progress
from tools.errors import InvalidInput
from tools.precedents import addresses as published
from tools.record import DecisionRecord

TRACING_VARIABLES = (
    "LANGSMITH_TRACING_V2",
    "LANGSMITH_TRACING",
    "LANGCHAIN_TRACING_V2",
    "LANGCHAIN_TRACING",
)
GONE = "This conversation does not exist (any more); start a new one."
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


class Advisor:
    """Leads conversations: one agent, one store of threads, one index of the guidance."""

    def __init__(
        self,
        settings: Settings,
        *,
        model: BaseChatModel | None = None,
        guidance: Guidance | None = None,
    ) -> None:
        """Open the store and build the agent; heavy models load at first use or by `warm_up`.

        Raises:
            Unavailable: the data folder cannot be used.

        """
        if not settings.tracing:  # whatever the shell exports, nothing leaves the machine
            os.environ.update(dict.fromkeys(TRACING_VARIABLES, "false"))
        self.settings = settings
        self._store = open_store(settings)
        self._threads = self._store.threads
        self._guidance = guidance or Guidance.open(
            settings.data_dir, chroma_url=settings.chroma_url
        )
        self._owns_guidance = guidance is None
        self._addresses: frozenset[str] | None = None
        self._listing = threading.Lock()
        self._usage = Book(settings, self._store.ledger)
        self._turns = Turns(
            settings, self._threads, self._guidance, model or chat_model(settings, embedder=self._guidance.embedder), self._usage
        )

    def new_thread(self, owner: str | None = None) -> str:
        """Begin a conversation; the id cannot be guessed."""
        return self._threads.create(owner)

    def threads(self, owner: str | None = None) -> tuple[ThreadInfo, ...]:
        """The conversations in which something was said, the latest first."""
        return self._threads.list(owner)

    def knows(self, thread: str) -> bool:
        """True when the conversation exists."""
        return self._threads.exists(thread)

    def addresses(self) -> frozenset[str]:
        """The addresses that replies may link: the guidance's sources and the published cases."""
        with self._listing:
            if self._addresses is None:
                self._addresses = self._guidance.addresses() | published()
        return self._addresses

    @property
    def inbox(self) -> Inbox:
        """What another place handed over and was not served yet."""
        return self._store.inbox

    @property
    def links(self) -> Links:
        """What ties other places to conversations: events seen, places bound, one-time codes."""
        return self._store.links

    def rename(self, thread: str, name: str) -> str:
        """Give a conversation a name that stays, whatever the project becomes; returns it.

        Raises:
            InvalidInput: there is no such conversation, or the name is empty or too long.
        """
        kept = self._threads.rename(check_thread_id(thread), name)
        if not self.knows(thread):
            raise InvalidInput(GONE)
        return kept

    def usage(self, thread: str) -> Usage:
        """What remote models used in a conversation, and what that costs."""
        return self._usage.of_thread(check_thread_id(thread))

    def usage_today(self) -> Usage:
        """What remote models used today (UTC) in all conversations, the deleted ones too."""
        return self._usage.today()

    def rate(
        self,
        thread: str,
        turn: int,
        rating: Thumb | None,
        comment: str = "",
        *,
        by: str | None = None,
    ) -> None:
        """Keep what somebody thinks of the reply of a turn (from 1); None takes it back.

        Raises:
            InvalidInput: there is no such reply, or the rating or the comment cannot be taken.
        """
        if not self.knows(check_thread_id(thread)):
            raise InvalidInput(GONE)
        turns = int(self._state(thread).get("turn", 0))
        rate(self._store.ratings, thread, turn, rating, comment, by=by, turns=turns)

    def ratings(self, thread: str | None = None) -> tuple[Rating, ...]:
        """What people thought of the replies of a conversation, or of all."""
        return self._store.ratings.of(None if thread is None else check_thread_id(thread))

    def opens(self, thread: str, owner: str | None = None) -> bool:
        """True when somebody may read a conversation and write in it.

        Its id is its link, and nobody can guess it: who has it may open it, as its owner may. With
        logins on (`STEERWISE_AUTH`), only who is logged in. Only the owner finds it in a list,
        renames it or deletes it (`owns`).
        """
        return self.knows(thread) and (bool(owner) or self.settings.auth is None)

    def owns(self, thread: str, owner: str | None) -> bool:
        """True when a conversation is somebody's own."""
        return owner is not None and self._threads.owner(thread) == owner

    def delete(self, thread: str) -> None:
        """Delete a conversation and all that it left, the documents it was given too."""
        self._threads.delete(check_thread_id(thread))
        self._guidance.forget_uploads(thread)

    def ingest(
        self, thread: str, paths: Iterable[Path], *, progress: Progress | None = None
    ) -> Changes:
        """Add documents that only this conversation may search and quote.

        `progress` is told the files done, the files given and the name of the next one.

        Raises:
            InvalidInput: the conversation does not exist, or no file can be used.

        """
        if not self.knows(check_thread_id(thread)):
            raise InvalidInput(GONE)
        try:
            changes = self._guidance.upload(thread, paths, progress=progress)
        except KnowledgeError as error:
            raise InvalidInput(str(error)) from error
        if not self.knows(thread):  # deleted meanwhile
            self._guidance.forget_uploads(thread)
            raise InvalidInput(GONE)
        return changes

    def search(self, question: str, *, k: int = 5) -> Found:
        """The passages of the published guidance that answer a question; no one's own documents.

        Raises:
            InvalidInput: there is no question.
            Unavailable: the guidance cannot be searched now.
        """
        try:
            return self._guidance.search(question, k=k, collections=(GUIDANCE,))
        except KnowledgeError as error:
            raise InvalidInput(str(error)) from error

    def documents(self, thread: str) -> tuple[str, ...]:
        """The names of the documents that this conversation was given."""
        return self._guidance.uploads(check_thread_id(thread))

    def forget_document(self, thread: str, name: str) -> None:
        """Delete one document that this conversation was given; quotes from it no longer show.

        Raises:
            InvalidInput: the conversation does not exist, or was given no document of that name.

        """
        if not self.knows(check_thread_id(thread)):
            raise InvalidInput(GONE)
        try:
            self._guidance.forget_upload(thread, name)
        except KnowledgeError as error:
            raise InvalidInput(str(error)) from error

    def note_files(self, thread: str, notes: Sequence[FileNote]) -> None:
        """Keep with the conversation what became of the files that it was given.

        Raises:
            InvalidInput: the conversation does not exist.

        """
        with self._threads.lock(check_thread_id(thread)):
            if not self._threads.exists(thread):
                raise InvalidInput(GONE)
            for _ in self._turns.finish_interrupted(thread, StopSignal()):
                pass
            self._turns.note_files(thread, notes)
            if not self._threads.title(thread) and notes:
                self._threads.note(thread, title=title_of(Notebook(), notes[0].name))

    def files(self, thread: str) -> tuple[FileNote, ...]:
        """What became of the files that this conversation was given, in order."""
        state = self._state(check_thread_id(thread))
        return notes_of(state.get("files"), turns=state.get("turn", 0))

    def greeting(self) -> str:
        """What a face says before the first message."""
        return GREETING

    def warm_up(self) -> threading.Thread:
        """Load the heavy models in the background; returns the thread that does it."""
        worker = threading.Thread(target=self._warm, name="warm-up", daemon=True)
        worker.start()
        return worker

    def _warm(self) -> None:
        try:
            self._guidance.build()  # a no-op unless the documents have changed
            self._guidance.warm_up()
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
            yield from self._turns.finish_interrupted(thread, stop)
            said = signed(message, by)
            if instead_of is not None:
                try:
                    was = self._rewound(thread, instead_of)
                except InvalidInput as error:
                    yield Failed(thread, instead_of, str(error))
                    return
                said = said if str(was.text) != message else again(was)
            if not self._threads.title(thread):
                self._threads.note(thread, title=title_of(Notebook(), message))
            yield from self._turns.serve(thread, said, stop)

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

    @_failing_in_words
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

    def _edited(
        self, thread: str, edit: Edit, seen: Mapping[str, Any] | None, stop: StopSignal
    ) -> Iterator[Event]:
        with self._threads.lock(thread):
            if not self._threads.exists(thread):
                yield Failed(thread, 0, GONE)
                return
            yield from self._turns.finish_interrupted(thread, stop)
            state = self._state(thread)
            try:
                facts = notebook_of(state).facts
                check_unseen(edit, seen, facts)
                message = message_of(without_known(edit, facts))
            except InvalidInput as error:
                yield Failed(thread, state.get("turn", 0), str(error))
                return
            if not self._threads.title(thread):
                self._threads.note(thread, title=title_of(Notebook(), str(message.text)))
            yield from self._turns.serve(thread, message, stop)

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

    @property
    def guidance(self) -> Guidance:
        """The guidance and the documents that conversations quote."""
        return self._guidance

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

    def _state(self, thread: str) -> dict[str, Any]:
        return self._turns.state(thread)

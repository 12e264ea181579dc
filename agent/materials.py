"""What a conversation is given and may quote: the guidance, documents, files."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from agent.archive import GONE, Archive
from agent.attachments import FileNote, notes_of
from agent.signals import StopSignal
from agent.storage import check_thread_id
from agent.titles import TITLE_CHARS
from knowledge import GUIDANCE, Changes, Found, Guidance, KnowledgeError, Progress
from tools.errors import InvalidInput
from tools.precedents import addresses as published


class Materials(Archive):
    """Documents and data sets by conversation, beside the guidance that all share."""

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
                self._threads.note(thread, title=notes[0].name[:TITLE_CHARS])

    def files(self, thread: str) -> tuple[FileNote, ...]:
        """What became of the files that this conversation was given, in order."""
        state = self._state(check_thread_id(thread))
        return notes_of(state.get("files"), turns=state.get("turn", 0))

    def addresses(self) -> frozenset[str]:
        """The addresses that replies may link: the guidance's sources and the published cases."""
        with self._listing:
            if self._addresses is None:
                self._addresses = self._guidance.addresses() | published()
        return self._addresses

    @property
    def indexed(self) -> bool:
        """False while a search has to wait until the guidance is indexed for the first time."""
        try:
            return self._guidance.ready
        except KnowledgeError:  # the search itself says what is wrong
            return True

    @property
    def guidance(self) -> Guidance:
        """The guidance and the documents that conversations quote."""
        return self._guidance

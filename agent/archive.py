"""What is kept of conversations: whose they are, their names, what was used and thought of them."""

import os
import threading
from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from agent.feedback import rate
from agent.models import chat_model
from agent.remote.usage import Book, Usage
from agent.settings import Settings
from agent.state import Face, State
from agent.storage import (
    Inbox,
    Links,
    Rating,
    Store,
    ThreadInfo,
    Thumb,
    check_thread_id,
    open_store,
)
from agent.toolbox import TOOLS
from agent.turns import Turns
from knowledge import Guidance
from tools.errors import InvalidInput

TRACING_VARIABLES = (
    "LANGSMITH_TRACING_V2",
    "LANGSMITH_TRACING",
    "LANGCHAIN_TRACING_V2",
    "LANGCHAIN_TRACING",
)
GONE = "This conversation does not exist (any more); start a new one."


class Archive:
    """The store of conversations, and what the advisor that leads them is made of."""

    def __init__(
        self,
        settings: Settings,
        *,
        model: BaseChatModel | None = None,
        guidance: Guidance | None = None,
        store: Store | None = None,
        face: Face = "",
        tools: Sequence[BaseTool] = TOOLS,
    ) -> None:
        """Open the store and build the agent; heavy models load at first use or by `warm_up`.

        A `store` that is open already is taken over, and closed with the rest. `face` is where
        people read the replies, where that is one place. `tools` are what the model may call.

        Raises:
            Unavailable: the data folder cannot be used.

        """
        if not settings.tracing:  # whatever the shell exports, nothing leaves the machine
            os.environ.update(dict.fromkeys(TRACING_VARIABLES, "false"))
        # on matrices as small as a turn's, threads wait for each other longer than they multiply,
        # and keep the cores from the turns of other people
        threadpool_limits(1, user_api="blas")
        self.settings = settings
        self._store = store or open_store(settings)
        self._threads = self._store.threads
        self._guidance = guidance or Guidance.open(
            settings.data_dir, chroma_url=settings.chroma_url
        )
        self._owns_guidance = guidance is None
        self._addresses: frozenset[str] | None = None
        self._listing = threading.Lock()
        self._usage = Book(settings, self._store.ledger)
        self._turns = Turns(
            settings,
            self._threads,
            self._guidance,
            model or chat_model(settings, embedder=self._guidance.embedder),
            self._usage,
            face,
            tools,
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

    def rename(self, thread: str, name: str) -> str:
        """Give a conversation a name that stays, whatever the project becomes; returns it.

        Raises:
            InvalidInput: there is no such conversation, or the name is empty or too long.
        """
        kept = self._threads.rename(check_thread_id(thread), name)
        if not self.knows(thread):
            raise InvalidInput(GONE)
        return kept

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

    @property
    def inbox(self) -> Inbox:
        """What another place handed over and was not served yet."""
        return self._store.inbox

    @property
    def links(self) -> Links:
        """What ties other places to conversations: events seen, places bound, one-time codes."""
        return self._store.links

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

    def _state(self, thread: str) -> State:
        return self._turns.state(thread)

"""The one way into a conversation: hand in a message, draw the events that come back."""

import logging
import os
import re
import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage
from langchain_core.runnables import RunnableConfig
from langgraph.errors import GraphRecursionError

from agent.briefing import Briefer, board
from agent.events import Board, Citation, Done, Event, Failed, QuestionAsked
from agent.middleware import Steering
from agent.models import chat_model
from agent.notebook import Notebook
from agent.recording import record_of
from agent.settings import Settings
from agent.settling import settle
from agent.signals import StopSignal
from agent.state import AdvisorState, TurnContext, notebook_of, verified
from agent.stopping import TurnStopped
from agent.streaming import TurnStream
from agent.threads import ThreadInfo, Threads, check_thread_id
from agent.toolbox import TOOLS
from agent.transcript import Message, check_message, title_of, transcript
from agent.wording import GREETING
from knowledge import Changes, Guidance, KnowledgeError, Progress
from tools.errors import InvalidInput, SteerwiseError
from tools.record import DecisionRecord

MAX_STEPS = 40
TRACING_VARIABLES = (
    "LANGSMITH_TRACING_V2",
    "LANGSMITH_TRACING",
    "LANGCHAIN_TRACING_V2",
    "LANGCHAIN_TRACING",
)
STOPPED = "(stopped)"
GONE = "This conversation does not exist (any more); start a new one."
LAST_NODE = f"{Steering.__name__}.after_agent"
_MARK = re.compile(r"\[(\d{1,4})\]")
log = logging.getLogger(__name__)


__all__ = ["Advisor", "Message"]


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
        self._threads = Threads(settings.data_dir)
        self._guidance = guidance or Guidance.open(
            settings.data_dir, chroma_url=settings.chroma_url
        )
        self._briefer = Briefer(settings)
        self._graph: Any = create_agent(
            model or chat_model(settings),
            tools=list(TOOLS),
            middleware=[Steering(self._briefer)],
            state_schema=AdvisorState,
            context_schema=TurnContext,
            checkpointer=self._threads.saver,
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

    def documents(self, thread: str) -> tuple[str, ...]:
        """The names of the documents that this conversation was given."""
        return self._guidance.uploads(check_thread_id(thread))

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

    def stream(self, thread: str, text: str, *, stop: StopSignal | None = None) -> Iterator[Event]:
        """Serve one message: yields typed events and ends with `Done` or `Failed`.

        Turns of one thread are served one after the other. A turn that a crash interrupted is
        finished first. Closing the iterator, or `stop` from another thread, ends the turn and
        keeps what was said; `stop` does not wait for a model that is slow to answer.
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
            yield from self._finish_interrupted(thread, stop)
            turn = self._state(thread).get("turn", 0) + 1
            if not self._threads.title(thread):
                self._threads.note(thread, title=title_of(Notebook(), message))
            new = {"messages": [HumanMessage(message)], "turn": turn}
            yield from self._run(thread, turn, new, stop)

    def resume(self, thread: str, *, stop: StopSignal | None = None) -> Iterator[Event]:
        """Finish a turn that a crash interrupted; yields nothing when none was."""
        check_thread_id(thread)
        with self._threads.lock(thread):
            if self._threads.exists(thread):
                yield from self._finish_interrupted(thread, stop or StopSignal())

    def _finish_interrupted(self, thread: str, stop: StopSignal) -> Iterator[Event]:
        snapshot = self._graph.get_state(self._config(thread))
        if snapshot.tasks:  # not `next`, which leaves out tasks that wrote but were not committed
            yield from self._run(thread, snapshot.values.get("turn", 1), None, stop)

    def _run(
        self, thread: str, turn: int, new: dict[str, Any] | None, stop: StopSignal
    ) -> Iterator[Event]:
        under_way = TurnStream(thread, turn, lambda: self._board(thread))
        try:
            with closing(self._events(thread, new, stop, under_way)) as events:
                yield from events
            return
        except TurnStopped:
            self._cut(thread, under_way)
            return
        except GeneratorExit:
            self._cut(thread, under_way)
            raise
        except GraphRecursionError:
            message = "The model went round in circles; your facts are safe, put it another way."
        except SteerwiseError as error:
            message = str(error)
        except Exception:
            log.exception("turn %d failed", turn)
            message = "Something went wrong on our side; your facts are safe, try again."
        self._settle(thread, message)
        yield Failed(thread, turn, message)

    def _cut(self, thread: str, under_way: TurnStream) -> None:
        if not under_way.whole:
            self._settle(thread, f"{under_way.said} {STOPPED}".strip(), shown_in_part=True)

    def _events(
        self, thread: str, new: dict[str, Any] | None, stop: StopSignal, under_way: TurnStream
    ) -> Generator[Event, None, None]:
        context = TurnContext(self.settings, self._guidance, self._briefer, stop)
        source = self._graph.stream(
            new,
            self._config(thread),
            context=context,
            stream_mode=["messages", "custom", "updates"],
            durability="sync",
        )
        for event in under_way.events(source):
            yield event
            if stop.stopped:
                raise TurnStopped
        yield from self._ending(under_way)

    def _ending(self, under_way: TurnStream) -> Iterator[Event]:
        thread, turn = under_way.thread, under_way.turn
        reply = "\n\n".join(under_way.replies)
        book = notebook_of(self._state(thread))
        self._threads.compact(thread)
        if book.facts.known:
            self._threads.note(thread, title=title_of(book, ""))
        yield from under_way.board_if_changed()
        now = under_way.board
        asked = now.question
        if asked is not None and asked.fact is not None and asked.fact == book.open_fact:
            yield QuestionAsked(
                thread, turn, asked.fact, asked.question, asked.replies, asked.could_change
            )
        yield Done(thread, turn, reply, self._cited(reply, book), now)

    def _cited(self, reply: str, book: Notebook) -> tuple[Citation, ...]:
        """The citations of a reply whose quotes still stand verbatim in their documents."""
        numbers = {int(n) for n in _MARK.findall(reply)}
        return tuple(c for c in verified(self._guidance, book.citations) if c.n in numbers)

    def history(self, thread: str) -> tuple[Message, ...]:
        """The messages of a conversation, as they were shown."""
        state = self._state(check_thread_id(thread))
        book = notebook_of(state)
        return transcript(state.get("messages", []), lambda reply: self._cited(reply, book))

    def board(self, thread: str) -> Board:
        """The board of a conversation as it is now."""
        return self._board(check_thread_id(thread))

    def _board(self, thread: str) -> Board:
        book = notebook_of(self._state(thread))
        book = replace(book, citations=verified(self._guidance, book.citations))
        briefing = self._briefer.brief(book)
        title = self._threads.title(thread)
        return board(book, briefing, title=title, model=self.settings.model_name)

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

    def interrupted(self, thread: str) -> bool:
        """True when a crash cut the last turn of a conversation; `resume` finishes it."""
        return bool(self._graph.get_state(self._config(check_thread_id(thread))).tasks)

    def close(self) -> None:
        """Close the store."""
        self._threads.close()

    def _state(self, thread: str) -> dict[str, Any]:
        values: dict[str, Any] = self._graph.get_state(self._config(thread)).values
        return values

    def _config(self, thread: str) -> RunnableConfig:
        return {"configurable": {"thread_id": thread}, "recursion_limit": MAX_STEPS}

    def _settle(self, thread: str, ending: str, *, shown_in_part: bool = False) -> None:
        settle(
            self._graph,
            self._config(thread),
            ending,
            last_node=LAST_NODE,
            shown_in_part=shown_in_part,
        )

"""The one way into a conversation: hand in a message, draw the events that come back."""

import logging
import os
import re
import threading
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Literal

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage
from langchain_core.runnables import RunnableConfig
from langgraph.errors import GraphRecursionError

from agent.briefing import Briefer, board
from agent.events import (
    Board,
    BoardChanged,
    Citation,
    Done,
    Event,
    Failed,
    QuestionAsked,
    TextDelta,
    ToolFinished,
    ToolStarted,
)
from agent.middleware import Steering
from agent.models import chat_model
from agent.notebook import Notebook
from agent.settings import Settings
from agent.settling import settle
from agent.state import AdvisorState, TurnContext, notebook_of, verified
from agent.threads import ThreadInfo, Threads, check_thread_id
from agent.toolbox import TOOLS
from agent.wording import GREETING, fact_in_words, value_in_words
from knowledge import Guidance, KnowledgeError
from tools.errors import InvalidInput, SteerwiseError

MAX_STEPS = 40
TRACING_VARIABLES = (
    "LANGSMITH_TRACING_V2",
    "LANGSMITH_TRACING",
    "LANGCHAIN_TRACING_V2",
    "LANGCHAIN_TRACING",
)
TITLE_CHARS = 60
STOPPED = "(stopped)"
GONE = "This conversation does not exist (any more); start a new one."
BINARY_SHARE = 0.05
LAST_NODE = f"{Steering.__name__}.after_agent"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARK = re.compile(r"\[(\d{1,4})\]")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation as its faces show it."""

    role: Literal["user", "assistant"]
    text: str
    citations: tuple[Citation, ...]


@dataclass
class _Said:
    """How far the reply of a turn has come: its last message, and whether it is whole."""

    text: str = ""
    complete: bool = False


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
        self._guidance = guidance or Guidance.open(settings.data_dir)
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
        """Delete a conversation and all that it left."""
        self._threads.delete(check_thread_id(thread))

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

    def stream(self, thread: str, text: str) -> Iterator[Event]:
        """Serve one message: yields typed events and ends with `Done` or `Failed`.

        Turns of one thread are served one after the other. A turn that a crash interrupted is
        finished first. Closing the iterator stops the turn and keeps what was said.
        """
        try:
            check_thread_id(thread)
            message = self._check_message(text)
        except InvalidInput as error:
            yield Failed(str(thread)[:64], 0, str(error))
            return
        with self._threads.lock(thread):
            if not self._threads.exists(thread):
                yield Failed(thread, 0, GONE)
                return
            yield from self._finish_interrupted(thread)
            turn = self._state(thread).get("turn", 0) + 1
            if not self._threads.title(thread):
                self._threads.note(thread, title=_title(Notebook(), message))
            new = {"messages": [HumanMessage(message)], "turn": turn}
            yield from self._run(thread, turn, new)

    def resume(self, thread: str) -> Iterator[Event]:
        """Finish a turn that a crash interrupted; yields nothing when none was."""
        check_thread_id(thread)
        with self._threads.lock(thread):
            if self._threads.exists(thread):
                yield from self._finish_interrupted(thread)

    def _finish_interrupted(self, thread: str) -> Iterator[Event]:
        snapshot = self._graph.get_state(self._config(thread))
        if snapshot.tasks:  # not `next`, which leaves out tasks that wrote but were not committed
            yield from self._run(thread, snapshot.values.get("turn", 1), None)

    def _run(self, thread: str, turn: int, new: dict[str, Any] | None) -> Iterator[Event]:
        said = _Said()
        try:
            with closing(self._events(thread, turn, new, said)) as events:
                yield from events
            return
        except GeneratorExit:
            if not said.complete:
                self._settle(thread, f"{said.text} {STOPPED}".strip(), shown_in_part=True)
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

    def _events(
        self, thread: str, turn: int, new: dict[str, Any] | None, said: _Said
    ) -> Generator[Event, None, None]:
        """Translate what the graph streams into events; `said` follows the reply."""
        context = TurnContext(self.settings, self._guidance)
        before = self._board(thread)
        replies: list[str] = []
        source = self._graph.stream(
            new,
            self._config(thread),
            context=context,
            stream_mode=["messages", "custom", "updates"],
            durability="sync",
        )
        message_id = None
        for mode, payload in source:
            if mode == "custom":
                yield _tool_event(thread, turn, payload)
            elif mode == "updates" and "tools" in payload:
                now = self._board(thread)
                if now != before:
                    before = now
                    yield BoardChanged(thread, turn, now)
            elif mode == "messages" and isinstance(payload[0], AIMessageChunk):
                chunk = payload[0]
                delta = str(chunk.text)
                if not delta:
                    continue
                if chunk.id != message_id:
                    message_id = chunk.id
                    replies.append("")
                gap = "\n\n" if len(replies) > 1 and not replies[-1] else ""
                replies[-1] += delta
                said.text = replies[-1]
                yield TextDelta(thread, turn, gap + delta)
        said.complete = True
        yield from self._ending(thread, turn, "\n\n".join(replies), before)

    def _ending(self, thread: str, turn: int, reply: str, before: Board) -> Iterator[Event]:
        book = notebook_of(self._state(thread))
        self._threads.compact(thread)
        if book.facts.known:
            self._threads.note(thread, title=_title(book, ""))
        now = self._board(thread)
        if now != before:
            yield BoardChanged(thread, turn, now)
        asked = now.question
        if asked is not None and asked.fact is not None:
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
        shown: list[Message] = []
        reply: list[str] = []

        def close() -> None:
            if reply:
                text = "\n\n".join(reply)
                shown.append(Message("assistant", text, self._cited(text, book)))
                reply.clear()

        for message in state.get("messages", []):
            if isinstance(message, HumanMessage):
                close()
                shown.append(Message("user", str(message.text), ()))
            elif isinstance(message, AIMessage) and str(message.text).strip():
                reply.append(str(message.text))
        close()
        return tuple(shown)

    def board(self, thread: str) -> Board:
        """The board of a conversation as it is now."""
        return self._board(check_thread_id(thread))

    def _board(self, thread: str) -> Board:
        book = notebook_of(self._state(thread))
        book = replace(book, citations=verified(self._guidance, book.citations))
        briefing = self._briefer.brief(book)
        title = self._threads.title(thread)
        return board(book, briefing, title=title, model=self.settings.model_name)

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

    def _check_message(self, text: str) -> str:
        """Return the message as it is kept: no control characters, not empty, not too long."""
        if not isinstance(text, str):
            raise InvalidInput(f"a message is text; got {type(text).__name__}")
        if "\x00" in text or text.count("\ufffd") > BINARY_SHARE * len(text):
            raise InvalidInput("that looks like a binary file; please send text")
        clean = _CONTROL.sub("", text.encode("utf-8", "ignore").decode()).strip()
        if not clean:
            raise InvalidInput("that message is empty; tell me about the project or ask a question")
        limit = self.settings.max_message_chars
        if len(clean) > limit:
            raise InvalidInput(
                f"that message has {len(clean):,} characters and I read up to {limit:,}; "
                "send the gist, or the part that matters"
            )
        return clean

    def _settle(self, thread: str, ending: str, *, shown_in_part: bool = False) -> None:
        settle(
            self._graph,
            self._config(thread),
            ending,
            last_node=LAST_NODE,
            shown_in_part=shown_in_part,
        )


def _title(book: Notebook, message: str) -> str:
    """A title made from the project, or from its first words while nothing is known."""
    task = book.facts.value("task")
    if task is None:
        words = " ".join(message.split()) or "New project"
        return words if len(words) <= TITLE_CHARS else words[: TITLE_CHARS - 1].rstrip() + "…"
    title = value_in_words("task", task).capitalize()
    volume = book.facts.known.get("monthly_requests")
    return title if volume is None else f"{title}, {fact_in_words('monthly_requests', volume)}"


def _tool_event(thread: str, turn: int, payload: dict[str, Any]) -> Event:
    values = {k: v for k, v in payload.items() if k != "event"}
    kind = ToolStarted if payload["event"] == "tool_started" else ToolFinished
    return kind(thread, turn, **values)

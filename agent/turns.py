"""Serves turns: runs the agent's graph, tells what happens as events, settles what was cut."""

import logging
import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Any

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool
from langgraph.errors import GraphRecursionError

from agent.attachments import FileNote, rows_of
from agent.briefing import Briefer, board
from agent.events import Board, Citation, Done, Event, Failed, QuestionAsked
from agent.exchange import Restored
from agent.middleware import Steering
from agent.notebook import Notebook, entries
from agent.noting import at_the_beginning
from agent.provenance import user_texts
from agent.remembered import Recalled
from agent.remote.stopping import TurnStopped
from agent.remote.usage import Book, held_back
from agent.rewinding import take_back
from agent.settings import Settings, Unavailable
from agent.settling import settle
from agent.signals import StopSignal
from agent.state import (
    AdvisorState,
    Face,
    QuoteNumbers,
    State,
    TurnContext,
    notebook_of,
    verified,
)
from agent.storage import Threads
from agent.streaming import TurnStream
from agent.titles import first_words, title_of
from agent.toolbox import TOOLS
from knowledge import Guidance
from tools.errors import SteerwiseError

MAX_STEPS = 40
SHOWN = 16  # boards, of the conversations that spoke last
STOPPED = "(stopped)"
LAST_NODE = "model"  # of a turn: a reply without tool calls ends it
_MARK = re.compile(r"\[(\d{1,4})\]")
log = logging.getLogger(__name__)


class Turns:
    """One agent over one store of threads; whoever calls holds the lock of the thread."""

    def __init__(
        self,
        settings: Settings,
        threads: Threads,
        guidance: Guidance,
        model: BaseChatModel,
        usage: Book,
        face: Face = "",
        tools: Sequence[BaseTool] = TOOLS,
    ) -> None:
        self._settings = settings
        self._threads = threads
        self._guidance = guidance
        self._usage = usage
        self._face = face
        self._briefer = Briefer(settings)
        self._shown = Recalled(SHOWN)
        self._graph: Any = create_agent(
            model,
            tools=list(tools),
            middleware=[Steering(self._briefer)],
            state_schema=AdvisorState,
            context_schema=TurnContext,
            checkpointer=threads.saver,
        )

    def serve(
        self, thread: str, message: HumanMessage, stop: StopSignal, state: State
    ) -> Iterator[Event]:
        """Serve one message; ends with `Done` or `Failed`, or with neither when it is stopped.

        `state` is the thread's as it is now.
        """
        turn, quotes = state.get("turn", 0) + 1, QuoteNumbers()
        noted = at_the_beginning(
            notebook_of(state),
            str(message.text),
            turn,
            self._guidance,
            quotes,
            before=user_texts(state.get("messages", [])),
        )
        new = {
            "messages": [message],
            "turn": turn,
            "notebook": [entries.begin(turn=turn), *noted],
        }
        context = self._context(thread, stop, quotes)
        yield from self._run(self._begun(thread, turn, state), new, context)

    def note_files(self, thread: str, notes: Sequence[FileNote]) -> None:
        """Keep what became of files, after the messages so far."""
        rows = rows_of(notes, after=self.state(thread).get("turn", 0))
        self._graph.update_state(self._config(thread), {"files": rows}, as_node=LAST_NODE)
        self._threads.compact(thread)

    def rewind(self, thread: str, turn: int) -> HumanMessage:
        """Take the thread back to before its message number `turn`; returns that message.

        Raises:
            InvalidInput: there is no such message, or it is too long ago.
        """
        config = self._config(thread)
        message = take_back(self._graph, config, turn, last_node=LAST_NODE)
        state = self.state(thread)
        first = next((str(m.text) for m in state.get("messages", [])), str(message.text))
        self._threads.compact(thread, title=title_of(notebook_of(state), first))
        return message

    def restore(self, thread: str, kept: Restored) -> None:
        """Put a conversation that was read from a file into an empty thread."""
        update = {
            "messages": list(kept.messages),
            "notebook": [entries.restore(kept.notebook)],
            "turn": kept.turn,
        }
        self._graph.update_state(self._config(thread), update, as_node=LAST_NODE)
        self._threads.compact(thread)

    def finish_interrupted(self, thread: str, stop: StopSignal) -> Generator[Event, None, State]:
        """Finish the turn that a crash cut; yields nothing when none was, returns the state."""
        snapshot = self._graph.get_state(self._config(thread))
        state: State = snapshot.values
        if not snapshot.tasks:  # not `next`: it leaves out tasks that wrote but were not committed
            return state
        stream = self._begun(thread, state.get("turn", 1), state)
        yield from self._run(stream, None, self._context(thread, stop, QuoteNumbers()))
        return self.state(thread)

    def _begun(self, thread: str, turn: int, state: State) -> TurnStream:
        """A turn that begins, with the board that the turn before it ended with."""
        look = partial(self._drawn, thread)
        notebook = state.get("notebook")
        board = look(state) if notebook is None else self._shown.once(notebook, lambda: look(state))
        return TurnStream(thread, turn, state, board, look)

    def _run(
        self, under_way: TurnStream, new: dict[str, Any] | None, context: TurnContext
    ) -> Iterator[Event]:
        thread, turn = under_way.thread, under_way.turn
        try:
            with closing(self._events(under_way, new, context)) as events:
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
        self, under_way: TurnStream, new: dict[str, Any] | None, context: TurnContext
    ) -> Generator[Event, None, None]:
        source = self._graph.stream(
            new,
            self._config(under_way.thread),
            context=context,
            stream_mode=["messages", "custom", "values"],
            durability="sync",
        )
        open_before = notebook_of(under_way.state).open_fact
        with closing(source):
            for event in under_way.events(source):
                yield event
                if context.stop.stopped:
                    raise TurnStopped
        yield from self._ending(under_way, open_before)

    def _ending(self, under_way: TurnStream, open_before: str | None) -> Iterator[Event]:
        thread, turn = under_way.thread, under_way.turn
        reply, state = "\n\n".join(under_way.replies), under_way.state
        book, messages = notebook_of(state), state.get("messages", ())
        self._usage.held_back(thread, held_back(messages))
        title = title_of(book, first_words(messages)) if book.facts.known else None
        self._threads.compact(thread, title=title)
        yield from under_way.board_if_changed()
        now = under_way.board
        if state.get("notebook") is not None:
            self._shown.note(state["notebook"], now)
        asked = now.question
        if asked is not None and asked.fact is not None and asked.fact == book.open_fact:
            why = asked.could_change if asked.fact != open_before else ""  # given when first asked
            yield QuestionAsked(thread, turn, asked.fact, asked.question, asked.replies, why)
        yield Done(thread, turn, reply, self.cited(reply, book), now)

    def cited(self, reply: str, book: Notebook) -> tuple[Citation, ...]:
        """The citations of a reply whose quotes still stand verbatim in their documents."""
        numbers = {int(n) for n in _MARK.findall(reply)}
        return tuple(c for c in verified(self._guidance, book.citations) if c.n in numbers)

    def board(self, thread: str) -> Board:
        """The board of a conversation as it is now."""
        return self._drawn(thread, self.state(thread))

    def _drawn(self, thread: str, state: State) -> Board:
        book = notebook_of(state)
        book = replace(book, citations=verified(self._guidance, book.citations))
        briefing = self._briefer.brief(book)
        return board(
            book,
            briefing,
            title=self._threads.title(thread),
            model=self._settings.model_name,
            messages=state.get("messages", ()),
        )

    def interrupted(self, thread: str) -> bool:
        """True when a crash cut the last turn of a conversation."""
        return bool(self._graph.get_state(self._config(thread)).tasks)

    def state(self, thread: str) -> State:
        """The state of a conversation, empty before its first turn."""
        values: State = self._graph.get_state(self._config(thread)).values
        return values

    def copy_state(self, thread: str, other: "Turns", to: str) -> None:
        """Copy the last checkpoint of a conversation into the empty conversation `to`."""
        found = self._graph.checkpointer.get_tuple(self._config(thread))
        if found is None:
            return
        place = {"configurable": {"thread_id": to, "checkpoint_ns": ""}}
        versions = found.checkpoint["channel_versions"]
        other._graph.checkpointer.put(place, found.checkpoint, found.metadata, versions)

    def _context(self, thread: str, stop: StopSignal, quotes: QuoteNumbers) -> TurnContext:
        meter = partial(self._usage.open, thread)
        return TurnContext(
            self._settings, self._guidance, self._briefer, stop, meter, quotes, self._face
        )

    def _config(self, thread: str) -> RunnableConfig:
        return {"configurable": {"thread_id": thread}, "recursion_limit": MAX_STEPS}

    def _settle(self, thread: str, ending: str, *, shown_in_part: bool = False) -> None:
        try:
            settle(
                self._graph,
                self._config(thread),
                ending,
                last_node=LAST_NODE,
                shown_in_part=shown_in_part,
            )
        except Unavailable as error:  # the next message finishes the turn
            log.warning("the turn stays open: %s", error)

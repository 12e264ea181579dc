"""Turns run in the background: a reload or a second tab neither loses nor doubles one."""

import logging
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import ClassVar

from agent.events import Event, Failed
from agent.signals import StopSignal
from tools.errors import SteerwiseError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stopping(Event):
    """Somebody asked the turn to end."""

    type: ClassVar[str] = "stopping"


BROKEN = "Something went wrong on our side. What you told me is safe; please send it again."


class Turn:
    """One running turn: its events so far, for as many watchers as there are tabs."""

    def __init__(self, thread: str, text: str, events: Iterator[Event], signal: StopSignal) -> None:
        """Take the events of a message; `text` is "" when a turn is resumed."""
        self.thread = thread
        self.text = text
        self._source = events
        self._events: list[Event] = []
        self._news = threading.Condition()
        self._over = False
        self._signal = signal

    @property
    def failed(self) -> str:
        """Why the turn failed, empty where it did not."""
        with self._news:
            return next((e.message for e in self._events if isinstance(e, Failed)), "")

    def run(self) -> None:
        """Read the source to its end, or until `stop`; an error becomes a `Failed` event."""
        try:
            for event in self._source:
                self._add(event)
                if self._signal.stopped:
                    break
        except SteerwiseError as error:
            self._add(Failed(self.thread, 0, str(error)))
        except Exception:
            log.exception("a turn failed")
            self._add(Failed(self.thread, 0, BROKEN))
        finally:
            if isinstance(self._source, Generator):
                self._source.close()

    def end(self) -> None:
        """Tell the watchers that no more events come."""
        with self._news:
            self._over = True
            self._news.notify_all()

    def _add(self, event: Event) -> None:
        with self._news:
            self._events.append(event)
            self._news.notify_all()

    def stop(self) -> None:
        """Ask the turn to end, even while it waits for a model; what was said stays."""
        if not self._signal.stopped:
            self._add(Stopping(self.thread, 0))
            self._signal.stop()

    def batches(self) -> Iterator[tuple[Event, ...]]:
        """Yield all events from the first on, each time as many as there are; wait for the rest."""
        seen = 0
        while new := self._after(seen):
            seen += len(new)
            yield new

    def _after(self, seen: int) -> tuple[Event, ...]:
        """Wait for events beyond the first `seen`; none means that the turn is over."""
        with self._news:
            self._news.wait_for(lambda: len(self._events) > seen or self._over)
            return tuple(self._events[seen:])


class Turns:
    """The running turns by thread; at most one a thread."""

    def __init__(self) -> None:
        """Start with none."""
        self._running: dict[str, Turn] = {}
        self._lock = threading.Lock()

    def running(self, thread: str) -> Turn | None:
        """The turn that a thread is in, if any."""
        with self._lock:
            return self._running.get(thread)

    def start(
        self, thread: str, text: str, events: Callable[[StopSignal], Iterator[Event]]
    ) -> Turn | None:
        """Start a turn; None, and nothing is started, while the thread is in another one.

        `events` is handed what stops the turn.
        """
        with self._lock:
            if thread in self._running:
                return None
            signal = StopSignal()
            turn = self._running[thread] = Turn(thread, text, events(signal), signal)
            threading.Thread(target=self._serve, args=(turn,), daemon=True).start()
            return turn

    def _serve(self, turn: Turn) -> None:
        try:
            turn.run()
        finally:
            with self._lock:  # first: who sees the end may send the next message at once
                self._running.pop(turn.thread, None)
            turn.end()

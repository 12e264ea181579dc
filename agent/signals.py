"""The signal that ends a running turn; it costs no heavy import."""

import threading
import time
from collections.abc import Callable


class StopSignal:
    """Tells a running turn to end; whoever waits for news of it is woken."""

    def __init__(self) -> None:
        self.stopped = False
        self.began = time.monotonic()  # the turn's start, by which its patience is counted
        self._news = threading.Condition()

    def stop(self) -> None:
        """End the turn at once; what was said stays."""
        self.stopped = True
        self.wake()

    def wake(self) -> None:
        """Let whoever waits look again."""
        with self._news:
            self._news.notify_all()

    def wait_for(self, news: Callable[[], bool], *, seconds: float | None = None) -> bool:
        """Wait until there is news, the turn is stopped or `seconds` have passed: then False."""
        with self._news:
            return self._news.wait_for(lambda: self.stopped or news(), seconds)

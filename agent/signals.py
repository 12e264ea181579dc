"""The signal that ends a running turn; it costs no heavy import."""

import threading
from collections.abc import Callable


class StopSignal:
    """Tells a running turn to end; whoever waits for news of it is woken."""

    def __init__(self) -> None:
        self.stopped = False
        self._news = threading.Condition()

    def stop(self) -> None:
        """End the turn at once; what was said stays."""
        self.stopped = True
        self.wake()

    def wake(self) -> None:
        """Let whoever waits look again."""
        with self._news:
            self._news.notify_all()

    def wait_for(self, news: Callable[[], bool]) -> None:
        """Wait until there is news, or until the turn is stopped."""
        with self._news:
            self._news.wait_for(lambda: self.stopped or news())

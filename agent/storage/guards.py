"""One lock a name among the threads of this process; the database adds the other processes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary


class _Guard:
    """A lock that can be forgotten once nobody holds or awaits it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


class Guards:
    """Locks by name, kept only while they are in use."""

    def __init__(self) -> None:
        self._guards: WeakValueDictionary[str, _Guard] = WeakValueDictionary()
        self._finding = threading.Lock()

    @contextmanager
    def hold(self, name: str) -> Iterator[None]:
        """Hold `name` alone among the threads of this process."""
        with self._finding:
            guard = self._guards.get(name)
            if guard is None:
                guard = self._guards[name] = _Guard()
        with guard.lock:
            yield

"""What was made once, kept for those who need the same again in a moment."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

Made = TypeVar("Made")


class Remembered:
    """Makes a thing once for equal keys and keeps the last `most` of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` returns, made once for equal keys; a failure is not remembered."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: Made = self._kept[key]
                return found
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


class Recalled:
    """What was made of an object, for who comes with that very object again: it must not change.

    It takes no key from what the object holds, which may be large; the last `most` are kept alive.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[int, tuple[Any, Any]] = OrderedDict()
        self._lock = Lock()

    def note(self, source: Any, made: Any) -> None:
        """Keep what is known to come of `source`."""
        with self._lock:
            self._kept[id(source)] = source, made  # alive, so that no other object gets its id
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def once(self, source: Any, make: Callable[[], Made]) -> Made:
        """What `make` returns, made once for this object; a failure is not remembered."""
        with self._lock:
            known = self._kept.get(id(source))
        if known is not None:
            found: Made = known[1]
            return found
        made = make()
        self.note(source, made)
        return made

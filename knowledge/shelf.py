"""The collections that are open for reading: each read once, and again when it has changed."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

from knowledge.collections import GUIDANCE, unknown
from knowledge.embedding import Vectors
from knowledge.holding import Collected, JoinedWords, Small, View, hold
from knowledge.results import KnowledgeError
from knowledge.snapshots import joined
from knowledge.store import LAYOUT, Store

HELD = 32  # collections in memory at most; the one read first goes first
log = logging.getLogger(__name__)


class Shelf:
    """What a process has read of an index that other processes may change at any time.

    `build` brings the packaged guidance up to date; it is called before the guidance is read, and
    with True when vectors of it were lost.
    """

    def __init__(self, store: Store, build: Callable[[bool], None]) -> None:
        self._store, self._build = store, build
        self._held: OrderedDict[str, Collected] = OrderedDict()
        self._joined: tuple[tuple[object, ...], View] | None = None
        self._ours: dict[str, tuple[int, int]] = {}  # the versions that this process made
        self._lock = threading.RLock()

    def view(self, names: Sequence[str], vector: Vectors, question: str) -> View:
        """The passages among which those for a question are; of several collections, side by side.

        Raises:
            KnowledgeError: there is no such collection, or it cannot be used.
        """
        return self._view(self._all_held(names), vector, question)

    def _all_held(self, names: Sequence[str]) -> list[Collected]:
        """The collections named; of several, one of people's own may be out of order."""
        held = []
        for name in names:
            try:
                held.append(self.collected(name))
            except KnowledgeError as error:
                if len(names) == 1 or name == GUIDANCE:
                    raise
                log.warning("a collection was left out of a search: %s", error)
        return held

    def _view(self, held: Sequence[Collected], vector: Vectors, question: str) -> View:
        """The passages to rank; several small collections are put together once."""
        if len(held) == 1:
            return held[0].view(vector, question)
        versions = tuple(one.version for one in held)
        known = self._joined
        if known is not None and known[0] == versions:
            return known[1]
        views = [one.view(vector, question) for one in held]
        snapshots, lexicals = zip(*views, strict=True)
        sizes = [len(snapshot.ids) for snapshot in snapshots]
        view = joined(snapshots), JoinedWords(lexicals, sizes)
        if all(isinstance(one, Small) for one in held):
            self._joined = (versions, view)
        return view

    def collected(self, name: str) -> Collected:
        """A collection ready to be searched, read again when any process has changed it.

        Raises:
            KnowledgeError: there is no such collection, or it cannot be used.
        """
        held, version = self._held.get(name), self._store.catalog.generation(name)
        if held is not None and held.version == version:
            return held
        with self._lock:
            if name == GUIDANCE:
                self._build(False)
            while True:
                version = self._store.catalog.generation(name)
                self.freshen(name)
                found = hold(self._store, name)
                if self._store.catalog.generation(name) == version:  # else it moved on meanwhile
                    break
            self._held[name] = found = self._sound(name, found)
            self._held.move_to_end(name)
            while len(self._held) > HELD:
                self._held.popitem(last=False)
            return found

    def freshen(self, name: str) -> None:
        """Let go of what another process may have changed."""
        if self._ours.get(name) != self._store.catalog.generation(name):
            self._store.index.reopen()

    def changed(self, name: str) -> None:
        """Note that this process has just changed a collection itself."""
        self._ours[name] = self._store.catalog.generation(name)

    def forget(self, name: str) -> None:
        """Let go of a collection that was dropped."""
        with self._lock:
            self._held.pop(name, None)
            self._ours.pop(name, None)
            self._joined = None

    def _sound(self, name: str, held: Collected | None) -> Collected:
        """What was held, if nothing of it is lost; the guidance is built anew."""
        if held is None:
            raise unknown(name, self._store.catalog.names())
        if self._is_whole(name, held):
            return held
        if name != GUIDANCE:
            raise KnowledgeError(
                f"vectors of the collection {name!r} are missing or outdated; run `steerwise"
                " prepare`, which makes them anew without the files"
            )
        self._build(True)
        again = hold(self._store, name)
        assert again is not None
        return again

    def _is_whole(self, name: str, held: Collected) -> bool:
        if isinstance(held, Small) and not held.snapshot.whole:
            return False
        return self.is_sound(name)

    def is_sound(self, name: str) -> bool:
        """True when a collection was split as we split now, and no vectors were lost."""
        held = self._store.catalog.held(name)
        if held is None:
            return True
        return held.layout == LAYOUT and self._store.is_whole(held.id, held.passages)

"""Changes the index, one change at a time, and tells the shelf of each."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge import ingestion
from knowledge.collections import GUIDANCE
from knowledge.documents import unchanged
from knowledge.folders import Walk, walk
from knowledge.ingestion import Changes, Progress
from knowledge.results import KnowledgeError
from knowledge.shelf import Shelf
from knowledge.store import LAYOUT, Store

log = logging.getLogger(__name__)


class Writer:
    """What changes collections; another thread or process that writes is waited for.

    `corpus` is the folder of the packaged guidance, which the shelf asks for when it is outdated.
    """

    def __init__(self, store: Store, corpus: Path) -> None:
        self.shelf = Shelf(store, self.refresh)
        self._store, self._corpus = store, corpus
        self._writing = threading.RLock()

    def update(
        self, name: str, found: Walk, *, exactly: bool = False, progress: Progress | None = None
    ) -> Changes:
        """Bring a collection in line with the files that were found.

        Raises:
            KnowledgeError: no file can be used, the weights are damaged, or the index cannot be
                written.
        """
        with self._alone():
            self.shelf.freshen(name)
            changes = ingestion.update(self._store, name, found, exactly=exactly, progress=progress)
            self.shelf.changed(name)
        return changes

    def refresh(self, afresh: bool) -> None:
        """Index the packaged guidance if it is not indexed as it is on disk, or `afresh`."""
        if not afresh and self._current():
            return
        with self._alone():
            if afresh or not self._current():  # another process may have built it meanwhile
                found = walk([self._corpus])
                ingestion.update(self._store, GUIDANCE, found, exactly=True)
                self.shelf.changed(GUIDANCE)

    def restore(self, name: str) -> None:
        """Make a collection anew from the text that was kept of its documents, if it needs it."""
        with self._alone():
            if not self.shelf.is_sound(name):  # another process may have done it meanwhile
                ingestion.restore(self._store, name)
                self.shelf.changed(name)

    def remove(self, name: str, document: str) -> None:
        """Take the documents of one key out of a collection."""
        with self._alone():
            ingestion.remove(self._store, name, document)
            self.shelf.changed(name)

    def drop(self, name: str) -> None:
        """Delete a collection and all that was made of it."""
        with self._alone():
            number = self._store.staging.drop(name)
            self.shelf.forget(name)
            if number is None:
                return
            try:
                self._store.index.drop(self._store.vectors_of(number))
            except KnowledgeError as error:  # the next ingest clears them away
                log.warning("vectors of a dropped collection are left: %s", error)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._writing, self._store.index.lock():
            yield

    def _current(self) -> bool:
        """True when the packaged guidance is indexed as it is on disk, after an upgrade too."""
        catalog = self._store.catalog
        held = catalog.held(GUIDANCE)
        if held is None or held.layout != LAYOUT:
            return False
        known = {key: entry.digest for key, entry in catalog.entries(held.id).items()}
        return unchanged(known, [file.path for file in walk([self._corpus]).files])

"""A thread's newest checkpoint stays decoded between turns, for as long as it is the newest.

Decoding takes longer the longer a conversation is. Who holds a thread knows that nobody else writes
it: one look at the database, whether it is still the newest, then serves all loads of the turn.
"""

import threading
from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    BaseCheckpointSaver,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    copy_checkpoint,
    get_checkpoint_metadata,
)

MOST = 16  # threads; each holds the messages of its conversation

# the newest checkpoint of a thread, and whether a step after it has written already
NEWEST = """
    SELECT checkpoint_id, EXISTS (
        SELECT 1 FROM {writes} w
        WHERE w.thread_id = c.thread_id AND w.checkpoint_ns = c.checkpoint_ns
          AND w.checkpoint_id = c.checkpoint_id
    ) AS written
    FROM checkpoints c WHERE thread_id = {thread} AND checkpoint_ns = ''
    ORDER BY checkpoint_id DESC LIMIT 1
"""


@dataclass
class _Hold:
    """One holding of a thread: whether what is kept was compared, and how often it was written."""

    compared: bool = False
    writes: int = 0


class KeptDecoded(BaseCheckpointSaver[Any]):
    """Mixed into a saver, before its own class, which tells the `newest`.

    What was loaded shares its lists and messages with what is kept: nobody changes those in place.
    A conversation that another process deleted is kept here until others push it out.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._held: dict[str, _Hold] = {}
        self._kept: OrderedDict[str, CheckpointTuple] = OrderedDict()
        self._changing = threading.Lock()

    @abstractmethod
    def newest(self, thread: str) -> tuple[str, bool] | None:
        """The id of the newest checkpoint of a thread, and whether steps after it have written."""

    @contextmanager
    def holding(self, thread: str) -> Iterator[None]:
        """The caller holds `thread` alone, also among processes: what is kept of it may serve."""
        with self._changing:
            self._held[thread] = _Hold()
        try:
            yield
        finally:
            with self._changing:
                self._held.pop(thread, None)

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The checkpoint asked for; the newest of a thread that is held, decoded once.

        Others may look at a thread while somebody holds it, so a load that a write has overtaken
        is not kept.
        """
        place = config["configurable"]
        thread = str(place["thread_id"])
        hold = self._held.get(thread)
        if hold is None or place.get("checkpoint_id") or place.get("checkpoint_ns"):
            return super().get_tuple(config)
        kept = self._still_newest(thread, hold)
        if kept is not None:  # a run writes into what it was given
            return kept._replace(checkpoint=copy_checkpoint(kept.checkpoint))
        writes = hold.writes
        found = super().get_tuple(config)
        if found is not None and not found.pending_writes:
            with self._changing:
                if self._held.get(thread) is hold and hold.writes == writes:
                    self._keep(thread, hold, found)
        return found

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        *args: Any,
        **more: Any,
    ) -> RunnableConfig:
        """Store a checkpoint."""
        place = config["configurable"]
        thread = str(place["thread_id"])
        try:
            stored = super().put(config, checkpoint, metadata, *args, **more)
        except BaseException:  # it may have been written all the same
            self._forget(thread)
            raise
        if not place.get("checkpoint_ns"):
            before: RunnableConfig | None = None
            if place.get("checkpoint_id"):
                ids = ("thread_id", "checkpoint_ns", "checkpoint_id")
                before = {"configurable": {name: place[name] for name in ids}}
            noted = get_checkpoint_metadata(config, metadata)
            with self._changing:
                hold = self._held.get(thread)
                if hold is not None:
                    hold.writes += 1
                    self._keep(thread, hold, CheckpointTuple(stored, checkpoint, noted, before, []))
        return stored

    def put_writes(self, config: RunnableConfig, *args: Any, **more: Any) -> None:
        """Store what a step has written so far."""
        place = config["configurable"]
        try:
            super().put_writes(config, *args, **more)
        finally:
            self._forget(str(place["thread_id"]), unless_after=place.get("checkpoint_id"))

    def delete_thread(self, thread_id: str) -> None:
        """Delete all checkpoints of a thread."""
        try:
            super().delete_thread(thread_id)
        finally:
            self._forget(str(thread_id))

    def _still_newest(self, thread: str, hold: _Hold) -> CheckpointTuple | None:
        """What is kept of a thread that is held, unless somebody has written since."""
        with self._changing:
            kept, writes = self._kept.get(thread), hold.writes
            if kept is None or hold.compared:
                return kept
        found = self.newest(thread)
        with self._changing:
            if self._held.get(thread) is not hold or hold.writes != writes:
                return None
            if found == (kept.checkpoint["id"], False):
                hold.compared = True
                return kept
            self._kept.pop(thread, None)
            return None

    def _keep(self, thread: str, hold: _Hold, found: CheckpointTuple) -> None:
        """Keep what is the newest now; the caller has `_changing`."""
        hold.compared = True
        self._kept[thread] = found._replace(checkpoint=copy_checkpoint(found.checkpoint))
        self._kept.move_to_end(thread)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def _forget(self, thread: str, unless_after: str | None = None) -> None:
        """Drop what is kept, unless it comes after the checkpoint `unless_after`."""
        with self._changing:
            hold, kept = self._held.get(thread), self._kept.get(thread)
            if hold is not None:
                hold.writes += 1
            later = kept is not None and unless_after and kept.checkpoint["id"] > unless_after
            if kept is not None and not later:
                del self._kept[thread]

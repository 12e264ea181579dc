"""A thread that is held is loaded once, for the two who need its newest checkpoint in a row.

A turn asks whether a crash cut the one before it, and then LangGraph begins: both would decode all
messages. Who holds a thread knows that nobody else writes it; what is written here is loaded anew.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver, CheckpointTuple, copy_checkpoint


class LoadedOnce(BaseCheckpointSaver[Any]):
    """Mixed into a saver, before its own class."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._held: dict[str, CheckpointTuple | None] = {}
        self._writes = 0
        self._changing = threading.Lock()

    @contextmanager
    def holding(self, thread: str) -> Iterator[None]:
        """While the caller holds `thread` alone, also among processes, a load serves the next."""
        with self._changing:
            self._held[thread] = None
        try:
            yield
        finally:
            with self._changing:
                self._held.pop(thread, None)

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The checkpoint asked for; the newest of a thread that is held, from the load before."""
        place = config["configurable"]
        thread = str(place["thread_id"])
        if thread not in self._held or place.get("checkpoint_id") or place.get("checkpoint_ns"):
            return super().get_tuple(config)
        with self._changing:
            kept, writes = self._held.get(thread), self._writes
            if kept is not None:
                self._held[thread] = None
                return kept
        found = super().get_tuple(config)
        with self._changing:
            unchanged = thread in self._held and self._writes == writes
            if found is not None and not found.pending_writes and unchanged:
                copied = copy_checkpoint(found.checkpoint)  # a run writes into what it was given
                self._held[thread] = found._replace(checkpoint=copied)
        return found

    def put(self, config: RunnableConfig, *args: Any, **more: Any) -> RunnableConfig:
        """Store a checkpoint."""
        stored = super().put(config, *args, **more)
        self._written(config)
        return stored

    def put_writes(self, config: RunnableConfig, *args: Any, **more: Any) -> None:
        """Store what a step has written so far."""
        super().put_writes(config, *args, **more)
        self._written(config)

    def delete_thread(self, thread_id: str) -> None:
        """Delete all checkpoints of a thread."""
        super().delete_thread(thread_id)
        self._written({"configurable": {"thread_id": thread_id}})

    def _written(self, config: RunnableConfig) -> None:
        thread = str(config["configurable"]["thread_id"])
        with self._changing:
            self._writes += 1
            if thread in self._held:
                self._held[thread] = None

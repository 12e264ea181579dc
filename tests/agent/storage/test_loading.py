"""The newest checkpoint of a thread that is held stays decoded: never stale, never shared."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest
from langgraph.checkpoint.base import CheckpointTuple, copy_checkpoint, empty_checkpoint

from agent import Advisor
from agent.settings import Settings
from agent.storage import Store
from agent.storage.loading import MOST
from knowledge import Guidance
from tests.agent.conftest import reply
from tests.e2e.conversation import MESSAGES


@dataclass
class Loads:
    """The checkpoints that were read from the database and decoded."""

    store: Store
    seen: list[Any]

    def new_place(self) -> dict[str, Any]:
        """Where a new thread of the store is kept."""
        return {"configurable": {"thread_id": self.store.threads.create(), "checkpoint_ns": ""}}

    def write(self, place: dict[str, Any]) -> None:
        """Write an empty checkpoint."""
        self.store.threads.saver.put(place, empty_checkpoint(), {"step": 1}, {})

    def read(self, place: dict[str, Any]) -> tuple[str, int]:
        """The id of the newest checkpoint, and how many were decoded so far."""
        found = self.store.threads.saver.get_tuple(place)
        assert found is not None
        return found.checkpoint["id"], len(self.seen)


@pytest.fixture
def loads(store: Store, monkeypatch: pytest.MonkeyPatch) -> Loads:
    own: Any = type(store.threads.saver).__mro__[2]  # LangGraph's class behind ours
    seen: list[Any] = []
    load = own.get_tuple
    monkeypatch.setattr(own, "get_tuple", lambda s, c: seen.append(c) or load(s, c))
    return Loads(store, seen)


def test_a_thread_that_is_not_held_is_loaded_each_time(loads: Loads) -> None:
    place = loads.new_place()
    loads.write(place)
    assert [loads.read(place)[1] for _ in range(2)] == [1, 2]


def test_the_newest_checkpoint_is_decoded_once_and_not_at_all_by_who_wrote_it(loads: Loads) -> None:
    place, lock = loads.new_place(), loads.store.threads.lock
    thread = place["configurable"]["thread_id"]
    loads.write(place)
    with lock(thread):
        first, _ = loads.read(place)
        assert [loads.read(place), loads.read(place)] == [(first, 1), (first, 1)]
        loads.write(place)
        second, count = loads.read(place)
        assert (second != first, count) == (True, 1)
    with lock(thread):
        assert loads.read(place) == (second, 1)


def test_what_another_process_wrote_in_between_is_loaded(
    loads: Loads, open_again: Callable[[], Store]
) -> None:
    place = loads.new_place()
    thread, other = place["configurable"]["thread_id"], open_again()
    with loads.store.threads.lock(thread):
        loads.write(place)
    with other.threads.lock(thread):
        other.threads.saver.put(place, empty_checkpoint(), {"step": 2}, {})
        newest = other.threads.saver.get_tuple(place)
    with loads.store.threads.lock(thread):
        assert newest is not None
        assert loads.read(place) == (newest.checkpoint["id"], 1)


def test_steps_that_have_written_since_are_loaded_with_their_writes(
    loads: Loads, open_again: Callable[[], Store]
) -> None:
    place, saver = loads.new_place(), loads.store.threads.saver
    thread, other = place["configurable"]["thread_id"], open_again()
    with loads.store.threads.lock(thread):
        stored = saver.put(place, empty_checkpoint(), {"step": 1}, {})
        saver.put_writes(stored, [("messages", "own")], "a task")
        assert _written(saver.get_tuple(place)) == ["own"]
        stored = saver.put(stored, empty_checkpoint(), {"step": 2}, {})
        assert _written(saver.get_tuple(place)) == []
    other.threads.saver.put_writes(stored, [("messages", "another's")], "a task")
    with loads.store.threads.lock(thread):
        assert _written(saver.get_tuple(place)) == ["another's"]


def _written(found: CheckpointTuple | None) -> list[Any]:
    assert found is not None
    return [value for _, _, value in found.pending_writes or ()]


def test_writes_that_come_in_late_leave_the_checkpoint_after_them(loads: Loads) -> None:
    place, saver = loads.new_place(), loads.store.threads.saver
    with loads.store.threads.lock(place["configurable"]["thread_id"]):
        first = saver.put(place, empty_checkpoint(), {"step": 1}, {})
        loads.write(first)
        saver.put_writes(first, [("messages", "late")], "a task")
        assert loads.read(place)[1] == 0


def test_a_deleted_thread_is_kept_nowhere(loads: Loads) -> None:
    place, saver = loads.new_place(), loads.store.threads.saver
    thread = place["configurable"]["thread_id"]
    with loads.store.threads.lock(thread):
        loads.write(place)
        saver.delete_thread(thread)
        assert saver.get_tuple(place) is None


def test_what_a_run_writes_into_a_loaded_checkpoint_reaches_nobody_else(loads: Loads) -> None:
    place, saver = loads.new_place(), loads.store.threads.saver
    with loads.store.threads.lock(place["configurable"]["thread_id"]):
        loads.write(place)
        found = saver.get_tuple(place)
        assert found is not None
        found.checkpoint["versions_seen"]["model"] = {"messages": 1}
        again = saver.get_tuple(place)
        assert again is not None
        assert again.checkpoint["versions_seen"] == {}


def test_only_the_last_threads_are_kept(loads: Loads) -> None:
    places = [loads.new_place() for _ in range(MOST + 1)]
    for place in places:
        with loads.store.threads.lock(place["configurable"]["thread_id"]):
            loads.write(place)
    for place, decoded in ((places[-1], 0), (places[0], 1)):
        with loads.store.threads.lock(place["configurable"]["thread_id"]):
            assert loads.read(place)[1] == decoded


def test_what_is_kept_of_a_conversation_is_what_the_database_holds(
    stored_in: Settings, guidance: Guidance, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Advisor(stored_in, guidance=guidance)) as advisor:
        thread, threads = advisor.new_thread(), advisor._threads
        place = {"configurable": {"thread_id": thread}}
        for text in MESSAGES:
            reply(advisor, thread, text)
            stored = threads.saver.get_tuple(place)
            with threads.lock(thread), monkeypatch.context() as patch:
                own: Any = type(threads.saver).__mro__[2]
                patch.setattr(own, "get_tuple", None)  # nothing is decoded
                kept = threads.saver.get_tuple(place)
            assert stored is not None
            assert kept is not None
            assert kept.checkpoint == copy_checkpoint(stored.checkpoint)
            assert kept.config == stored.config
            assert kept.metadata == stored.metadata
            assert kept.pending_writes == stored.pending_writes == []


@pytest.mark.parametrize("late", ["a checkpoint", "the writes of a step"])
def test_a_load_that_a_write_has_overtaken_is_not_kept(
    loads: Loads, monkeypatch: pytest.MonkeyPatch, late: str
) -> None:
    place, saver = loads.new_place(), loads.store.threads.saver
    thread = place["configurable"]["thread_id"]
    own: Any = type(saver).__mro__[2]
    load = own.get_tuple
    first = saver.put(place, empty_checkpoint(), {"step": 1}, {})

    def overtaken(saver: Any, config: Any) -> Any:
        found = load(saver, config)
        monkeypatch.setattr(own, "get_tuple", load)
        if late == "a checkpoint":
            saver.put(first, empty_checkpoint(), {"step": 2}, {})
        else:
            saver.put_writes(first, [("messages", "new")], "a task")
        return found

    with loads.store.threads.lock(thread):
        monkeypatch.setattr(own, "get_tuple", overtaken)
        saver.get_tuple(place)  # somebody looks, who does not hold the thread
        now, stored = saver.get_tuple(place), load(saver, place)
        assert now is not None
        assert now.checkpoint["id"] == stored.checkpoint["id"]
        assert _written(now) == _written(stored)


def test_a_write_that_fails_once_it_is_stored_leaves_nothing_stale(
    loads: Loads, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, saver = loads.new_place(), loads.store.threads.saver
    own: Any = type(saver).__mro__[2]
    put = own.put

    def lost(*args: Any, **more: Any) -> Any:
        put(*args, **more)
        raise ConnectionError("the answer was lost")

    with loads.store.threads.lock(place["configurable"]["thread_id"]):
        loads.write(place)
        before, _ = loads.read(place)
        monkeypatch.setattr(own, "put", lost)
        with pytest.raises(ConnectionError):
            loads.write(place)
        assert loads.read(place)[0] != before

"""Events seen once, places bound, one-time codes: atomic in all processes, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from agent.storage.links import ALPHABET, Links
from tools.errors import InvalidInput

START = datetime(2026, 11, 21, 9, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def links(store, clock):
    return Links(store.database, clock=clock)


def test_an_event_is_new_to_exactly_one_of_all_who_ask(open_again):
    stores = [open_again() for _ in range(3)]
    with ThreadPoolExecutor(9) as pool:
        first = list(pool.map(lambda n: stores[n % 3].links.first_time("Ev1"), range(27)))
    assert sum(first) == 1
    assert stores[0].links.first_time("Ev2")


def test_an_event_is_remembered_for_two_days(links, clock):
    assert links.first_time("Ev1")
    clock.now = START + timedelta(hours=47)
    assert not links.first_time("Ev1")
    clock.now = START + timedelta(hours=49)
    assert links.first_time("Ev1")


def test_of_two_that_bind_a_place_at_once_both_go_on_with_the_same_thread(open_again):
    stores = [open_again() for _ in range(2)]
    made = [stores[n % 2].threads.create() for n in range(10)]
    with ThreadPoolExecutor(10) as pool:
        bound = set(pool.map(lambda n: stores[n % 2].links.bind("T1/C1/1.2", made[n]), range(10)))
    assert len(bound) == 1
    assert stores[0].links.thread_of("T1/C1/1.2") in bound
    assert stores[0].links.thread_of("T2/C1/1.2") is None


def test_a_place_can_be_bound_anew_and_is_free_when_its_thread_is_deleted(store):
    old, new = store.threads.create(), store.threads.create()
    store.links.bind("place", old)
    assert store.links.bind("place", new) == old
    assert store.links.bind("place", new, replace=True) == new
    store.threads.delete(new)
    assert store.links.thread_of("place") is None
    with pytest.raises(InvalidInput, match="does not exist"):
        store.links.bind("place", new)


def test_a_code_opens_its_thread_once(store, links):
    thread = store.threads.create()
    code = links.make_code(thread)
    assert len(code) == 7
    assert set(code) <= set(ALPHABET)
    assert links.redeem(f" {code.lower()} ", by="ann") == thread
    assert links.redeem(code, by="ann") is None


def test_a_code_that_many_redeem_at_once_opens_for_one(open_again):
    stores = [open_again() for _ in range(2)]
    thread = stores[0].threads.create()
    code = stores[0].links.make_code(thread)
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda n: stores[n % 2].links.redeem(code, by=f"u{n}"), range(8)))
    assert [t for t in got if t is not None] == [thread]


def test_a_code_ends_after_15_minutes(store, links, clock):
    code = links.make_code(store.threads.create())
    clock.now = START + timedelta(minutes=15)
    assert links.redeem(code, by="ann") is None


def test_ten_wrong_codes_close_the_door_to_one_visitor_for_15_minutes(store, links, clock):
    thread = store.threads.create()
    code = links.make_code(thread)
    for _ in range(10):
        assert links.redeem("AAAAAAA", by="mallory") is None
    with pytest.raises(InvalidInput, match="try again in 15 minutes"):
        links.redeem(code, by="mallory")
    assert links.redeem(code, by="ann") == thread
    clock.now = START + timedelta(minutes=16)
    assert links.redeem(links.make_code(thread), by="mallory") == thread


def test_a_code_for_no_thread_is_not_made(links):
    with pytest.raises(InvalidInput, match="does not exist"):
        links.make_code("nothing")

"""Sums of what remote models used: whole, within limits, and without a trace of conversations."""

from concurrent.futures import ThreadPoolExecutor

from agent.storage.ledger import Counts

DAY = "2026-11-21"


def test_the_sums_of_a_thread_and_of_a_day_add_up(store):
    one, two = store.threads.create(), store.threads.create()
    for thread in (one, one, two):
        counts = Counts(calls=1, prompt=100, cached=40, completion=10, nano_usd=7, dropped=2)
        assert store.ledger.add(thread, DAY, counts) is None
    assert store.ledger.of_thread(one) == Counts(2, 200, 80, 20, nano_usd=14, dropped=4)
    assert store.ledger.of_day(DAY) == Counts(3, 300, 120, 30, nano_usd=21, dropped=6)
    assert store.ledger.of_day("2026-11-22") == Counts()


def test_a_deleted_thread_leaves_its_day_but_nothing_of_itself(store):
    thread = store.threads.create()
    store.ledger.add(thread, DAY, Counts(calls=1, prompt=100))
    store.threads.delete(thread)
    store.ledger.add(thread, DAY, Counts(completion=5))
    assert store.ledger.of_thread(thread) == Counts()
    assert store.ledger.of_day(DAY) == Counts(calls=1, prompt=100, completion=5)


def test_what_would_pass_a_limit_is_not_added_and_the_limit_is_named(store):
    thread, other = store.threads.create(), store.threads.create()
    most = (250, 400)
    call = Counts(calls=1, prompt=90, completion=10)
    assert [store.ledger.add(thread, DAY, call, limits=most) for _ in range(3)] == [
        None,
        None,
        "thread",
    ]
    assert [store.ledger.add(other, DAY, call, limits=most) for _ in range(3)] == [
        None,
        None,
        "thread",
    ]
    third = store.threads.create()
    assert store.ledger.add(third, DAY, call, limits=most) == "day"
    assert store.ledger.of_thread(third) == Counts()
    assert store.ledger.of_day(DAY).calls == 4


def test_calls_side_by_side_do_not_pass_a_limit_together(open_again):
    stores = [open_again() for _ in range(2)]
    thread = stores[0].threads.create()

    def call(n: int) -> str | None:
        return stores[n % 2].ledger.add(thread, DAY, Counts(1, 100), limits=(1000, 0))

    with ThreadPoolExecutor(8) as pool:
        refused = [limit for limit in pool.map(call, range(24)) if limit]
    assert refused == ["thread"] * 14
    assert stores[1].ledger.of_thread(thread) == Counts(10, 1000)

"""Conversations on both databases: names, owners, locks, deletion."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from agent.storage import check_thread_id
from tests.patience import PATIENCE_SECONDS
from tools.errors import InvalidInput


def test_a_thread_id_cannot_be_guessed_nor_be_taken_for_an_option_or_a_formula(store):
    ids = {store.threads.create() for _ in range(500)}
    assert len(ids) == 500
    assert all(len(i) >= 20 and i.isalnum() for i in ids)


def test_threads_are_listed_once_they_have_a_title_latest_first(store):
    threads = store.threads
    first, second, silent = threads.create(), threads.create(), threads.create()
    threads.note(first, title="Classification")
    threads.note(second, title="Chat")
    assert [t.id for t in threads.list()] == [second, first]
    threads.note(first, title="Classification, 2")
    assert [t.id for t in threads.list()] == [first, second]
    assert threads.exists(silent)
    assert threads.title(first) == "Classification, 2"


def test_an_owner_sees_only_their_own_threads(store):
    mine, theirs = store.threads.create("ann"), store.threads.create("bob")
    for thread in (mine, theirs):
        store.threads.note(thread, title="Some project")
    assert [t.id for t in store.threads.list("ann")] == [mine]
    assert store.threads.owner(theirs) == "bob"
    assert store.threads.owner("none") is None


def test_a_name_that_was_given_stays_whatever_the_project_becomes(store):
    thread = store.threads.create("ann")
    store.threads.note(thread, title="Classification")
    assert store.threads.rename(thread, "  Ticket\x00 \n triage ") == "Ticket triage"
    store.threads.note(thread, title="Classification, 40,000 requests a month")
    assert store.threads.title(thread) == "Ticket triage"
    assert [t.title for t in store.threads.list("ann")] == ["Ticket triage"]


@pytest.mark.parametrize(
    ("bad", "why"), [("", "empty"), (" \x07\n", "empty"), ("x" * 121, "121 characters"), (7, "int")]
)
def test_a_name_that_cannot_be_kept_is_refused_with_the_rule(store, bad, why):
    thread = store.threads.create()
    with pytest.raises(InvalidInput, match=why):
        store.threads.rename(thread, bad)
    assert store.threads.title(thread) == ""


def test_turns_of_one_thread_wait_for_each_other_and_others_do_not(open_again):
    here, there = open_again().threads, open_again().threads
    order: list[str] = []
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with here.lock("one"):
            inside.set()
            assert leave.wait(PATIENCE_SECONDS)
            order.append("first")

    def follow() -> None:
        with there.lock("one"):
            order.append("second")

    holder = threading.Thread(target=hold)
    holder.start()
    assert inside.wait(PATIENCE_SECONDS)
    follower = threading.Thread(target=follow)
    follower.start()
    with there.lock("another"), here.lock("a third"):
        order.append("another")
    leave.set()
    holder.join(PATIENCE_SECONDS)
    follower.join(PATIENCE_SECONDS)
    assert order == ["another", "first", "second"]


def test_a_lock_is_held_by_one_at_a_time_among_many(open_again):
    stores = [open_again().threads for _ in range(3)]
    inside, most = [0], [0]

    def enter(n: int) -> None:
        with stores[n % 3].lock("busy"):
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            inside[0] -= 1

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(enter, range(60)))
    assert most == [1]


def test_stores_that_open_at_once_make_the_tables_once(open_again):
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: open_again(), range(4)))
    thread = stores[0].threads.create()
    assert all(store.threads.exists(thread) for store in stores)


@pytest.mark.parametrize("bad", ["", "../etc", "a b", "x" * 65, "ü"])
def test_a_thread_id_that_cannot_be_ours_is_refused_with_the_rule(bad):
    with pytest.raises(InvalidInput, match="1 to 64 letters"):
        check_thread_id(bad)

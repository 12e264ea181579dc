"""Where conversations live: titles, locks, deletion without a trace."""

import threading
from contextlib import closing
from pathlib import Path

import pytest

from agent.settings import Unavailable, load_settings
from agent.storage import check_thread_id, open_store
from tools.errors import InvalidInput


@pytest.fixture
def threads(tmp_path: Path):
    with closing(open_store(load_settings(data_dir=tmp_path / "data"))) as store:
        yield store.threads


def test_a_thread_id_cannot_be_guessed(threads):
    ids = {threads.create() for _ in range(50)}
    assert len(ids) == 50
    assert all(len(i) >= 20 for i in ids)


def test_threads_are_listed_once_they_have_a_title_latest_first(threads):
    first, second, silent = threads.create(), threads.create(), threads.create()
    threads.note(first, title="Classification")
    threads.note(second, title="Chat")
    assert {t.id for t in threads.list()} == {first, second}
    assert threads.exists(silent)
    assert threads.title(first) == "Classification"


def test_an_owner_sees_only_their_own_threads(threads):
    mine, theirs = threads.create("ann"), threads.create("bob")
    for thread in (mine, theirs):
        threads.note(thread, title="Some project")
    assert [t.id for t in threads.list("ann")] == [mine]


def test_turns_of_one_thread_wait_for_each_other_and_others_do_not(threads):
    order: list[str] = []
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with threads.lock("one"):
            inside.set()
            assert leave.wait(10)
            order.append("first")

    def follow() -> None:
        with threads.lock("one"):
            order.append("second")

    holder = threading.Thread(target=hold)
    holder.start()
    assert inside.wait(10)
    follower = threading.Thread(target=follow)
    follower.start()
    with threads.lock("another"):
        order.append("another")
    leave.set()
    holder.join(10)
    follower.join(10)
    assert order == ["another", "first", "second"]


@pytest.mark.parametrize("bad", ["", "../etc", "a b", "x" * 65, "ü"])
def test_a_thread_id_that_cannot_be_ours_is_refused_with_the_rule(bad):
    with pytest.raises(InvalidInput, match="1 to 64 letters"):
        check_thread_id(bad)


def test_a_data_folder_that_cannot_be_used_is_one_sentence(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(Unavailable, match="STEERWISE_DATA_DIR") as error:
        open_store(load_settings(data_dir=blocked))
    assert "\n" not in str(error.value)


def test_a_file_that_is_no_database_is_one_sentence(tmp_path):
    (tmp_path / "conversations.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(Unavailable, match="cannot be used"):
        open_store(load_settings(data_dir=tmp_path))

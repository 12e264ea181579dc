"""The file of the data folder: what can be wrong with it, and folders of earlier versions."""

import sqlite3
from contextlib import closing

import pytest
from filelock import Timeout

from agent.settings import Unavailable, load_settings
from agent.storage import open_store
from agent.storage.schema import STEPS

FULL = 2  # as `PRAGMA synchronous` tells it


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


def test_a_folder_of_a_version_without_names_keeps_its_conversations(data_dir):
    data_dir.mkdir()
    with closing(sqlite3.connect(data_dir / "conversations.sqlite")) as old, old:
        old.execute(
            "CREATE TABLE threads (id TEXT PRIMARY KEY, owner TEXT, title TEXT, updated TEXT)"
        )
        old.execute("INSERT INTO threads VALUES ('t1', 'ann', 'Chat', '2026-11-01')")
    with closing(open_store(load_settings(data_dir=data_dir))) as store:
        assert [t.title for t in store.threads.list("ann")] == ["Chat"]
        store.threads.rename("t1", "Helpdesk")
    with closing(open_store(load_settings(data_dir=data_dir))) as store:
        assert store.threads.title("t1") == "Helpdesk"


def test_a_folder_of_a_newer_version_is_left_alone(data_dir):
    with closing(open_store(load_settings(data_dir=data_dir))) as store:
        store.database.run("UPDATE steerwise_schema SET version = :v", v=len(STEPS) + 1)
    with pytest.raises(Unavailable, match="written by a newer Steerwise; update this one"):
        open_store(load_settings(data_dir=data_dir))


def test_only_what_costs_space_is_not_awaited_from_the_disk(data_dir):
    with closing(open_store(load_settings(data_dir=data_dir))) as store:
        thread, said = store.threads.create(), []
        store.database._db.set_trace_callback(said.append)
        store.threads.compact(thread, title="Helpdesk")
        store.threads.rename(thread, "Desk")
        assert said[0] == "PRAGMA synchronous=NORMAL"
        assert said.index("COMMIT") < said.index("PRAGMA synchronous=FULL") < len(said) - 1
        assert store.threads.title(thread) == "Desk"
        for connection in (store.database._db, store.threads.saver.conn):
            assert connection.execute("PRAGMA synchronous").fetchone() == (FULL,)


def test_what_fails_beside_the_compaction_leaves_the_next_writes_awaited(data_dir):
    with closing(open_store(load_settings(data_dir=data_dir))) as store:
        with pytest.raises(Unavailable):
            store.database.compact("t1", ("UPDATE nowhere SET title = ''", {}))
        assert store.database.run("PRAGMA synchronous") == [(FULL,)]


def test_a_thread_is_held_again_and_again(data_dir):
    with closing(open_store(load_settings(data_dir=data_dir))) as store:
        thread = store.threads.create()
        for _ in range(2):
            with store.threads.lock(thread), pytest.raises(Timeout):
                store.database._file_lock(thread).acquire(timeout=0)
        with store.database._file_lock(thread).acquire(timeout=0):
            pass

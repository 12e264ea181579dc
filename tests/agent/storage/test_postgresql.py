"""A PostgreSQL server that is gone, strange or restarted: one sentence, and the next turn works."""

import threading
from contextlib import closing

import pytest

from agent.settings import Unavailable, load_settings
from agent.storage import open_store
from tests.patience import PATIENCE_SECONDS
from tools.errors import InvalidInput

SECRET = "s3cret-pa55word"


def opened(url: str):
    return closing(open_store(load_settings(database_url=url)))


@pytest.fixture
def url(postgres):
    return postgres.new_database()


@pytest.mark.parametrize("bad", [f"mysql://ann:{SECRET}@db/x", f"ann:{SECRET}@db", "sqlite:///x"])
def test_an_address_that_is_not_of_postgresql_is_refused_without_showing_it(bad):
    with pytest.raises(InvalidInput, match="STEERWISE_DATABASE_URL: must start with") as error:
        load_settings(database_url=bad)
    assert SECRET not in str(error.value)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (f"postgresql://ann:{SECRET}@127.0.0.1:1/steerwise", "nothing listens there"),
        (f"postgresql://ann:{SECRET}@nowhere.invalid/steerwise", "no such host"),
        (f"postgresql://ann:{SECRET}@127.0.0.1:port/steerwise", "cannot be read"),
        (f"postgresql://ann:{SECRET}@[127.0.0.1/steerwise", "cannot be read"),
        (f"postgresql://ann:{SECRET}@127.0.0.1/steerwise?nonsense=1", "cannot be read"),
    ],
)
def test_a_server_that_is_not_there_is_one_sentence_without_the_password(bad, why, caplog):
    with pytest.raises(Unavailable, match=why) as error, opened(bad):
        pass
    assert "STEERWISE_DATABASE_URL" in str(error.value)
    assert "\n" not in str(error.value)
    assert SECRET not in str(error.value) + caplog.text


def test_a_wrong_password_and_a_missing_database_are_told_apart(postgres, caplog):
    postgres.demand_password("ann", SECRET)
    wrong = postgres.url(who="ann:wrong-" + SECRET)
    with pytest.raises(Unavailable, match="refuses the name or password") as error, opened(wrong):
        pass
    assert SECRET not in str(error.value) + caplog.text
    with pytest.raises(Unavailable, match="no such database"), opened(postgres.url("nothing")):
        pass
    guest = postgres.url(who=f"ann:{SECRET}")  # who may not make tables there
    with pytest.raises(Unavailable, match="may not do that"), opened(guest):
        pass


def test_a_server_that_was_restarted_in_the_middle_serves_the_next_turn(postgres, url):
    with opened(url) as store:
        thread = store.threads.create("ann")
        with store.threads.lock(thread):
            postgres.restart()
        store.threads.note(thread, title="After the restart")
        with store.threads.lock(thread):
            assert store.threads.title(thread) == "After the restart"


def test_a_lock_of_a_connection_that_died_is_free_for_others(postgres, url):
    with opened(url) as here, opened(url) as there:
        with here.threads.lock("thread"):
            mine = "FROM pg_locks WHERE locktype = 'advisory'"
            assert postgres.ask(f"SELECT pg_terminate_backend(pid) {mine}", url) == [(True,)]
            with there.threads.lock("thread"):
                pass
        with here.threads.lock("thread"):
            pass


def test_many_locks_of_a_process_cost_one_connection(postgres, url):
    inside, leave = threading.Barrier(31), threading.Event()
    with opened(url) as store:

        def hold(n: int) -> None:
            with store.threads.lock(f"thread {n}"):
                inside.wait(PATIENCE_SECONDS)
                assert leave.wait(PATIENCE_SECONDS)

        workers = [threading.Thread(target=hold, args=(n,)) for n in range(30)]
        for worker in workers:
            worker.start()
        inside.wait(PATIENCE_SECONDS)
        held = postgres.ask(
            "SELECT count(*), count(DISTINCT pid) FROM pg_locks WHERE locktype = 'advisory' "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            url,
        )
        leave.set()
        for worker in workers:
            worker.join(PATIENCE_SECONDS)
    assert held == [(30, 1)]


def test_a_deleted_conversation_leaves_no_row_in_any_table(postgres, url):
    with opened(url) as store:
        thread = store.threads.create("ann")
        store.links.bind("place", thread)
        store.links.make_code(thread)
        store.ratings.put(thread, 1, "up", "fine", "ann")
        store.threads.delete(thread)
    tables = postgres.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", url)
    assert {"checkpoints", "threads", "ratings", "places", "codes"} <= {t for (t,) in tables}
    for (table,) in tables:
        rows = postgres.ask(f"SELECT t::text FROM {table} t", url)
        assert [row for row in rows if thread in row[0]] == []

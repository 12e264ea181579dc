"""A store on each of the two databases; what one of them can do, the other can."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.settings import Settings, load_settings
from agent.storage import Store, open_store
from tests.postgres import PostgresServer

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(params=BACKENDS)
def stored_in(request: pytest.FixtureRequest, data_dir: Path) -> Settings:
    """Settings that name an empty database."""
    if request.param == "sqlite":
        return load_settings(data_dir=data_dir)
    server: PostgresServer = request.getfixturevalue("postgres")
    return load_settings(data_dir=data_dir, database_url=server.new_database())


@pytest.fixture
def open_again(stored_in: Settings) -> Iterator[Callable[[], Store]]:
    """Opens stores on one database, as processes beside one another would."""
    opened: list[Store] = []

    def open_one() -> Store:
        opened.append(open_store(stored_in))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(open_again: Callable[[], Store]) -> Store:
    return open_again()

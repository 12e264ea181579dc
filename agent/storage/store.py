"""Opens the database that the settings name, and the tables in it."""

from dataclasses import dataclass

from agent.settings import Settings
from agent.storage.database import Database
from agent.storage.inbox import Inbox
from agent.storage.ledger import Ledger
from agent.storage.links import Links
from agent.storage.ratings import Ratings
from agent.storage.schema import migrate
from agent.storage.threads import Threads


@dataclass(frozen=True)
class Store:
    """Everything that lasts, table by table."""

    database: Database
    threads: Threads
    links: Links
    inbox: Inbox
    ratings: Ratings
    ledger: Ledger

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def open_store(settings: Settings) -> Store:
    """Open PostgreSQL when the settings name one, else the SQLite file of the data folder.

    Raises:
        Unavailable: the database cannot be used; the sentence says why, without any password.
    """
    database = _database(settings)
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    return Store(
        database=database,
        threads=Threads(database),
        links=Links(database),
        inbox=Inbox(database),
        ratings=Ratings(database),
        ledger=Ledger(database),
    )


def _database(settings: Settings) -> Database:
    if settings.database_url is not None:
        from agent.storage.postgres import PostgresDatabase  # loaded only when it is used

        return PostgresDatabase(settings.database_url.get_secret_value())
    from agent.storage.sqlite import SqliteDatabase

    return SqliteDatabase(settings.data_dir)

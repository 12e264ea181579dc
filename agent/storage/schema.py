"""The tables beside LangGraph's checkpoints: each step is run once, in order, and never changed.

The first step takes over what data folders had before there were steps.
"""

from agent.storage.database import Database, newer_schema

STEPS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE IF NOT EXISTS threads "
        "(id TEXT PRIMARY KEY, owner TEXT, title TEXT, updated TEXT)",
    ),
    ("ALTER TABLE threads ADD COLUMN name TEXT NOT NULL DEFAULT ''",),
    (
        "CREATE TABLE ratings (thread TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE, "
        "turn INTEGER NOT NULL, author TEXT NOT NULL, rating TEXT NOT NULL, comment TEXT NOT NULL, "
        "rated TEXT NOT NULL, PRIMARY KEY (thread, turn, author))",
        "CREATE TABLE thread_usage "
        "(thread TEXT PRIMARY KEY REFERENCES threads (id) ON DELETE CASCADE, "
        "calls BIGINT NOT NULL, prompt BIGINT NOT NULL, cached BIGINT NOT NULL, "
        "completion BIGINT NOT NULL, estimated BIGINT NOT NULL, unpriced BIGINT NOT NULL, "
        "nano_usd BIGINT NOT NULL, asked_again BIGINT NOT NULL, dropped BIGINT NOT NULL, "
        "replaced BIGINT NOT NULL)",
        "CREATE TABLE day_usage (day TEXT PRIMARY KEY, "
        "calls BIGINT NOT NULL, prompt BIGINT NOT NULL, cached BIGINT NOT NULL, "
        "completion BIGINT NOT NULL, estimated BIGINT NOT NULL, unpriced BIGINT NOT NULL, "
        "nano_usd BIGINT NOT NULL, asked_again BIGINT NOT NULL, dropped BIGINT NOT NULL, "
        "replaced BIGINT NOT NULL)",
        "CREATE TABLE seen (key TEXT PRIMARY KEY, at TEXT NOT NULL)",
        "CREATE INDEX seen_at ON seen (at)",
        "CREATE TABLE places (place TEXT PRIMARY KEY, "
        "thread TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE)",
        "CREATE TABLE codes (code TEXT PRIMARY KEY, "
        "thread TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE, expires TEXT NOT NULL)",
        "CREATE TABLE guesses (who TEXT NOT NULL, at TEXT NOT NULL)",
        "CREATE INDEX guesses_who ON guesses (who, at)",
    ),
    (
        "CREATE TABLE inbox (key TEXT PRIMARY KEY, task TEXT NOT NULL, at TEXT NOT NULL)",
        "CREATE TABLE posts (place TEXT NOT NULL, message TEXT NOT NULL, "
        "thread TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE, "
        "turn INTEGER NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (place, message))",
    ),
    (
        "ALTER TABLE inbox ADD COLUMN place TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX inbox_place ON inbox (place, at)",
    ),
)


def migrate(database: Database) -> None:
    """Bring the tables up to date; safe in any number of processes that start at once.

    Raises:
        Unavailable: the database cannot be used, or a newer version has written it.
    """
    with database.lock("schema"):
        database.run("CREATE TABLE IF NOT EXISTS steerwise_schema (version INTEGER NOT NULL)")
        version = _version(database)
        if version > len(STEPS):
            raise newer_schema(database.place())
        for number, statements in enumerate(STEPS[version:], start=version + 1):
            with database.transaction() as execute:
                for statement in statements:
                    execute(statement)
                execute("DELETE FROM steerwise_schema")
                execute("INSERT INTO steerwise_schema (version) VALUES (:number)", number=number)


def _version(database: Database) -> int:
    rows = database.run("SELECT version FROM steerwise_schema")
    return int(rows[0][0]) if rows else 0

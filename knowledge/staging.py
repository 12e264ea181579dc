"""Writes the catalog: documents are staged beside what is live, then published in one step.

What a crash leaves behind is staged at most and never found; the next ingest takes up what is whole
and clears away the rest.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from knowledge.catalog import Stored
from knowledge.database import LIVE, PARTIAL, STAGED, Database
from knowledge.embedding import Vectors


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage to be staged; `stems` are the words it is found by, `vectors` its sentences'."""

    key: str
    text: str
    heading: str
    start: int
    end: int
    sentences: tuple[tuple[int, int], ...]
    sources: str
    stems: str
    vectors: Vectors


class Staging:
    """Writes to the catalog of one folder; the caller holds the lock of the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, key: str, value: str) -> None:
        """Keep a note."""
        with self._database.writing() as db:
            db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (key, value))

    def begin(self, name: str) -> int:
        """The number of a collection, made if need be; it shows once something is published."""
        with self._database.writing() as db:
            db.execute(
                "INSERT OR IGNORE INTO collections (name, generation, layout, ingested, paths)"
                " VALUES (?, 0, 0, '', '[]')",
                (name,),
            )
            row = db.execute("SELECT id FROM collections WHERE name = ?", (name,)).fetchone()
            number = int(row[0])
            words = f"words_{number}"
            db.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {words}"
                """ USING fts5 (stems, tokenize = "ascii tokenchars '.'")"""
            )
            db.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS known_{number} USING fts5vocab ({words}, row)"
            )
            _delete(db, number, f"state = {PARTIAL}")
        return number

    def stage(self, number: int, document: Stored) -> int:
        """Begin a new version of a document; returns its number."""
        columns = "collection, state, key, root, name, digest, title, stated, pages, bytes, text"
        values = (
            number,
            PARTIAL,
            document.key,
            document.root,
            document.name,
            document.digest,
            document.title,
            document.stated,
            json.dumps(document.pages),
            document.bytes,
            zlib.compress(document.text.encode()),
        )
        with self._database.writing() as db:
            _delete(db, number, f"key = ? AND state != {LIVE}", document.key)
            marks = ", ".join("?" * len(values))
            cursor = db.execute(
                f"INSERT INTO documents ({columns}, passages) VALUES ({marks}, 0)", values
            )
            return int(cursor.lastrowid or 0)

    def add(self, number: int, passages: Iterable[tuple[int, NewPassage]]) -> None:
        """Add passages to staged documents, each given with the number of its document."""
        with self._database.writing() as db:
            for document, new in passages:
                cursor = db.execute(
                    "INSERT INTO passages (document, key, text, heading, start, stop, sentences,"
                    " sources, vectors) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        document,
                        new.key,
                        new.text,
                        new.heading,
                        new.start,
                        new.end,
                        json.dumps(new.sentences),
                        new.sources,
                        new.vectors.astype(np.float16).tobytes(),
                    ),
                )
                db.execute(
                    f"INSERT INTO words_{number} (rowid, stems) VALUES (?, ?)",
                    (cursor.lastrowid, new.stems),
                )

    def finish(self, documents: Iterable[int]) -> None:
        """Note that all passages of these staged documents have been added."""
        with self._database.writing() as db:
            db.executemany(
                f"UPDATE documents SET state = {STAGED}, passages ="
                " (SELECT COUNT(*) FROM passages WHERE document = documents.id) WHERE id = ?",
                [(one,) for one in documents],
            )

    def publish(
        self,
        number: int,
        *,
        staged: Iterable[int],
        gone: Iterable[str],
        paths: Iterable[str],
        layout: int,
    ) -> list[str]:
        """Make staged documents live and let those with the keys `gone` go, in one step.

        Returns the keys of the passages that are no longer live.
        """
        with self._database.writing() as db:
            for table, kind in (("fresh", "INTEGER"), ("gone", "TEXT")):
                db.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} (key {kind} PRIMARY KEY)")
                db.execute(f"DELETE FROM temp.{table}")
            db.executemany("INSERT INTO fresh VALUES (?)", [(one,) for one in staged])
            db.executemany("INSERT OR IGNORE INTO gone VALUES (?)", [(key,) for key in gone])
            db.execute(
                "INSERT OR IGNORE INTO gone"
                " SELECT key FROM documents WHERE id IN (SELECT key FROM fresh)"
            )
            dead = (
                f"CASE state WHEN {LIVE} THEN key IN (SELECT key FROM gone)"
                " ELSE id NOT IN (SELECT key FROM fresh) END"
            )
            left = db.execute(
                "SELECT key FROM passages WHERE document IN"
                f" (SELECT id FROM documents WHERE collection = ? AND {dead})",
                (number,),
            ).fetchall()
            _delete(db, number, dead)
            db.execute(f"UPDATE documents SET state = {LIVE} WHERE id IN (SELECT key FROM fresh)")
            db.execute(
                "UPDATE collections SET generation = generation + 1, layout = ?, ingested = ?,"
                " paths = ? WHERE id = ?",
                (layout, _now(), json.dumps(sorted(set(paths))), number),
            )
            return [key for (key,) in left if not _is_live(db, number, key)]

    def seen(self, number: int, paths: Iterable[str]) -> None:
        """Note the time of an ingest that changed nothing, and the paths that it was given."""
        with self._database.writing() as db:
            db.execute(
                "UPDATE collections SET ingested = ?, paths = ? WHERE id = ?",
                (_now(), json.dumps(sorted(set(paths))), number),
            )

    def empty_log(self) -> None:
        """Let nothing of what was deleted stay behind in the database's log."""
        self._database.empty_log()

    def drop(self, name: str) -> int | None:
        """Remove a collection and all that it holds; returns its number, None if there was none."""
        with self._database.writing() as db:
            row = db.execute("SELECT id FROM collections WHERE name = ?", (name,)).fetchone()
            if row is None:
                return None
            db.execute(f"DROP TABLE IF EXISTS known_{row[0]}")
            db.execute(f"DROP TABLE IF EXISTS words_{row[0]}")
            db.execute("DELETE FROM collections WHERE id = ?", (row[0],))
        self._database.empty_log()
        return int(row[0])


def _delete(db: sqlite3.Connection, number: int, where: str, *values: Any) -> None:
    """Delete documents of a collection with their passages and words."""
    chosen = f"SELECT id FROM documents WHERE collection = ? AND {where}"
    db.execute(
        f"DELETE FROM words_{number} WHERE rowid IN"
        f" (SELECT id FROM passages WHERE document IN ({chosen}))",
        (number, *values),
    )
    db.execute(f"DELETE FROM documents WHERE id IN ({chosen})", (number, *values))


def _is_live(db: sqlite3.Connection, number: int, key: str) -> bool:
    query = (
        "SELECT 1 FROM passages p JOIN documents d ON d.id = p.document"
        f" WHERE p.key = ? AND d.collection = ? AND d.state = {LIVE}"
    )
    return db.execute(query, (key, number)).fetchone() is not None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

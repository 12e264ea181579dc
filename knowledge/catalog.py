"""What is live in the index: collections, documents with their text, passages and their words.

Reads only; `knowledge/staging.py` writes. A reader sees the state before an ingest or after it.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.collections import Collection
from knowledge.database import LIVE, STAGED, Database
from knowledge.embedding import DIMENSIONS, Vectors


@dataclass(frozen=True, slots=True)
class Held:
    """One collection: its number, which version of it is live, how it was split, its size."""

    id: int
    generation: int
    layout: int
    passages: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One document: its number, the digest of its content, its passages."""

    id: int
    digest: str
    passages: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A document with its text.

    `key` is its place, `root` the path given that led to it, `name` its file name. `stated` is the
    title that the file states itself, `pages` where in the text each page begins.
    """

    key: str
    root: str
    name: str
    digest: str
    title: str
    stated: str
    pages: tuple[int, ...]
    bytes: int
    text: str


@dataclass(frozen=True, slots=True)
class Live:
    """A live passage: key, text, what is known about it, its sentences' vectors, its words."""

    key: str
    text: str
    metadata: Mapping[str, Any]
    vectors: Vectors
    stems: list[str]


class Catalog:
    """Reads the catalog of one folder; opening it is cheap."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def note(self, key: str) -> str:
        """A note that was kept; empty when there is none."""
        row = self.database.row("SELECT value FROM notes WHERE key = ?", (key,))
        return row[0] if row else ""

    def held(self, name: str) -> Held | None:
        """A collection that something was published in."""
        row = self.database.row(
            "SELECT id, generation, layout, (SELECT SUM(passages) FROM documents WHERE"
            " collection = c.id AND state = ?) FROM collections c WHERE name = ?"
            " AND generation > 0",
            (LIVE, name),
        )
        return Held(row[0], row[1], row[2], row[3] or 0) if row else None

    def generation(self, name: str) -> tuple[int, int]:
        """The number and the version of a collection; (0, 0) when there is none."""
        query = "SELECT id, generation FROM collections WHERE name = ? AND generation > 0"
        return self.database.row(query, (name,)) or (0, 0)

    def names(self) -> tuple[str, ...]:
        """The names of all collections that something was published in, private ones too."""
        query = "SELECT name FROM collections WHERE generation > 0 ORDER BY name"
        return tuple(row[0] for row in self.database.rows(query))

    def numbers(self) -> frozenset[int]:
        """The numbers of all collections, those just begun too."""
        return frozenset(row[0] for row in self.database.rows("SELECT id FROM collections"))

    def collections(self) -> tuple[Collection, ...]:
        """All collections that something was published in."""
        rows = self.database.rows(
            "SELECT c.name, COUNT(d.id), COALESCE(SUM(d.passages), 0), COALESCE(SUM(d.bytes), 0),"
            " c.ingested, c.paths FROM collections c LEFT JOIN documents d"
            " ON d.collection = c.id AND d.state = ?"
            " WHERE c.generation > 0 GROUP BY c.id ORDER BY c.name",
            (LIVE,),
        )
        return tuple(
            Collection(name, documents, passages, size, ingested, tuple(json.loads(paths)))
            for name, documents, passages, size, ingested, paths in rows
        )

    def paths(self, number: int) -> tuple[str, ...]:
        """The files and folders that were given for a collection so far."""
        row = self.database.row("SELECT paths FROM collections WHERE id = ?", (number,))
        return tuple(json.loads(row[0])) if row else ()

    def entries(self, number: int, *, staged: bool = False) -> dict[str, Entry]:
        """The live documents of a collection by key; or what an interrupted ingest had staged."""
        rows = self.database.rows(
            "SELECT key, id, digest, passages FROM documents"
            " WHERE collection = ? AND state = ? ORDER BY id",
            (number, STAGED if staged else LIVE),
        )
        return {key: Entry(*rest) for key, *rest in rows}

    def document_names(self, name: str) -> tuple[str, ...]:
        """The file names of the live documents of a collection, in the order of the alphabet."""
        rows = self.database.rows(
            "SELECT d.name FROM documents d JOIN collections c ON c.id = d.collection"
            " WHERE c.name = ? AND d.state = ? ORDER BY d.name, d.key",
            (name, LIVE),
        )
        return tuple(row[0] for row in rows)

    def stored(self, number: int) -> Iterator[Stored]:
        """The live documents of a collection one by one, with the text taken out of them."""
        for entry in self.entries(number).values():
            row = self.database.row(
                "SELECT key, root, name, digest, title, stated, pages, bytes, text"
                " FROM documents WHERE id = ?",
                (entry.id,),
            )
            if row:
                key, root, name, digest, title, stated, pages, size, text = row
                plain = zlib.decompress(text).decode()
                starts = tuple(json.loads(pages))
                yield Stored(key, root, name, digest, title, stated, starts, size, plain)

    def quoted(self, name: str, key: str, start: int, end: int) -> str | None:
        """The characters [start, end) of a live document, if one of its passages holds them all."""
        row = self.database.row(
            "SELECT p.text, p.start FROM passages p JOIN documents d ON d.id = p.document"
            " JOIN collections c ON c.id = d.collection"
            " WHERE c.name = ? AND d.key = ? AND d.state = ? AND p.start <= ? AND p.stop >= ?",
            (name, key, LIVE, start, end),
        )
        return row[0][start - row[1] : end - row[1]] if row else None

    def same_names(self, number: int) -> frozenset[str]:
        """The file names that several live documents of a collection have."""
        rows = self.database.rows(
            "SELECT name FROM documents WHERE collection = ? AND state = ?"
            " GROUP BY name HAVING COUNT(*) > 1",
            (number, LIVE),
        )
        return frozenset(row[0] for row in rows)

    def passages(
        self, number: int, twice: frozenset[str], keys: Sequence[str] | None = None
    ) -> list[Live]:
        """The live passages of a collection, or those with these keys, document by document.

        `twice` are the names of files that need their folder to be told apart.
        """
        # a cross join keeps the order written: SQLite would go through all documents for few keys
        tables = "documents d CROSS JOIN passages p ON p.document = d.id"
        chosen = ""
        if keys is not None:
            tables = "passages p CROSS JOIN documents d ON d.id = p.document"
            chosen = f" AND p.key IN ({','.join('?' * len(keys))})"
        rows = self.database.rows(
            "SELECT p.key, p.text, d.name, d.key, d.root, d.title, p.heading, p.start, p.stop,"
            f" p.sentences, p.sources, p.vectors, w.stems FROM {tables}"
            f" CROSS JOIN words_{number} w ON w.rowid = p.id"
            f" WHERE d.collection = ? AND d.state = ?{chosen}",
            (number, LIVE, *(keys or ())),
        )
        rows.sort(key=lambda row: (row[2], row[3], row[7]))
        return [_live(row, twice) for row in rows]

    def passage_keys(self, number: int) -> list[str]:
        """The keys of the live passages of a collection."""
        rows = self.database.rows(
            "SELECT p.key FROM passages p JOIN documents d ON d.id = p.document"
            " WHERE d.collection = ? AND d.state = ?",
            (number, LIVE),
        )
        return [row[0] for row in rows]

    def known(self, number: int, stems: Iterable[str]) -> dict[str, int]:
        """In how many passages of a collection each of these words stands."""
        query = f"SELECT doc FROM known_{number} WHERE term = ?"
        found = {stem: self.database.row(query, (stem,)) for stem in stems}
        return {stem: int(row[0]) for stem, row in found.items() if row}

    def by_words(self, number: int, stems: Iterable[str], k: int) -> list[str]:
        """The keys of the k passages that hold these words best, by SQLite's own BM25."""
        wanted = " OR ".join(f'"{stem}"' for stem in stems)
        if not wanted:
            return []
        rows = self.database.rows(
            f"SELECT p.key FROM (SELECT rowid FROM words_{number}"
            f" WHERE words_{number} MATCH ? ORDER BY rank LIMIT ?) best"
            " JOIN passages p ON p.id = best.rowid"
            " JOIN documents d ON d.id = p.document WHERE d.state = ?",
            (wanted, k, LIVE),
        )
        return [row[0] for row in rows]


def _live(row: Any, twice: frozenset[str]) -> Live:
    key, text, name, place, root, title, heading, start, end, spans, sources, vectors, stems = row
    metadata = {
        "source": _telling(name, place, root) if name in twice else name,
        "path": place,
        "title": title,
        "heading": heading,
        "start": start,
        "end": end,
        "sentences": spans,
        "sources": sources,
    }
    matrix = np.frombuffer(vectors, dtype=np.float16).reshape(-1, DIMENSIONS)
    return Live(key, text, metadata, matrix.astype(np.float32), stems.split())


def _telling(name: str, place: str, root: str) -> str:
    """What tells a document from another of the same name: its path below what was given."""
    return place if place == root else place.removeprefix(root).lstrip("/\\") or name

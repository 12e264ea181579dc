"""From documents to staged passages with their vectors, a few hundred passages at a time."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from knowledge.catalog import Stored
from knowledge.collections import GUIDANCE
from knowledge.documents import MINE, Document, parse
from knowledge.embedding import Vectors
from knowledge.formats import Extracted
from knowledge.lexical import words
from knowledge.passages import Piece, split
from knowledge.staging import NewPassage
from knowledge.store import Store

PASSAGES_AT_ONCE = 256


def stage(
    store: Store, collection: str, number: int, documents: Iterable[Stored]
) -> dict[str, int]:
    """Stage documents with their passages and vectors; returns the number of each by its key."""
    numbers: dict[str, int] = {}
    batch: list[tuple[int, Document, str, Piece]] = []
    ended: list[int] = []
    author = "" if collection == GUIDANCE else MINE
    for stored in documents:
        path = Path(stored.name)
        found = Extracted(stored.text, stored.stated, stored.pages)
        document = parse(path, found, author=author)
        staged = store.staging.stage(number, replace(stored, title=document.title))
        numbers[stored.key] = staged
        for piece in split(document.text, document.body_start):
            batch.append((staged, document, stored.digest, piece))
            if len(batch) == PASSAGES_AT_ONCE:
                _embed(store, number, batch, ended)
        ended.append(staged)
        if len(ended) == PASSAGES_AT_ONCE:
            _embed(store, number, batch, ended)
    _embed(store, number, batch, ended)
    return numbers


def _embed(
    store: Store,
    number: int,
    batch: list[tuple[int, Document, str, Piece]],
    ended: list[int],
) -> None:
    """Embed and add what has gathered, vectors first: what the catalog names, the store has."""
    texts = [_context(d, p) + d.text[p.start : p.end] for _, d, _, p in batch]
    vectors = store.embedder.embed_parts(texts, [_parts(d, p) for _, d, _, p in batch])
    rows = zip(batch, texts, vectors, strict=True)
    new = [(staged, _passage(d, p, hashed, text, v)) for (staged, d, hashed, p), text, v in rows]
    if new:
        keys = [passage.key for _, passage in new]
        store.index.add(store.vectors_of(number), keys, np.stack([v[0] for v in vectors]))
    store.staging.add(number, new)
    store.staging.finish(ended)
    batch.clear()
    ended.clear()


def _passage(
    document: Document, piece: Piece, hashed: str, context: str, vectors: Vectors
) -> NewPassage:
    sources = document.sources_of(piece.start, piece.end)
    return NewPassage(
        key=f"{hashed}-{piece.start}",
        text=document.text[piece.start : piece.end],
        heading=document.place(piece.start, piece.end, piece.heading),
        start=piece.start,
        end=piece.end,
        sentences=tuple((span.start, span.end) for span in piece.sentences),
        sources=json.dumps([[s.title, s.author, s.year, s.url] for s in sources]),
        stems=" ".join(words(context)),
        vectors=vectors[1:],
    )


def _context(document: Document, piece: Piece) -> str:
    """What stands before a passage when it is embedded, so that it knows what it is about."""
    return f"{document.title} > {piece.heading}\n"


def _parts(document: Document, piece: Piece) -> list[tuple[int, int]]:
    """Where the sentences of a passage stand in the text that is embedded."""
    shift = len(_context(document, piece)) - piece.start
    return [(start + shift, end + shift) for start, end in piece.sentences]

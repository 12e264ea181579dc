"""Brings a collection in line with files: reads, splits, embeds and stores only what changed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents import SUFFIXES, Document, digest, parse, read_text
from knowledge.embedding import Embedder, Vectors, check_weights
from knowledge.index import Entry, Index, Manifest, Row
from knowledge.passages import Piece, split
from knowledge.results import KnowledgeError

DOCUMENTS_AT_ONCE = 16


@dataclass(frozen=True)
class Changes:
    """What an ingest did, by file name; `refused` holds one line of reason each."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    passages: int = 0


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files to read: .md and .txt of folders, and every file given by name, each once.

    Raises:
        KnowledgeError: a path does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise KnowledgeError(f"{path} does not exist; give a file or a folder")
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            if file.is_file() and (file.suffix.lower() in SUFFIXES or file == path):
                found[file.resolve()] = None
    return list(found)


def unchanged(entries: Mapping[str, Entry], files: Iterable[Path]) -> bool:
    """True when the index holds exactly these files as they are on disk now."""
    try:
        now = {str(path): digest(path, read_text(path)) for path in files}
    except KnowledgeError:
        return False
    return now == {path: entry.digest for path, entry in entries.items()}


def update(
    index: Index,
    embedder: Embedder,
    collection: str,
    files: Iterable[Path],
    *,
    afresh: bool = False,
) -> Changes:
    """Make `collection` hold exactly `files`; the caller holds the lock of the index.

    With `afresh` every file is embedded again, whatever the index says it holds.

    Raises:
        KnowledgeError: none of the files can be used, or the weights are damaged.
    """
    manifest = index.manifest()
    weights = check_weights(manifest.weights)
    before = {} if afresh else manifest.collections.get(collection, {})
    after: dict[str, Entry] = {}
    refused: list[str] = []
    for batch in _batches(_read(files, before, after, refused)):
        after.update(_store(index, embedder, collection, batch))
    if not after:
        reason = refused[0] if refused else "no .md or .txt file was found"
        raise KnowledgeError(f"nothing to index: {reason}")
    if after != before:
        collections = {**manifest.collections, collection: after}
        index.publish(Manifest(manifest.generation + 1, weights=weights, collections=collections))
    return _changes(before, after, refused)


def _read(
    files: Iterable[Path], before: Mapping[str, Entry], after: dict[str, Entry], refused: list[str]
) -> Iterator[Document]:
    """The documents that are new or changed; notes the others in `after` and `refused`."""
    for path in files:
        try:
            text = read_text(path)
        except KnowledgeError as error:
            refused.append(str(error))
            continue
        old = before.get(str(path))
        if old is not None and old.digest == digest(path, text):
            after[str(path)] = old
        else:
            yield parse(path, text)


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == DOCUMENTS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _store(
    index: Index, embedder: Embedder, collection: str, documents: list[Document]
) -> dict[str, Entry]:
    """Embed and add documents; returns their entries for the manifest."""
    pieces = [(d, piece) for d in documents for piece in split(d.text, d.body_start)]
    texts = [_context(d, piece) + d.text[piece.start : piece.end] for d, piece in pieces]
    parts = [_parts(d, piece) for d, piece in pieces]
    vectors = embedder.embed_parts(texts, parts)
    rows = [_row(d, piece, v) for (d, piece), v in zip(pieces, vectors, strict=True)]
    index.add(collection, rows)
    count = {d.path: sum(1 for other, _ in pieces if other is d) for d in documents}
    return {str(d.path): Entry(d.digest, str(d.path), count[d.path]) for d in documents}


def _context(document: Document, piece: Piece) -> str:
    """What stands before a passage when it is embedded, so that it knows what it is about."""
    return f"{document.title} > {piece.heading}\n"


def _parts(document: Document, piece: Piece) -> list[tuple[int, int]]:
    """Where the sentences of a passage stand in the text that is embedded."""
    shift = len(_context(document, piece)) - piece.start
    return [(start + shift, end + shift) for start, end in piece.sentences]


def _row(document: Document, piece: Piece, vectors: Vectors) -> Row:
    sources = document.sources_of(piece.start, piece.end)
    metadata: dict[str, str | int] = {
        "digest": document.digest,
        "source": document.name,
        "path": str(document.path),
        "title": document.title,
        "heading": piece.heading,
        "start": piece.start,
        "end": piece.end,
        "sentences": json.dumps(piece.sentences),
        "sources": json.dumps([[s.title, s.author, s.year, s.url] for s in sources]),
    }
    text = document.text[piece.start : piece.end]
    return Row(f"{document.digest}-{piece.start}", text, metadata, vectors)


def _changes(
    before: Mapping[str, Entry], after: Mapping[str, Entry], refused: list[str]
) -> Changes:
    def names(paths: Iterable[str]) -> tuple[str, ...]:
        return tuple(Path(path).name for path in paths)

    def same(path: str) -> bool:
        return before[path].digest == after[path].digest

    return Changes(
        added=names(p for p in after if p not in before),
        changed=names(p for p in after if p in before and not same(p)),
        unchanged=names(p for p in after if p in before and same(p)),
        removed=names(p for p in before if p not in after),
        refused=tuple(refused),
        passages=sum(entry.passages for entry in after.values()),
    )

"""Brings a collection in line with files: reads, splits, embeds and stores only what changed.

Documents go through one by one and passages a few hundred at a time, so that no number of files
fills the memory. Nothing of it is found before the last line of `update` publishes it all at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.batches import stage
from knowledge.catalog import Entry, Stored
from knowledge.documents import digest
from knowledge.embedding import check_weights
from knowledge.folders import File, Walk, key_of
from knowledge.formats import READABLE, Extracted, Refused, Unreadable, extract, read_bytes
from knowledge.results import KnowledgeError
from knowledge.store import LAYOUT, Store

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Changes:
    """What an ingest did, by file name; `refused` holds one line of reason each.

    `failed` are the paths given that could not be used at all, `skipped` the number of files in
    folders whose kind is not read, `documents` and `passages` what the collection holds now.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    skipped: int = 0
    documents: int = 0
    passages: int = 0


@dataclass
class _Run:
    """How far one ingest has come, by the keys of documents."""

    before: dict[str, Entry]
    staged: dict[str, int] = field(default_factory=dict)
    same: list[str] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def update(
    store: Store,
    collection: str,
    walk: Walk,
    *,
    exactly: bool = False,
    progress: Progress | None = None,
) -> Changes:
    """Make `collection` hold the files found by a walk, as they are now.

    Files that are gone from below the paths walked leave the collection; with `exactly` all others
    leave it too.

    Raises:
        KnowledgeError: none of the files can be used, or the weights are damaged.
    """
    weights = check_weights(store.catalog.note("weights"))
    store.staging.keep("weights", weights)
    number = store.staging.begin(collection)
    held = store.catalog.held(collection)
    whole = store.is_whole(number, held.passages if held else 0)  # fails at once without a store
    usable = held is not None and held.layout == LAYOUT and whole
    run = _Run(store.catalog.entries(number))
    documents = _read(store, number, walk, run, progress, again=not usable)
    run.staged.update(stage(store, collection, number, documents))
    if progress is not None:
        progress(len(walk.files), len(walk.files), "")
    if not (run.staged or run.same):
        raise KnowledgeError(f"nothing to index: {_why_nothing(walk, run)}")
    gone = _gone(walk, run, exactly=exactly)
    paths = (*(() if exactly else store.catalog.paths(number)), *walk.roots)
    if run.staged or gone or not usable:
        dead = store.staging.publish(
            number, staged=run.staged.values(), gone=gone, paths=paths, layout=LAYOUT
        )
        _clear(store, number, dead)
    else:
        store.staging.seen(number, paths)
    return _changes(store.catalog.entries(number), walk, run, gone)


def remove(store: Store, collection: str, document: str) -> None:
    """Take the documents of one key out of a collection, and all that was made of them."""
    number = store.staging.begin(collection)
    held = store.catalog.held(collection)
    dead = store.staging.publish(
        number,
        staged=(),
        gone=[document],
        paths=store.catalog.paths(number),
        layout=held.layout if held else LAYOUT,
    )
    _clear(store, number, dead)
    store.staging.empty_log()


def restore(store: Store, collection: str) -> None:
    """Split and embed the documents of a collection again, from the text that was kept of them.

    Needs no original: for vectors that were lost, and after a change of how documents are split.
    """
    number = store.staging.begin(collection)
    staged = stage(store, collection, number, store.catalog.stored(number))
    dead = store.staging.publish(
        number,
        staged=staged.values(),
        gone=(),
        paths=store.catalog.paths(number),
        layout=LAYOUT,
    )
    _clear(store, number, dead)


def _read(
    store: Store,
    number: int,
    walk: Walk,
    run: _Run,
    progress: Progress | None,
    *,
    again: bool,
) -> Iterator[Stored]:
    """The documents that are new or changed, or all `again`; notes the others in `run`."""
    waiting = {} if again else store.catalog.entries(number, staged=True)
    for done, file in enumerate(walk.files):
        if progress is not None:
            progress(done, len(walk.files), file.shown)
        try:
            data = read_bytes(file.path)
            fresh = digest(file.key, data)
            old, left = run.before.get(file.key), waiting.get(file.key)
            if not again and old is not None and old.digest == fresh:
                run.same.append(file.key)
            elif left is not None and left.digest == fresh:
                run.staged[file.key] = left.id
            else:
                yield _stored(file, fresh, len(data), extract(file.path.name, data))
        except Refused as error:
            run.refused.append(f"{file.shown} {error}")
            if file.key == file.root:
                run.failed.append(file.shown)
            if isinstance(error, Unreadable):
                run.kept.add(file.key)


def _stored(file: File, fresh: str, size: int, found: Extracted) -> Stored:
    return Stored(
        file.key,
        file.root,
        key_of(Path(file.path.name)),
        fresh,
        "",
        found.title,
        found.pages,
        size,
        found.text,
    )


def _clear(store: Store, number: int, dead: list[str]) -> None:
    """Delete the vectors of what is no longer live, and of what a crash has left."""
    name, live = store.vectors_of(number), store.catalog.entries(number).values()
    store.index.remove(name, dead)
    store.index.keep_only(
        name,
        lambda: store.catalog.passage_keys(number),
        sum(entry.passages for entry in live),
    )
    known = [store.vectors_of(one) for one in store.catalog.numbers()]
    store.index.drop_all_but(store.prefix, known)


def _gone(walk: Walk, run: _Run, *, exactly: bool) -> list[str]:
    """The documents that have left: not found below a path that was walked and could be read."""
    here = {*run.same, *run.staged, *run.kept}
    return [
        key
        for key in run.before
        if key not in here and not walk.hidden(key) and (exactly or walk.covers(key))
    ]


def _why_nothing(walk: Walk, run: _Run) -> str:
    reasons = [*walk.refused, *run.refused]
    if not reasons:
        return f"no file was found that can be read ({READABLE})"
    more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
    return reasons[0] + more


def _changes(now: Mapping[str, Entry], walk: Walk, run: _Run, gone: list[str]) -> Changes:
    def names(keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(Path(key).name for key in keys)

    fresh = [key for key in now if key in run.staged]
    before = {key: entry.digest for key, entry in run.before.items()}
    return Changes(
        added=names(key for key in fresh if key not in before),
        changed=names(key for key in fresh if before.get(key, now[key].digest) != now[key].digest),
        unchanged=names(key for key in now if before.get(key) == now[key].digest),
        removed=names(gone),
        refused=(*walk.refused, *run.refused),
        failed=(*walk.failed, *run.failed),
        skipped=walk.skipped,
        documents=len(now),
        passages=sum(entry.passages for entry in now.values()),
    )

"""Passages in memory, as they are ranked: a whole collection, or candidates for a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.catalog import Live
from knowledge.embedding import DIMENSIONS, Vectors


@dataclass(frozen=True)
class Snapshot:
    """Passages of one collection or of several; `owner[i]` is the passage of sentence vector i.

    `whole` is false when the store has lost vectors of passages that the catalog names.
    """

    whole: bool
    ids: tuple[str, ...]
    texts: tuple[str, ...]
    metadata: tuple[Mapping[str, Any], ...]
    vectors: Vectors
    sentence_vectors: Vectors
    owner: NDArray[np.int64]


def snapshot_of(
    collection: str, passages: Sequence[Live], vectors: Mapping[str, Vectors]
) -> tuple[Snapshot, list[Live]]:
    """The passages whose vectors the store has, in their order, and these passages themselves."""
    there = [passage for passage in passages if passage.key in vectors]
    rows = [np.asarray(vectors[passage.key], dtype=np.float32) for passage in there]
    lengths = [len(passage.vectors) for passage in there]
    empty = np.zeros((0, DIMENSIONS), dtype=np.float32)
    found = Snapshot(
        len(there) == len(passages),
        tuple(passage.key for passage in there),
        tuple(passage.text for passage in there),
        tuple({**passage.metadata, "collection": collection} for passage in there),
        np.stack(rows) if rows else empty,
        np.concatenate([passage.vectors for passage in there]) if there else empty,
        np.repeat(np.arange(len(there)), lengths),
    )
    return found, there


def joined(parts: Sequence[Snapshot]) -> Snapshot:
    """Several snapshots as one, in their order."""
    if len(parts) == 1:
        return parts[0]
    before = np.cumsum([0, *(len(part.ids) for part in parts)])
    return Snapshot(
        all(part.whole for part in parts),
        tuple(key for part in parts for key in part.ids),
        tuple(text for part in parts for text in part.texts),
        tuple(meta for part in parts for meta in part.metadata),
        np.concatenate([part.vectors for part in parts]),
        np.concatenate([part.sentence_vectors for part in parts]),
        np.concatenate([part.owner + n for part, n in zip(parts, before, strict=False)]),
    )

"""The names of collections: people's own, the packaged guidance, and what one conversation got."""

import difflib
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.results import KnowledgeError

GUIDANCE = "guidance"
DOCUMENTS = "documents"  # where documents go when no collection is named
_PRIVATE = "thread:"  # no name that a person can give holds a colon
_NAME = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,58}[a-zA-Z0-9])?")


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents that were added together: how many, how large, when last and from where.

    `bytes` is the size of the files, `ingested` an ISO 8601 time in UTC, `paths` the files and
    folders that were given.
    """

    name: str
    documents: int
    passages: int
    bytes: int
    ingested: str
    paths: tuple[str, ...]


def check_name(collection: str) -> str:
    """Return a name that a person may give to a collection.

    Raises:
        KnowledgeError: it cannot name a collection, or names the packaged guidance.
    """
    if collection == GUIDANCE:
        raise KnowledgeError("'guidance' is the packaged one; give your collection another name")
    if not _NAME.fullmatch(collection):
        raise KnowledgeError(
            "a collection's name has up to 60 letters, digits, dots or dashes; got"
            f" {collection[:80]!r}"
        )
    return collection


def uploads_of(thread: str) -> str:
    """The name of the collection that only one conversation may search.

    It is made from the thread's id, which cannot be guessed, and does not give it away.
    """
    return _PRIVATE + hashlib.sha256(thread.encode()).hexdigest()[:24]


def is_private(collection: str) -> bool:
    """True for the uploads of a conversation, which no other one ever searches."""
    return collection.startswith(_PRIVATE)


def unknown(collection: str, known: Iterable[str]) -> KnowledgeError:
    """The error for a collection that does not exist, with the nearest name that does."""
    names = sorted(name for name in known if not is_private(name))
    near = difflib.get_close_matches(collection, names, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(names) or 'none yet'}"
    return KnowledgeError(f"there is no collection {collection[:80]!r}; {hint}")

"""One document: its file, front matter, text and sources; knows nothing of the index."""

import datetime
import hashlib
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import frontmatter
import yaml  # type: ignore[import-untyped]
from frontmatter.default_handlers import YAMLHandler

from knowledge.folders import key_of
from knowledge.formats import PLAIN, Extracted, Refused, extract, read_bytes
from knowledge.limits import limit
from knowledge.results import KnowledgeError, Source

MINE = "your document"  # who wrote a document that a user added and that names no author
LONGEST_TITLE = 100
_HEADING = re.compile(r"^#{1,6}[ \t]{1,9}(\S.{0,300}?)[ \t]{0,9}#{0,9}[ \t]{0,9}$", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """A document as it was read: `text` is all of it, `body_start` where the prose begins.

    `sources` are the works that its front matter lists, `own` is the document itself as a source.
    `pages` are the places where its pages begin, if it has any.
    """

    path: Path
    text: str
    body_start: int
    title: str
    sources: tuple[Source, ...]
    own: Source
    metadata: Mapping[str, Any]
    pages: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The file name, by which passages name their document."""
        return self.path.name

    def sources_of(self, start: int, end: int) -> tuple[Source, ...]:
        """The sources that `text[start:end]` names, else the document itself.

        Only a source that the passage names is given: a claim of ours never borrows an author.
        """
        return tuple(attributed(self.text[start:end], self.sources)) or (self.own,)

    def place(self, start: int, end: int, heading: str) -> str:
        """The path to a passage: its heading, or its page where there are pages."""
        if not self.pages:
            return heading
        first, last = bisect_right(self.pages, start), bisect_right(self.pages, end - 1)
        page = f"page {first}" if first == last else f"pages {first}–{last}"
        return f"{page} > {heading}" if heading else page


def attributed(text: str, sources: tuple[Source, ...]) -> list[Source]:
    """The sources that a text names, as "Author, 2021" or "Author (2021)", in that order."""
    places = [(_named_at(text, source), source) for source in sources]
    return [source for place, source in sorted(places, key=lambda p: p[0]) if place >= 0]


def _named_at(text: str, source: Source) -> int:
    """Where a text names a source, or -1."""
    if source.year is None or not source.author:
        return -1
    places = [
        text.find(f"{source.author}{form}") for form in (f", {source.year}", f" ({source.year}")
    ]
    return min((place for place in places if place >= 0), default=-1)


def digest(key: str, data: bytes) -> str:
    """A short hash of a document's place and content; it changes when either does."""
    return hashlib.sha256(key.encode() + b"\0" + data).hexdigest()[:16]


def read_document(path: Path) -> Document:
    """Read a file of any format that is known.

    Raises:
        KnowledgeError: the file cannot be read, is empty, too large or not what its name says.
    """
    try:
        found = extract(path.name, read_bytes(path))
    except Refused as error:
        raise KnowledgeError(f"{path.name} {error}") from error
    return parse(path, found)


def document_now(path: Path) -> Document:
    """A document as it is on disk now; read once while its size and time stay.

    Raises:
        KnowledgeError: as `read_document`.
    """
    try:
        now = path.stat()
    except OSError:
        return read_document(path)  # tells what is wrong with it
    return _document_of(path, now.st_mtime_ns, now.st_size)


@lru_cache(maxsize=32)
def _document_of(path: Path, changed_ns: int, size: int) -> Document:
    return read_document(path)


def parse(path: Path, found: Extracted, *, author: str = "") -> Document:
    """Take the front matter of a text apart from its prose.

    `author` is named where the document names none.
    """
    text = found.text
    plain = path.suffix.lower() in PLAIN or not path.suffix
    metadata, body = _front_matter(text) if plain else ({}, 0)
    heading = _HEADING.search(text, body)
    stated = _words(metadata.get("title")) or found.title
    title = stated or (heading[1] if heading else _first_line(text, body, path))
    rows = metadata.get("sources")
    sources = (
        tuple(_source(row) for row in rows if isinstance(row, dict))
        if isinstance(rows, list)
        else ()
    )
    when = metadata.get("reviewed") or metadata.get("date")
    by = _words(metadata.get("author")) or author
    own = Source(_short(title), by, _year(when), _words(metadata.get("url")))
    return Document(path, text, body, own.title, sources, own, metadata, found.pages)


def unchanged(known: Mapping[str, str], files: list[Path]) -> bool:
    """True when `known`, digests by key, are exactly these files as they are on disk now."""
    try:
        now = {key_of(path): digest(key_of(path), read_bytes(path)) for path in files}
    except Refused:
        return False
    return now == known


def _front_matter(text: str) -> tuple[dict[str, Any], int]:
    """The front matter and where the body starts; broken or endless front matter counts as text."""
    most = limit("front_matter")
    if not text.startswith("---") or "\n---" not in text[:most]:
        return {}, 0
    try:
        post = frontmatter.loads(text, handler=_HEADS)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, 0
    if not post.metadata or not post.content:
        return {}, 0
    return dict(post.metadata), len(text.rstrip()) - len(post.content)


@lru_cache(maxsize=128)
def _head(lines: str) -> dict[str, Any]:
    """What the lines of a front matter say; a search reads the same heads again and again."""
    found: dict[str, Any] = YAMLHandler().load(lines)
    return found


class _Heads(YAMLHandler):
    def load(self, fm: str, **kwargs: object) -> Any:
        return _head(fm)


_HEADS = _Heads()


def _first_line(text: str, body: int, path: Path) -> str:
    match = re.compile(r"\S[^\n]*").search(text, body)
    line = match[0].strip() if match else ""
    return line if 0 < len(line) <= LONGEST_TITLE else path.stem


def _short(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def _source(row: Mapping[Any, Any]) -> Source:
    author, title, url = (_words(row.get(key)) for key in ("author", "title", "url"))
    return Source(title, author, _year(row.get("year")), url)


def _words(value: object) -> str:
    """A value of the front matter as text; lists within lists could grow without end."""
    return str(value) if isinstance(value, (str, int, float, datetime.date)) else ""


def _year(value: object) -> int | None:
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.year
    match = re.match(r"\d{4}", _words(value))
    return int(match[0]) if match else None

"""One document: its file, front matter, text and sources; knows nothing of the index."""

import datetime
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frontmatter
import yaml  # type: ignore[import-untyped]

from knowledge.results import KnowledgeError, Source

MAX_BYTES = 20_000_000
SUFFIXES = (".md", ".txt")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """A text file as it was read: `text` is the whole file, `body_start` where the prose begins.

    `sources` are the works that its front matter lists, `own` is the document itself as a source.
    """

    path: Path
    text: str
    body_start: int
    title: str
    sources: tuple[Source, ...]
    own: Source
    metadata: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The file name, by which passages name their document."""
        return self.path.name

    @property
    def digest(self) -> str:
        """The hash of the content and of the place; it changes when either does."""
        return digest(self.path, self.text)

    def sources_of(self, start: int, end: int) -> tuple[Source, ...]:
        """The sources that `text[start:end]` names, else the document itself.

        Only a source that the passage names is given: a claim of ours never borrows an author.
        """
        return tuple(attributed(self.text[start:end], self.sources)) or (self.own,)


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


def digest(path: Path, text: str) -> str:
    """A short hash of a document's place and content."""
    return hashlib.sha256(f"{path}\0{text}".encode()).hexdigest()[:16]


def read_document(path: Path) -> Document:
    """Read a Markdown or text file.

    Raises:
        KnowledgeError: the file cannot be read, is empty, too large or not text.
    """
    return parse(path, read_text(path))


def parse(path: Path, text: str) -> Document:
    """Take the front matter of a text apart from its prose."""
    metadata, body = _front_matter(text)
    heading = _HEADING.search(text, body)
    title = str(
        metadata.get("title") or (heading[1] if heading else _first_line(text[body:], path))
    )
    sources = tuple(_source(row) for row in metadata.get("sources") or () if isinstance(row, dict))
    when = metadata.get("reviewed") or metadata.get("date")
    author, url = (str(metadata.get(key) or "") for key in ("author", "url"))
    return Document(
        path, text, body, title, sources, Source(title, author, _year(when), url), metadata
    )


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        KnowledgeError: the file cannot be read, is empty, too large or not text.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise KnowledgeError(
                f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB; split it"
            )
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path.name} is not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise KnowledgeError(
            f"{path.name} cannot be read ({reason}); check the path and its rights"
        ) from error
    if "\0" in text:
        raise KnowledgeError(f"{path.name} is a binary file; only text can be added")
    if not text.strip():
        raise KnowledgeError(f"{path.name} is empty; nothing to add")
    return text


def _front_matter(text: str) -> tuple[dict[str, Any], int]:
    """The front matter and where the body starts; broken front matter counts as text."""
    try:
        post = frontmatter.loads(text)
    except (yaml.YAMLError, ValueError):
        return {}, 0
    if not post.metadata or not post.content:
        return {}, 0
    return dict(post.metadata), len(text.rstrip()) - len(post.content)


def _first_line(body: str, path: Path) -> str:
    line = next((x.strip() for x in body.splitlines() if x.strip()), "")
    return line if 0 < len(line) <= 100 else path.stem


def _source(row: Mapping[str, Any]) -> Source:
    author, title, url = (str(row.get(key) or "") for key in ("author", "title", "url"))
    return Source(title, author, _year(row.get("year")), url)


def _year(value: object) -> int | None:
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.year
    match = re.match(r"\d{4}", str(value or ""))
    return int(match[0]) if match else None

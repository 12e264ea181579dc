"""Looks into one document of the guidance as it is now, without a search."""

from pathlib import Path

from knowledge.documents import document_now
from knowledge.passages import split
from knowledge.results import KnowledgeError, Passage


def quoted(corpus: Path, document: str, words: str) -> Passage | None:
    """The place where `words` stand verbatim in `document`, None when they no longer do.

    The passage is the quote itself, with the heading above it and the work that it names.
    """
    try:
        found = document_now(corpus / document)
    except KnowledgeError:
        return None
    start = found.text.find(words, found.body_start) if words else -1
    if start < 0:
        return None
    end = start + len(words)
    pieces = split(found.text, found.body_start)
    heading = next((p.heading for p in pieces if p.start <= start < p.end), "")
    return Passage(
        id="",
        text=words,
        source=found.name,
        title=found.title,
        heading=heading,
        start=start,
        end=end,
        score=1.0,
        citation=found.sources_of(start, end)[0],
        path=str(found.path),
    )


def strategies_of(corpus: Path, document: str) -> list[str]:
    """The strategies that a document of the guidance is about; none for people's own documents."""
    return _listed(corpus, document, "strategies")


def topics_of(corpus: Path, document: str) -> list[str]:
    """The topics that a document of the guidance is filed under; none for people's own."""
    return _listed(corpus, document, "topics")


def _listed(corpus: Path, document: str, key: str) -> list[str]:
    try:
        named = document_now(corpus / Path(document).name).metadata.get(key)
    except KnowledgeError:
        return []
    return [str(name) for name in named] if isinstance(named, list) else []

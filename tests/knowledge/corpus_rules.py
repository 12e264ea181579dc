"""What every document of the guidance must keep to; `problems` lists where one does not."""

import datetime
import re

from knowledge.documents import Document, attributed
from tools.vocabulary import STRATEGIES

OWN_WORDS = ("our arithmetic", "our judgement")
_NAME_WITH_DIGITS = re.compile(
    r"\b(?:Llama|Claude|Gemini|GPT|Nova)(?: |-)\d[\w.]*|\b[A-Za-z][\w.+-]*\d[\w.-]*"
)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def problems(document: Document) -> list[str]:
    """One line for every rule that the document breaks."""
    return [*_front_matter(document), *_unsourced(document), *_dead_links(document)]


def paragraphs(document: Document) -> list[str]:
    """The paragraphs below the headings."""
    lines = document.text[document.body_start :].splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _front_matter(document: Document) -> list[str]:
    said = document.metadata
    found: list[str] = []
    if not isinstance(said.get("reviewed"), datetime.date):
        found.append("no review date")
    if not said.get("title") or not said.get("topics"):
        found.append("no title or topics")
    strategies = said.get("strategies") or ["none at all"]
    found += [f"unknown strategy {name}" for name in strategies if name not in STRATEGIES]
    named = attributed(document.text[document.body_start :], document.sources)
    for source in document.sources:
        if not (source.title and source.author and source.year):
            found.append(f"incomplete source {source}")
        if not re.match(r"https://[\w.-]+/?", source.url):
            found.append(f"source without a URL: {source.title}")
        if source not in named:
            found.append(f"source never named: {source.author}, {source.year}")
    return found


def _unsourced(document: Document) -> list[str]:
    """Paragraphs with a figure that name neither a source nor us as its author."""
    found = []
    for text in paragraphs(document):
        figures = re.search(r"\d", _NAME_WITH_DIGITS.sub("", text))
        named = attributed(text, document.sources) or any(w in text for w in OWN_WORDS)
        if figures and not named:
            found.append(f"figure without a source: {text[:70]}")
    return found


def _dead_links(document: Document) -> list[str]:
    targets = _LINK.findall(document.text[document.body_start :])
    inside = [target for target in targets if "://" not in target]
    return [f"dead link {target}" for target in inside if not _leads_somewhere(document, target)]


def _leads_somewhere(document: Document, target: str) -> bool:
    name, _, anchor = target.partition("#")
    path = document.path.parent / name if name else document.path
    if not path.is_file():
        return False
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    slugs = (re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings)
    return not anchor or anchor in slugs

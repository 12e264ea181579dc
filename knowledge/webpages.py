"""From a web page to text that keeps its headings, lists and tables, and leaves its menus."""

import re
from typing import Any

from knowledge.formats import Extracted

_HEADINGS = {f"h{n}": "#" * n + " " for n in range(1, 7)}
_SKIPPED = frozenset(
    """
    script style template noscript nav svg math button select textarea iframe object
    """.split()  # noqa: SIM905 - a list literal of so many words hides them
)
_MENUS = ("nav", "svg", "math", "button", "select", "object")
_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp
    small span strike strong sub sup time tt u var wbr
    """.split()  # noqa: SIM905
)
_GAP = re.compile(r"[ \t\n\r\f]+")


class _Reader:
    """Receives a page tag by tag, so that no tree is built, however deep the page is nested."""

    def __init__(self, skipped: frozenset[str]) -> None:
        self._skipped = skipped
        self._inside: list[str] = []  # the skipped elements that are open
        self.blocks: list[tuple[str, str]] = []  # kind and text
        self.title = ""
        self._line: list[str] = []
        self._kind = "text"
        self._prefix = ""
        self._row = self._in_title = False
        self._literal = 0

    def start(self, tag: str, attributes: Any) -> None:
        """Begin an element."""
        if tag in self._skipped:
            self._inside.append(tag)
        if self._inside or tag in _INLINE:
            return
        if tag == "title":
            self._in_title = not self.title
        elif tag == "br":
            self._line.append("\n" if self._literal else " ")
        elif tag in ("td", "th") and self._row:
            self._line.append(" | " if "".join(self._line).strip() else "")
        elif self._row and tag not in _HEADINGS and tag not in ("table", "ul", "ol", "pre", "tr"):
            self._line.append(" ")  # a paragraph inside a cell
        else:
            self._begin(tag)

    def _begin(self, tag: str) -> None:
        self._flush()
        self._row = tag == "tr"
        if tag in _HEADINGS:
            self._kind, self._prefix = "heading", _HEADINGS[tag]
        elif tag == "li":
            self._kind, self._prefix = "item", "- "
        elif tag == "tr":
            self._kind = "row"
        elif tag == "pre":
            self._literal += 1
            self._kind = "code"

    def end(self, tag: str) -> None:
        """End an element."""
        if self._inside:
            if tag == self._inside[-1]:
                self._inside.pop()
        elif tag == "title":
            self._in_title = False
        elif tag == "br":
            return
        elif tag not in _INLINE and not (self._row and tag != "tr"):
            self._flush()
            self._row = False
            if tag == "pre":
                self._literal = max(0, self._literal - 1)

    def data(self, text: str) -> None:
        """Take text."""
        if self._in_title:
            self.title += text
        elif not self._inside:
            self._line.append(text)

    def comment(self, text: str) -> None:
        """Leave a comment."""

    def close(self) -> None:
        """End the page."""
        self._flush()

    def _flush(self) -> None:
        text = "".join(self._line)
        if self._literal:
            text = text.strip("\n")
            text = f"```\n{text}\n```" if text.strip() else ""
        else:
            text = _GAP.sub(" ", text).strip()
        if text and self._kind == "row":
            text = f"| {text} |"
        if text:
            self.blocks.append((self._kind, self._prefix + text))
        self._line, self._kind, self._prefix = [], "text", ""
        if self._literal:
            self._kind = "code"


def page_text(html: str) -> Extracted:
    """The text of a page, block by block: headings as `#`, items as `-`, rows between `|`.

    Scripts, styles and menus are left out; but a menu that is never closed would take the rest of
    the page with it, so then it is read as any other part.
    """
    lower = html.lower()
    open_ended = {tag for tag in _MENUS if lower.count(f"<{tag}") > lower.count(f"</{tag}")}
    reader = _read(html, _SKIPPED - open_ended)
    out: list[str] = []
    last = ""
    for kind, text in reader.blocks:
        close = kind == last and kind in ("item", "row")
        out.append(("" if not out else "\n" if close else "\n\n") + text)
        last = kind
    text = "".join(out)
    return Extracted(text + "\n" if text else "", _GAP.sub(" ", reader.title).strip())


def _read(html: str, skipped: frozenset[str]) -> _Reader:
    from lxml import etree  # type: ignore[import-untyped]

    reader = _Reader(skipped)
    # libxml2 takes bytes whose encoding is told; what the page says of itself is no longer true
    parser: Any = etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True)
    data = html.encode("utf-8", "surrogatepass")
    for low in range(0, len(data), 1_000_000):
        parser.feed(data[low : low + 1_000_000])
    parser.close()
    return reader

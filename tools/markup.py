"""Text for Markdown documents: what people, files and vendors wrote is shown, never interpreted."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

JOINER = "\u2060"  # no width: breaks bare links and mentions apart without being seen

_ADDRESS = re.compile(r"https?://[^\s<>()\"'`|\\\[\]]+[^\s<>()\"'`|\\\[\].,;:!?]")
_SPECIAL = re.compile(r"[\\`*_\[\]{}~|]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_MATHS = re.compile(r"\$(?!\d)")
_OPENING = re.compile(r"^(?:([#+\-=:>])|(\d+)([.)]))")
_CLOSING = re.compile(r"#(?!\w)")
_SIGIL = re.compile(r"(?<=[@#])(?=\w)")
_SCHEME = re.compile(r"(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=\bmailto)(?=:)|(?<=\bxmpp)(?=:)", re.I)


def md(text: object) -> str:
    """Any text as one line of Markdown that renders as that text: no markup, no link, no HTML."""
    line = " ".join(_visible(str(text)).split())
    line = _SIGIL.sub(JOINER, _SCHEME.sub(JOINER, line))
    line = _ENTITY.sub("&amp;", line).replace("<", "&lt;").replace(">", "&gt;")
    line = _SPECIAL.sub(r"\\\g<0>", line)
    return _MATHS.sub(r"\\$", _CLOSING.sub(r"\\#", line))


def opened(line: str) -> str:
    """A line of Markdown that stands first in its paragraph or list item, where marks mean more."""
    return _OPENING.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line)


def linked(text: str) -> str:
    """The same for a source of ours: the web addresses in it, and nothing else, become links."""
    out, end = [], 0
    for found in _ADDRESS.finditer(text):
        out += [_between(text[end : found.start()]), f"<{found[0]}>"]
        end = found.end()
    return "".join([*out, _between(text[end:])]).strip()


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """A table whose cells are Markdown already; the columns of `right` are set flush right."""
    rule = "|".join("---:" if n in right else "---" for n in range(len(heads)))
    lines = [f"| {' | '.join(heads)} |", f"|{rule}|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def bullets(rows: Iterable[str]) -> str:
    """A list whose items are Markdown already."""
    return "\n".join(f"- {opened(row)}" for row in rows)


def _between(text: str) -> str:
    """A piece of a line, with the blanks at its ends kept."""
    core = text.strip()
    if not core:
        return text[:1]
    return text[: text.index(core[0])][:1] + md(core) + (" " if text[-1].isspace() else "")


def _visible(text: str) -> str:
    """The text without control characters, lone surrogates and marks that turn its direction."""
    kept = (c if unicodedata.category(c) not in ("Cc", "Cs", "Co") else " " for c in text)
    return "".join(c for c in kept if c not in _TURNING)


_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")

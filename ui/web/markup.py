"""Text as Markdown for the chat: the user's words as typed, the advisor's without HTML."""

import re

from ui.web.words import esc

_CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]*`)", re.DOTALL)
_MARK = re.compile(r"\[(\d{1,3})\](?!\()")
_RANGE = re.compile(r"(?<=[\d.kKmM])–(?=\$?\d)")
_ROW = re.compile(r"^\|.*$", re.MULTILINE)
JOINED = "\u2060–\u2060"  # word joiners: no line is broken at the dash
_SPECIAL = re.compile(r"([\\`*_\[\]~|$])")
_BLOCK = re.compile(r"^(\s*)([-+#=>]+|\d{1,9}[.)])(?=\s|$)", re.MULTILINE)


def as_text(text: str) -> str:
    """Markdown that shows `text` exactly as it was typed: no markup, link, image or formula."""
    lines = esc(text).replace("&quot;", '"').replace("&#x27;", "'").splitlines()
    kept = []
    for line in lines:
        body = line.lstrip(" \t")
        indent = "&nbsp;" * len(line[: len(line) - len(body)].expandtabs(4))
        kept.append(indent + _SPECIAL.sub(r"\\\1", body))
    return _BLOCK.sub(_literal, "\n".join(kept))


def _literal(match: re.Match[str]) -> str:
    space, mark = match.groups()
    if mark[0].isdigit():
        return f"{space}{mark[:-1]}\\{mark[-1]}"
    return f"{space}\\{mark}"


def as_markdown(text: str) -> str:
    """The advisor's Markdown without HTML and images; `[n]` becomes a chip that opens source n.

    A range in a table stays on one line, however narrow its column is.
    """
    parts = _CODE.split(text)
    return "".join(part if i % 2 else _prose(part) for i, part in enumerate(parts))


def _prose(text: str) -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace("![", "!\\[")
    whole = _ROW.sub(lambda row: _RANGE.sub(JOINED, row[0]), safe)
    return _MARK.sub(r"[\1](#source-\1)", whole)

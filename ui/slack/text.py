"""Text as Slack takes it: control characters made inert, Markdown as mrkdwn, long texts cut well.

Slack's own mark-up and its limits: https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Collection, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

BULLET = "• "
_SCHEME = re.compile(r"(?P<scheme>\b[a-z][a-z0-9+.-]{1,20})(?P<mark>://)|\bmailto:", re.IGNORECASE)
_WORD_JOINER = "\u2060"  # invisible, and keeps Slack from seeing an address
_PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
# where a long text is cut, best first: between paragraphs, lines, sentences, words
_CUTS = (re.compile(r"\n\n+"), re.compile(r"\n"), re.compile(r"(?<=[.!?…])\s+"), re.compile(r"\s+"))


def escape(text: str) -> str:
    """Escape the three characters that Slack reads as control characters.

    After it `<!channel>`, `<@U123>` and `<https://…|text>` are plain text.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def inert(text: str, known: Collection[str] = ()) -> str:
    """Escape a text and keep Slack from making links of its addresses, the `known` ones excepted.

    Model names such as `a@b` stay as they are; Slack links no address without a scheme.
    """
    return escape(_defused(text, known))


def _defused(text: str, known: Collection[str]) -> str:
    def broken(found: re.Match[str]) -> str:
        if any(text.startswith(url, found.start()) for url in known):
            return found[0]
        return found[0].replace(":", f":{_WORD_JOINER}", 1)

    return _SCHEME.sub(broken, text)


def streamable(markdown: str, known: Collection[str] = ()) -> str:
    """Markdown for Slack's streams, which read it themselves: escaped, quotes kept, links inert."""
    lines = []
    for line in _defused(markdown, known).split("\n"):
        mark = re.match(r"\s*(?:>\s?)+", line)
        kept = mark[0] if mark else ""
        lines.append(kept + escape(line[len(kept) :]))
    return "\n".join(lines)


def mrkdwn(markdown: str, known: Collection[str] = ()) -> str:
    """Markdown as Slack's mrkdwn; addresses become links only where they are `known`."""
    return "\n\n".join(_blocks(_PARSER.parse(markdown), known)).strip()


def _blocks(tokens: Sequence[Token], known: Collection[str]) -> Iterator[str]:
    """The blocks of a text, one string each; nested lists and quotes keep their marks."""
    at = 0
    while at < len(tokens):
        token, end = tokens[at], _end(tokens, at)
        inside = tokens[at + 1 : end]
        if token.type == "paragraph_open":
            yield _inline(inside[0], known)
        elif token.type == "heading_open":
            yield f"*{_inline(inside[0], known).replace('*', '')}*"
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            yield "\n".join(_items(token, inside, known))
        elif token.type == "blockquote_open":
            text = "\n".join(_blocks(inside, known))
            yield "\n".join(f"> {line}" for line in text.split("\n"))
        elif token.type == "table_open":
            yield _table(inside)
        elif token.type in ("fence", "code_block"):
            yield f"```{escape(token.content.rstrip())}```"
        elif token.type == "html_block":
            yield inert(token.content.strip(), known)
        elif token.type == "hr":
            yield "———"
        at = end + 1


def _items(token: Token, inside: Sequence[Token], known: Collection[str]) -> Iterator[str]:
    number, at = int(token.attrs.get("start") or 1), 0
    while at < len(inside):
        end = _end(inside, at)
        mark = BULLET if token.type == "bullet_list_open" else f"{number}. "
        text = "\n".join(_blocks(inside[at + 1 : end], known))
        yield mark + text.replace("\n", "\n    ")
        number, at = number + 1, end + 1


def _table(inside: Sequence[Token]) -> str:
    """A table as a block of code, its columns in line."""
    rows: list[list[str]] = []
    for token in inside:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append("".join(_plain(token)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)).rstrip() for r in rows)
    return f"```{escape(chr(10).join(lines))}```"


def _plain(token: Token) -> Iterator[str]:
    yield from (child.content for child in token.children or () if child.content)


_MARKS = {"strong_open": "*", "em_open": "_", "s_open": "~"}


def _inline(token: Token, known: Collection[str]) -> str:
    parts, link = [], ""
    for child in token.children or ():
        mark = _MARKS.get(child.type.replace("_close", "_open"))
        if mark:
            parts.append(mark)
        elif child.type == "code_inline":
            parts.append(f"`{escape(child.content)}`")
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "link_open":
            url = str(child.attrs.get("href", ""))
            link = url if url in known else ""
            parts.append(f"<{escape(url)}|" if link else "")
        elif child.type == "link_close":
            parts.append(">" if link else "")
        elif child.content:
            text = inert(child.content, known)
            parts.append(text.replace("|", "¦") if link else text)
    return "".join(parts)


def _end(tokens: Sequence[Token], at: int) -> int:
    """The place of the token that closes the one at `at`; itself when it is no pair."""
    if tokens[at].nesting != 1:
        return at
    level = tokens[at].level
    return next(
        i
        for i in range(at + 1, len(tokens))
        if tokens[i].level == level and tokens[i].nesting == -1
    )


def cut(text: str, *, limit: int) -> list[str]:
    """Cut a text into pieces of at most `limit` characters: at paragraphs, else lines, sentences.

    A fence that a cut goes through is closed before it and opened again after it.
    """
    pieces, fence = [], "```"
    while len(text) > limit:
        room = limit - len(fence) - 1
        head = text[:room]
        at = next((last for cuts in _CUTS if (last := _last(cuts, head)) > room // 3), room)
        piece, text = text[:at].rstrip(), text[at:].lstrip("\n")
        if piece.count(fence) % 2:
            piece, text = f"{piece}\n{fence}", f"{fence}{text}"
        elif not text.startswith(" "):
            text = text.lstrip()
        pieces.append(piece)
    return [*pieces, text] if text.strip() else pieces


def _last(cuts: re.Pattern[str], text: str) -> int:
    """Where the last cut of a kind ends; 0 when there is none."""
    return max((found.end() for found in cuts.finditer(text)), default=0)


def shorten(text: str, limit: int) -> str:
    """A text of at most `limit` characters, with an ellipsis where something is left out."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"

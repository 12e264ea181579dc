"""The decision record typeset: Markdown as safe HTML, its charts drawn in the page's colours."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from tools.record import DecisionRecord
from tools.record_text import Picture, markdown
from ui.web.pictures import cost_picture, tornado_picture
from ui.web.words import esc

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

CHART = "chart:"
LOWER = 2  # the title of the record is a heading of the third rank on the page


def record_html(record: DecisionRecord, *, draw: bool) -> str:
    """The record as people read it; without `draw` the places of the charts stay empty."""
    drawings = {"tornado": tornado_picture(record.assessment, draw=draw)}
    if record.costs is not None:
        drawings["costs"] = cost_picture(record.costs, draw=draw)
    charts = {name: drawing for name, drawing in drawings.items() if drawing}
    pictures = {name: Picture(name, f"{CHART}{name}") for name in charts}
    return typeset(markdown(record, pictures), charts)


def typeset(text: str, charts: Mapping[str, str]) -> str:
    """Markdown as HTML in which no markup of the text runs; images are our own charts only."""
    tokens = _parser().parse(text, {"charts": charts})
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + LOWER)}"
    return str(_parser().renderer.render(tokens, _parser().options, {"charts": charts}))


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # not at the opening of the page

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("image", _image)
    parser.add_render_rule("link_open", _link)
    parser.add_render_rule("table_open", _table)
    parser.add_render_rule("table_close", lambda *_: "</table></div>")
    return parser


def _image(self: Any, tokens: Sequence["Token"], at: int, options: Any, env: Any) -> str:
    address = str(tokens[at].attrs.get("src", ""))
    drawn = env["charts"].get(address.removeprefix(CHART)) if address.startswith(CHART) else None
    return drawn if drawn is not None else esc(tokens[at].content)


def _link(self: Any, tokens: Sequence["Token"], at: int, options: Any, env: Any) -> str:
    address = str(tokens[at].attrs.get("href", ""))
    if not address.startswith(("https://", "http://")):
        return "<a>"
    return f'<a href="{esc(address)}" target="_blank" rel="noopener noreferrer">'


def _table(self: Any, tokens: Sequence["Token"], at: int, options: Any, env: Any) -> str:
    pairs = ' class="pairs"' if _is_twice(_heads(tokens[at:])) else ""
    return f'<div class="scroll" tabindex="0" role="group" aria-label="Table"><table{pairs}>'


def _heads(tokens: Sequence["Token"]) -> list[str]:
    """The heads of the table that the tokens begin with."""
    head = takewhile(lambda token: token.type != "thead_close", tokens)
    return [token.content for token in head if token.type == "inline"]


def _is_twice(heads: Sequence[str]) -> bool:
    """True where the same columns stand beside each other twice, to save height."""
    half, odd = divmod(len(heads), 2)
    return half > 1 and not odd and heads[:half] == heads[half:]

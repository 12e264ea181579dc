"""The right side of the record: the sheet, a conversation that was brought, the way to open it."""

from collections.abc import Mapping
from typing import Any

from tools.record import DecisionRecord
from ui.web.pages.record.brought import MOST_SHOWN
from ui.web.pages.record.typeset import record_html
from ui.web.words import esc, plural


def sheet_html(record: DecisionRecord, *, draw: bool) -> str:
    """The record on its sheet."""
    return f'<article class="card sheet">{record_html(record, draw=draw)}</article>'


def conversation_html(name: str, raw: Mapping[str, Any]) -> str:
    """What an exported conversation holds, and the button that opens it."""
    messages = raw.get("messages")
    count = len(messages) if isinstance(messages, list) else 0
    title = str(raw.get("title") or "A conversation")[:MOST_SHOWN]
    return (
        '<section class="card brought" aria-labelledby="brought-title">'
        f'<h3 id="brought-title">{esc(title)}<span class="aside">{esc(name)}</span></h3>'
        f"<p>A conversation with {plural(count, 'message')}.</p>{open_button()}</section>"
    )


def open_button() -> str:
    """The way to begin a project with what was brought, and the way back."""
    return (
        '<p class="acts"><button type="button" class="strong" data-take="open">Open as a new '
        'project</button> <button type="button" class="plain" data-press="close">Close</button></p>'
    )

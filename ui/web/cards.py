"""The two shapes that everything on the board has: a card, and a part that opens on click."""

from ui.web.words import esc


def card(key: str, title: str, body: str, *, aside: str = "") -> str:
    """One card of the board; an empty body makes no card."""
    if not body:
        return ""
    note = f'<span class="aside">{esc(aside)}</span>' if aside else ""
    return (
        f'<section class="card card-{key}" aria-labelledby="card-{key}">'
        f'<h2 id="card-{key}">{esc(title)}{note}</h2>{body}</section>'
    )


def fold(key: str, title: str, body: str) -> str:
    """A part that opens on click; `key` lets the page keep it open when the board is redrawn."""
    if not body:
        return ""
    return (
        f'<details class="fold" data-key="{esc(key)}"><summary>{esc(title)}</summary>'
        f'<div class="folded">{body}</div></details>'
    )


def hint(text: str) -> str:
    """A quiet line that says what could stand here, or how to read what does."""
    return f'<p class="hint">{esc(text)}</p>'

"""The shapes that pages share: two sides, notices, a switch, and the way into the chat."""

from collections.abc import Iterable

from ui.web.pages.asking import GONE, Ask
from ui.web.words import esc


def two_sides(ask: Ask, controls: str, results: str, *, look: str = "", note: str = "") -> str:
    """What is set on the left, what follows from it on the right; a note above both.

    Where the link of the page leads nowhere, the note says that instead.
    """
    above = notice(GONE, "warn") if ask.missing else note
    classes = f"results {look}".strip()
    return (
        f'{above}<div class="bench"><div class="controls" id="controls">{controls}</div>'
        f'<div class="{classes}" id="results">{results}</div></div>'
    )


def notice(text: str, kind: str = "care") -> str:
    """A highlighted line; nothing for an empty text."""
    return f'<p class="callout {kind}">{esc(text)}</p>' if text else ""


def empty_card(text: str) -> str:
    """What stands in place of results that there are none of."""
    return f'<section class="card empty-side"><p>{esc(text)}</p></section>'


def switch(
    options: Iterable[tuple[str, str]],
    chosen: str,
    *,
    name: str,
    act: str,
    key: str = "",
    label: str = "",
) -> str:
    """A row of values of which one is chosen; `label` says what for where nothing else does.

    `options` are values with their words, `act` is what a choice is called when it is sent, `key`
    begins the ids of the options, where it is not `act`.
    """
    rows = "".join(
        f'<label><input type="radio" name="{name}" id="{key or act}-{value}" value="{value}" '
        f'data-act="{act}"{" checked" if value == chosen else ""}><span>{words}</span></label>'
        for value, words in options
    )
    group = f' role="radiogroup" aria-label="{esc(label)}"' if label else ""
    return f'<div class="switch"{group}>{rows}</div>'


def take(note: str, *, able: bool) -> str:
    """The button that carries the values of a page into the chat, and what it will do."""
    off = "" if able else " disabled"
    return (
        f'<div class="taking"><button type="button" class="strong" data-take="take"{off} '
        'aria-describedby="taking-note">Take into the chat</button>'
        f'<p class="note" id="taking-note">{esc(note)}</p></div>'
    )

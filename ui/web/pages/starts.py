"""What the lab and the workbench start from: the project that is open, or a worked example."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tools.facts import ProjectFacts
from ui.web.pages.asking import Ask
from ui.web.words import esc, linked

PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Start:
    """One start as people choose it; `note` says whose it is, web addresses in it become links."""

    key: str
    title: str
    text: str
    note: str = ""


def chosen_start(wanted: Any, examples: Iterable[str], facts: ProjectFacts) -> str:
    """The start that is wanted where it can be had, else the first of the examples."""
    keys = list(examples)
    if wanted in keys or (wanted == PROJECT and facts.known):
        return str(wanted)
    return keys[0]


def starts_html(ask: Ask, chosen: str, own: str, examples: Sequence[Start]) -> str:
    """The starts as cards, that of the open project first; `own` says what is taken from it."""
    rows = list(examples)
    if ask.project is not None and ask.facts.known:
        rows.insert(0, Start(PROJECT, ask.project.title or "This project", own))
    cards = "".join(_card(row, chosen=row.key == chosen) for row in rows)
    return f'<fieldset class="choices"><legend>Start from</legend>{cards}</fieldset>'


def _card(row: Start, *, chosen: bool) -> str:
    key, mark = esc(row.key), " checked" if chosen else ""
    note = f"<small>{linked(row.note)}</small>" if row.note else ""
    return (
        f'<label class="choice"><input type="radio" id="base-{key}" name="base" value="{key}" '
        f'data-act="base"{mark}><span><b>{esc(row.title)}</b><i>{esc(row.text)}</i>{note}'
        "</span></label>"
    )

"""What happens on the record's page: it opens, and a file is brought back."""

from collections.abc import Mapping
from typing import Any

from agent.settings import Settings
from tools.errors import InvalidInput
from tools.record_json import read_record
from tools.review import review
from ui.web.browser import Visitor
from ui.web.pages.asking import Answer, Ask
from ui.web.pages.desk import Desk, edited, lay_out
from ui.web.pages.record.brought import file_of, told_apart
from ui.web.pages.record.controls import controls_html
from ui.web.pages.record.results import conversation_html, sheet_html
from ui.web.pages.record.reviewing import review_html
from ui.web.pages.shapes import empty_card, two_sides

TITLE = "Record"
INTRO = (
    "The decision in writing, for people who were not in the chat. Bring a record back later, and "
    "it is decided again with today’s prices and rules."
)
EMPTY = (
    "There is no decision to record yet. Describe the project in the chat, and it stands here with "
    "its facts, costs and sources."
)
NOTHING = "The record holds no facts."


def record_page(desk: Desk) -> None:
    """Lay the page out."""
    lay_out(
        desk,
        title=TITLE,
        intro=INTRO,
        opened=lambda ask: opened(desk.advisor, ask),
        moved=lambda ask: moved(desk.settings, ask),
        drawn=lambda ask: drawn(desk.advisor, ask),
        taken=lambda visitor, ask: _opened_anew(desk, visitor, ask),
    )


def opened(advisor: Any, ask: Ask) -> Answer:
    """The whole page: the record without its charts, which follow."""
    known = bool(ask.facts.known)
    sheet = sheet_html(advisor.record(ask.thread), draw=False) if known else empty_card(EMPTY)
    return {
        "page": two_sides(
            ask,
            controls_html(ask.thread if known else ""),
            f'<div id="brought"></div><div id="sheet">{sheet}</div>',
        ),
        "draw": known,
        "said": "The record is ready." if known else EMPTY,
    }


def drawn(advisor: Any, ask: Ask) -> Answer:
    """The record with its charts."""
    if not ask.facts.known:
        return {}
    return {"parts": {"sheet": sheet_html(advisor.record(ask.thread), draw=True)}}


def moved(settings: Settings, ask: Ask) -> Answer:
    """A file that was brought: what it is, and what has changed since."""
    if ask.act != "file" or not isinstance(ask.value, Mapping):
        return {"parts": {"brought": ""}, "kept": {}}
    name, text = file_of(ask.value)
    kind, raw = told_apart(name, text)
    if kind == "conversation":
        return {
            "parts": {"brought": conversation_html(name, raw)},
            "kept": {"file": text},
            "said": f"{name} is a conversation.",
        }
    record = read_record(text)
    facts = ask.facts if ask.facts.known else None
    found = review(record, today=settings.today, facts=facts, table=settings.costing["table"])
    return {
        "parts": {"brought": review_html(record, found, with_project=facts is not None)},
        "kept": {"file": text},
        "said": found.summary,
    }


def _opened_anew(desk: Desk, visitor: Visitor, ask: Ask) -> str:
    """Begin a new project with what a file holds; returns its id."""
    text = ask.kept.get("file")
    if not isinstance(text, str):
        raise InvalidInput("choose a file first")
    kind, raw = told_apart("you chose", text)
    if kind == "conversation":
        return str(desk.advisor.restore(raw, owner=visitor.user))
    facts = read_record(text).facts.known
    return edited(desk, visitor, "", facts, nothing=NOTHING)

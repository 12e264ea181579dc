"""The decision record: read it, take it along, or bring one back and see what has changed."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from agent.settings import Settings
from tools.changes import CostChange, PriceChange
from tools.durations import months
from tools.errors import InvalidInput
from tools.facts import spec
from tools.money import rate, usd
from tools.record import DecisionRecord
from tools.record_json import FORMAT, MAX_BYTES, read_record
from tools.review import review
from tools.reviewed import Review
from tools.showing import percent, show
from ui.web.browser import Visitor
from ui.web.pages.asking import GONE, Answer, Ask
from ui.web.pages.desk import Desk, Going, edited, lay_out
from ui.web.pages.fields import notice
from ui.web.pages.typeset import record_html
from ui.web.takeaway import CONVERSATION, FOLDER, LINKS
from ui.web.words import esc, plural, sentence

TITLE = "Record"
INTRO = (
    "The decision in writing, for people who were not in the chat. Bring a record back later, and "
    "it is decided again with today’s prices and rules."
)
EMPTY = (
    "There is no decision to record yet. Describe the project in the chat, and it stands here with "
    "its facts, costs and sources."
)
FOREIGN = (
    "the file {name} is JSON, but neither a decision record nor an exported conversation of "
    "Steerwise"
)
NOTHING = "The record holds no facts."
MOST_SHOWN = 80  # characters of a file's name
_FIGURES = {"monthly_usd": "a month", "one_off_usd": "once", "break_even_months": "pays back in"}


def record_page(desk: Desk) -> None:
    """Lay the page out."""
    lay_out(
        desk,
        title=TITLE,
        intro=INTRO,
        opened=lambda ask: opened(desk.advisor, ask),
        moved=lambda ask: moved(desk.settings, ask),
        drawn=lambda ask: drawn(desk.advisor, ask),
        taken=lambda visitor, ask: _opened_anew(desk.advisor, visitor, ask),
    )


# What happens


def opened(advisor: Any, ask: Ask) -> Answer:
    """The whole page: the record without its charts, which follow."""
    note = notice(GONE, "warn") if ask.missing else ""
    known = bool(ask.facts.known)
    sheet = sheet_html(advisor.record(ask.thread), draw=False) if known else empty_html()
    return {
        "page": f'{note}<div class="bench"><div class="controls">'
        f"{downloads_html(ask.thread) if known else ''}{import_html()}</div>"
        f'<div class="results"><div id="brought"></div><div id="sheet">{sheet}</div></div></div>',
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


def file_of(value: Mapping[str, Any]) -> tuple[str, str]:
    """The name and the text of a file that was dropped.

    Raises:
        InvalidInput: it is too large, or its text did not come along.
    """
    name = str(value.get("name") or "you chose")
    name = name if len(name) <= MOST_SHOWN else f"{name[: MOST_SHOWN - 1]}…"
    text, size = value.get("text"), value.get("size")
    if isinstance(size, (int, float)) and size > MAX_BYTES:
        raise InvalidInput(
            f"the file {name} is {size / 1e6:,.0f} MB, and a record or a conversation has at most "
            f"{MAX_BYTES / 1e6:.0f} MB; choose the .json file that Steerwise wrote"
        )
    if not isinstance(text, str) or len(text) > MAX_BYTES:
        raise InvalidInput(
            f"the file {name} could not be read; choose the .json file that Steerwise wrote"
        )
    return name, text


def told_apart(name: str, text: str) -> tuple[str, Any]:
    """Whether a file is a record or a conversation, and what it holds.

    Raises:
        InvalidInput: it is neither.
    """
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidInput(
            f"the file {name} is not JSON, or it was cut short; choose the .json file that "
            "Steerwise wrote"
        ) from None
    if isinstance(raw, dict) and raw.get("format") == FORMAT:
        return "record", raw
    if isinstance(raw, dict) and {"messages", "notebook"} <= set(raw):
        return "conversation", raw
    raise InvalidInput(FOREIGN.format(name=name))


def _opened_anew(advisor: Any, visitor: Visitor, ask: Ask) -> str:
    """Begin a new project with what a file holds; returns its id."""
    text = ask.kept.get("file")
    if not isinstance(text, str):
        raise InvalidInput("choose a file first")
    kind, raw = told_apart("you chose", text)
    if kind == "conversation":
        restore = getattr(advisor, "restore", None)
        if restore is None:
            raise InvalidInput("conversations cannot be brought back here")
        return str(restore(raw, owner=visitor.user))
    facts = read_record(text).facts.known
    return edited(advisor, visitor, "", Going(facts, "record", NOTHING))


# What it looks like


def downloads_html(thread: str) -> str:
    """The files that can be taken along."""
    links = "".join(
        f'<li><a class="plain button" href="{FOLDER}/{esc(thread)}/{name}" download>{esc(label)}'
        "</a></li>"
        for name, label in {**LINKS, CONVERSATION: "Whole conversation (.json)"}.items()
    )
    return (
        '<section class="sliders takes" aria-labelledby="record-take">'
        f'<h3 id="record-take">Take it along</h3><ul>{links}</ul>'
        '<button type="button" class="plain" data-print>Print or save as PDF</button></section>'
    )


def import_html() -> str:
    """Where a file is brought back."""
    return (
        f'<section class="sliders bring" aria-labelledby="record-bring" data-most="{MAX_BYTES}">'
        '<h3 id="record-bring">Bring one back</h3>'
        '<p class="note" id="bring-note">A record (.json) is reviewed: what has changed since, and '
        "why. An exported conversation opens as a new project. Drop the file here, or choose it."
        '</p><label class="plain file"><input type="file" id="bring-file" '
        'accept=".json,application/json" aria-describedby="bring-note"><span>Choose a file</span>'
        "</label></section>"
    )


def empty_html() -> str:
    """What stands in place of a record."""
    return f'<section class="card empty-side"><p>{esc(EMPTY)}</p></section>'


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
        f"<p>A conversation with {plural(count, 'message')}.</p>{_open_button()}</section>"
    )


def review_html(record: DecisionRecord, found: Review, *, with_project: bool) -> str:
    """What has become of a recorded decision: a sentence, then every change."""
    against = "the project that is open" if with_project else "today’s prices and rules"
    rows = "".join(
        f'<li><b class="kind">{kind}</b><span>{text}</span></li>' for kind, text in changes(found)
    )
    facts = "".join(
        f"<li>{esc(spec(name).label)}: <b>{esc(show(name, fact.value))}</b></li>"
        for name, fact in record.facts.known.items()
    )
    listed = f'<ul class="changes">{rows}</ul>' if rows else ""
    return (
        '<section class="card brought" aria-labelledby="brought-title">'
        f'<h3 id="brought-title">{esc(found.title or "A decision")}<span class="aside">recorded '
        f"{esc(found.made_on)}, reviewed {esc(found.today)} against {against}</span></h3>"
        f'<p class="verdict {"care" if found.changed else "good"}">{esc(found.summary)}</p>{listed}'
        f'<details class="fold" data-key="brought-facts"><summary>'
        f"{plural(len(record.facts.known), 'recorded fact')}</summary>"
        f'<div class="folded"><ul class="dots">{facts}</ul></div></details>'
        f"{_open_button()}</section>"
    )


def _open_button() -> str:
    return (
        '<p class="acts"><button type="button" class="strong" data-take="open">Open as a new '
        'project</button> <button type="button" class="plain" data-press="close">Close</button></p>'
    )


def changes(found: Review) -> list[tuple[str, str]]:
    """Every change of a review: its kind, and a line of safe HTML."""
    rows = [
        ("fact", f"{row.label}: {row.before or 'not known'} → {row.now or 'no longer known'}")
        for row in found.facts
    ]
    rows += [("price", _price(row)) for row in found.prices]
    rows += [
        ("price", f"{row.what} was last seen {row.age_days} days ago, on {row.as_of}; check it.")
        for row in found.stale
    ]
    rows += [("model", row.text) for row in found.ends]
    rows += [("cost", _cost(row)) for row in found.costs]
    if found.costs_note:
        rows.append(("cost", f"The plan cannot be priced now: {sentence(found.costs_note)}"))
    sure = (percent(found.verdict.confidence_before), percent(found.verdict.confidence_now))
    if sure[0] != sure[1]:
        rows.append(("sure", f"{sure[0]} → {sure[1]}"))
    rows += [
        (
            "rank",
            f"{row.label}: place {row.place_before}, {row.score_before:.1f} → place "
            f"{row.place_now}, {row.score_now:.1f}",
        )
        for row in found.verdict.moves
    ]
    rows += [("due", row.text) for row in found.fired]
    rows += [("version", f"{row.part}: {row.before} → {row.now}") for row in found.versions]
    return [(kind, esc(text)) for kind, text in rows]


def _price(row: PriceChange) -> str:
    old = "not in the bills" if row.before_usd is None else rate(row.before_usd)
    new = "not in the bills" if row.now_usd is None else rate(row.now_usd)
    change = "" if row.percent is None else f" ({row.percent:+g}%)"
    return f"{row.what}: {old} → {new} per {row.unit}{change}; {row.source}, {row.as_of}"


def _cost(row: CostChange) -> str:
    why = "by the facts" if row.because == "facts" else "by prices and rules"
    old, new = (_figure(row, value) for value in (row.before, row.now))
    return f"{row.plan}, {_FIGURES[row.figure]}: {old} → {new}, {why}"


def _figure(row: CostChange, value: Decimal | float | None) -> str:
    if row.figure == "break_even_months":
        return "never" if value is None else months(float(value))
    return "not priced" if value is None else usd(Decimal(value))

"""What can be done with a message: edit one's own; copy, rate, retry or take back an answer."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from ui.web.chat import Entry, bot
from ui.web.words import esc, money, plural

FILES, NOTES, ACTS = 'class="files"', 'class="uploads"', 'class="acts'
EDITING = "You are editing an earlier message. Sending it replaces that one and what followed it."


class Spent(Protocol):
    """What a conversation used of a remote model."""

    calls: int
    prompt_tokens: int
    completion_tokens: int
    usd: Decimal | None
    price_source: str


def edit_button(turn: int) -> str:
    """The button on one's own message; the page's script names it for screen readers."""
    return f' <button type="button" class="act edit turn-{int(turn)}"></button>'


def editing_html() -> str:
    """What stands above the box while an earlier message is being edited."""
    return (
        f'<div class="editing" role="status"><p>{EDITING}</p>'
        '<button type="button" data-cancel>Cancel</button></div>'
    )


def furnished(
    entries: Sequence[Entry], ratings: Mapping[int, str] | None = None, spent: Spent | None = None
) -> list[Entry]:
    """The chat with a row of buttons below each answer; quick replies stay last.

    `ratings` holds `up` or `down` by the number of the message that was answered.
    """
    bare = [entry for entry in entries if ACTS not in str(entry["content"])]
    options = next((e["options"] for e in reversed(entries) if e.get("options")), None)
    out: list[Entry] = []
    turn, answered = 0, False
    for entry, following in zip(bare, [*bare[1:], None], strict=True):
        plain = {key: value for key, value in entry.items() if key != "options"}
        out.append(plain)
        content = str(entry["content"])
        if entry["role"] == "user":
            answered = False
            turn += FILES not in content
        else:
            answered = answered or (turn > 0 and NOTES not in content)
        closes = following is None or following["role"] == "user"
        if answered and closes and entry["role"] == "assistant":
            out.append(bot(_row(turn, (ratings or {}).get(turn, ""), spent)))
    if options and out and out[-1]["role"] == "assistant":
        out[-1] = {**out[-1], "options": options}
    return out


def turns_in(entries: Sequence[Entry]) -> int:
    """How many messages of the user a chat shows; files that were sent are none."""
    return sum(e["role"] == "user" and FILES not in str(e["content"]) for e in entries)


def spent_html(spent: Spent | None) -> str:
    """The tokens and the price of a conversation; empty where no remote model was called."""
    if spent is None or not spent.calls:
        return ""
    tokens = spent.prompt_tokens + spent.completion_tokens
    price = f", about {money(_cents(spent.usd))}" if spent.usd is not None else ""
    return (
        f'<span class="spent" title="{esc(spent.price_source)}">'
        f"{tokens:,} tokens in {plural(spent.calls, 'call')}{esc(price)}</span>"
    )


def _cents(usd: Decimal) -> Decimal:
    return usd if usd < Decimal("0.01") else usd.quantize(Decimal("0.01"))


def _row(turn: int, rating: str, spent: Spent | None) -> str:
    def button(kind: str) -> str:
        on = " on" if kind == rating else ""
        return f'<button type="button" class="act {kind} turn-{turn}{on}"></button>'

    buttons = "".join(button(kind) for kind in ("copy", "up", "down", "retry", "undo"))
    return f'<div class="acts" role="group">{buttons}{spent_html(spent)}</div>'


def ratings_of(rows: Sequence[Any], who: str) -> dict[int, str]:
    """One person's ratings by the number of the message that was answered."""
    return {row.turn: row.rating for row in rows if row.by == who}

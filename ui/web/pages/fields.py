"""The shapes that pages share: fields of a form, notices, and the way into the chat."""

from collections.abc import Iterable

from tools.lab import Stand
from ui.web.words import esc, linked

_WHO = {"known": "from your project", "assumed": "not known, assumed"}


def notice(text: str, kind: str = "care") -> str:
    """A highlighted line; nothing for an empty text."""
    return f'<p class="callout {kind}">{esc(text)}</p>' if text else ""


def choice(group: str, value: str, title: str, text: str, *, chosen: bool, note: str = "") -> str:
    """One of several cards of which one is chosen; `note` is a quiet line below, links live."""
    small = f"<small>{linked(note)}</small>" if note else ""
    mark = " checked" if chosen else ""
    key = esc(f"{group}-{value}")
    return (
        f'<label class="choice"><input type="radio" id="{key}" name="{esc(group)}" '
        f'value="{esc(value)}" data-act="{esc(group)}"{mark}><span><b>{esc(title)}</b>'
        f"<i>{esc(text)}</i>{small}</span></label>"
    )


def tick(group: str, value: str, title: str, *, chosen: bool, note: str = "") -> str:
    """One of several boxes of which any may be ticked."""
    small = f"<small>{esc(note)}</small>" if note else ""
    key = esc(f"{group}-{value}")
    return (
        f'<label class="tick"><input type="checkbox" id="{key}" name="{esc(group)}" '
        f'value="{esc(value)}" data-act="{esc(group)}"{" checked" if chosen else ""}>'
        f"<span>{esc(title)}{small}</span></label>"
    )


def slider(stand: Stand, base: float | None) -> str:
    """One slider of the lab; `base` is where it stood in the scenario, drawn as a mark."""
    key, set_by_hand = f"slider-{stand.driver}", stand.origin == "set"
    mark = f'<u style="--base:{base / 100:.3f}" aria-hidden="true"></u>' if base is not None else ""
    return (
        f'<div class="slider {stand.origin}"><div class="top"><label for="{key}">'
        f'{esc(capital(stand.label))}</label><output for="{key}">{stand.value:.0f}</output></div>'
        f'<div class="groove">{mark}<input type="range" min="0" max="100" step="1" id="{key}" '
        f'name="driver:{stand.driver}" '
        f'value="{stand.value:.0f}"{" data-set" if set_by_hand else ""} '
        f'style="--at:{stand.value:.1f}%" aria-describedby="reads-{stand.driver}"></div>'
        f'<p class="reads" id="reads-{stand.driver}">{reads(stand, base)}</p></div>'
    )


def reads(stand: Stand, base: float | None) -> str:
    """What a slider stands for, and who put it there: a scenario where it stands at `base`."""
    meaning = f"<b>{esc(stand.meaning)}</b> " if stand.meaning else ""
    who = "as in the scenario" if stand.value == base else f"was {base:.0f}" if base else "moved"
    return f"{meaning}<span>{_WHO.get(stand.origin, who)}</span>"


def amount(
    name: str,
    label: str,
    value: str,
    *,
    unit: str,
    note: str,
    wrong: str = "",
) -> str:
    """A field for a number with its unit, where the value comes from, and what is wrong with it."""
    key = f"field-{name}"
    invalid = ' aria-invalid="true"' if wrong else ""
    return (
        f'<div class="amount"><label for="{key}">{esc(label)}</label>'
        f'<div class="entry"><input id="{key}" name="{name}" inputmode="decimal" '
        f'autocomplete="off" value="{esc(value)}" aria-describedby="note-{name}"{invalid}>'
        f'<span class="unit">{esc(unit)}</span></div>'
        f'<p class="note" id="note-{name}">{wrong_or(wrong, note)}</p></div>'
    )


def wrong_or(wrong: str, note: str) -> str:
    """What is wrong with a field, or else its note."""
    return f'<span class="wrong">{esc(wrong)}</span>' if wrong else linked(note)


def take(label: str, note: str, *, act: str = "take", able: bool = True) -> str:
    """The button that carries the values of a page into the chat, and what it will do."""
    off = "" if able else " disabled"
    return (
        f'<div class="taking"><button type="button" class="strong" data-take="{act}"{off} '
        f'aria-describedby="taking-note">{esc(label)}</button>'
        f'<p class="note" id="taking-note">{esc(note)}</p></div>'
    )


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def listed(parts: Iterable[str]) -> str:
    """`one`, `one and two`, `one, two and three`."""
    rows = list(parts)
    return "".join(rows) if len(rows) < 2 else f"{', '.join(rows[:-1])} and {rows[-1]}"

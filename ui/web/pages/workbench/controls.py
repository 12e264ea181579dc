"""The left side of the workbench: where to start, the fields, the price, the way into the chat."""

from collections.abc import Mapping
from typing import Any

from agent.settings import Settings
from tools.money import count
from tools.results import PriceUsed
from tools.workbench_inputs import Field, examples, fields, priced_models
from ui.web.pages.asking import Ask
from ui.web.pages.shapes import take
from ui.web.pages.starts import Start, starts_html
from ui.web.pages.workbench.form import HORIZONS, OWN, Filled, to_take
from ui.web.words import esc, linked, money

FROM_PROJECT = "Its own figures, estimates where it is silent."
_SETS = {"monthly_requests": "requests a month to {}", "prompt_tokens": "the prompt to {} tokens"}


def controls_html(settings: Settings, base: str, filled: Filled, ask: Ask) -> str:
    """The whole left side."""
    starts = [
        Start(key, row.label, row.text, _credit(row.source)) for key, row in examples().items()
    ]
    inputs = "".join(_amount(name, row, filled) for name, row in fields().items())
    return (
        f"{starts_html(ask, base, FROM_PROJECT, starts)}"
        f'<fieldset class="sliders"><legend>Five figures</legend>{inputs}</fieldset>'
        f'<fieldset class="sliders"><legend>Price and time</legend>'
        f"{_prices(settings, filled)}{_horizon(filled.horizon)}</fieldset>"
        f'<div id="taking">{taking_html(to_take(base, filled, ask.facts))}</div>'
    )


def _credit(source: str) -> str:
    return "Our own example" if source == "ours" else f"From {source}"


def notes_html(filled: Filled) -> dict[str, str]:
    """The note below each field: what is wrong with it, or where its value comes from."""
    notes = {f"note-{name}": _note(name, filled) for name in fields()}
    return {**notes, "note-price": _price_note(filled)}


def _note(name: str, filled: Filled) -> str:
    return _wrong(name, filled) or linked(filled.origins.get(name) or fields()[name].hint)


def _price_note(filled: Filled) -> str:
    return _wrong("price", filled) or linked(price_words(filled.price))


def _wrong(name: str, filled: Filled) -> str:
    wrong = filled.wrong.get(name)
    return f'<span class="wrong">{esc(wrong)}</span>' if wrong else ""


def _amount(name: str, row: Field, filled: Filled) -> str:
    """A field for a number with its unit and its note."""
    key = f"field-{name}"
    invalid = ' aria-invalid="true"' if name in filled.wrong else ""
    return (
        f'<div class="amount"><label for="{key}">{esc(row.label)}</label>'
        f'<div class="entry"><input id="{key}" name="{name}" inputmode="decimal" '
        f'autocomplete="off" value="{esc(filled.texts[name])}" aria-describedby="note-{name}"'
        f'{invalid}><span class="unit">{esc(row.unit)}</span></div>'
        f'<p class="note" id="note-{name}">{_note(name, filled)}</p></div>'
    )


def _prices(settings: Settings, filled: Filled) -> str:
    """Which price the tokens have: that of the start, one of the list, or one's own."""
    listed = priced_models(settings.today, settings.costing["table"])
    rows = [filled.price, *(p for p in listed if p.what != filled.price.what)]
    options = "".join(
        f'<option value="{esc(p.what)}"{" selected" if p is filled.price else ""}>'
        f"{esc(p.what.removesuffix(' input'))}: {money(p.usd)}</option>"
        for p in rows
    )
    return (
        '<div class="amount"><label for="field-model">Prompt tokens cost, per million</label>'
        f'<select id="field-model" name="model" aria-describedby="note-price">{options}'
        f'<option value="{OWN}">a price of my own</option></select>'
        '<div class="entry own"><input id="field-price" name="price" inputmode="decimal" '
        f'autocomplete="off" value="{filled.price.usd.normalize():f}" '
        'aria-label="Your price for a million prompt tokens, in USD" '
        'aria-describedby="note-price"><span class="unit">USD</span></div>'
        f'<p class="note" id="note-price">{_price_note(filled)}</p></div>'
    )


def price_words(price: PriceUsed) -> str:
    """A price with its source and the day it was last seen."""
    seen = f", {price.as_of}" if price.as_of else ""
    return f"{money(price.usd)} per {price.unit}: {price.source}{seen}"


def _horizon(horizon: int) -> str:
    options = "".join(
        f'<option value="{months}"{" selected" if months == horizon else ""}>{months} months'
        "</option>"
        for months in HORIZONS
    )
    return (
        '<div class="amount"><label for="field-horizon">Looking ahead</label>'
        f'<select id="field-horizon" name="horizon">{options}</select></div>'
    )


def taking_html(found: Mapping[str, Any]) -> str:
    """The button into the chat, and what it sets there."""
    sets = " and ".join(_SETS[name].format(count(value)) for name, value in found.items())
    note = (
        f"Sets {sets}. Training, evaluation and price stay here: the chat works those out."
        if sets
        else "Your project knows these already."
    )
    return take(note, able=bool(sets))

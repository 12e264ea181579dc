"""The Cost Workbench: five inputs, both bills, and when tuning to shorten the prompt pays back."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from agent.settings import Settings
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.money import count
from tools.results import CostReport, PriceUsed
from tools.strategies import strategy_texts
from tools.workbench import Workbench, workbench
from tools.workbench_inputs import (
    Example,
    Figures,
    examples,
    fields,
    from_project,
    priced_models,
    read_amount,
)
from ui.web.browser import Visitor
from ui.web.cards import fold
from ui.web.pages.asking import GONE, Answer, Ask
from ui.web.pages.desk import Desk, Going, edited, lay_out
from ui.web.pages.fields import amount, choice, notice, take, wrong_or
from ui.web.pictures import cost_picture
from ui.web.words import esc, linked, money, number, sentence

PROJECT = "project"
OWN = "own"
HORIZONS = (12, 24, 36)
MOST_USD = 100_000.0  # per million tokens
TITLE = "Cost Workbench"
INTRO = (
    "A long prompt is paid for on every call; training is paid for once. Five figures say when one "
    "overtakes the other. Only the extra prompt tokens are priced, both sides at the same price."
)
NOTHING = "Nothing here was changed, so there is nothing to take into the chat."


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields as they stand: the figures that could be read, and what is wrong with the rest."""

    texts: Mapping[str, str]
    origins: Mapping[str, str]
    values: Mapping[str, float]
    wrong: Mapping[str, str]
    price: PriceUsed
    horizon: int

    @property
    def complete(self) -> bool:
        """True when there is something to compute."""
        return not self.wrong


def workbench_page(desk: Desk) -> None:
    """Lay the page out."""
    lay_out(
        desk,
        title=TITLE,
        intro=INTRO,
        opened=lambda ask: opened(desk.settings, ask),
        moved=lambda ask: moved(desk.settings, ask),
        drawn=lambda ask: drawn(desk.settings, ask),
        taken=lambda visitor, ask: _taken(desk, visitor, ask),
    )


# What happens


def opened(settings: Settings, ask: Ask) -> Answer:
    """The whole page: on the project where one is known, else on the published example."""
    base = PROJECT if ask.facts.known else next(iter(examples()))
    filled = begin(settings, base, ask.facts)
    result = computed(filled, ask.facts)
    note = notice(GONE, "warn") if ask.missing else ""
    return {
        "page": page_html(
            controls_html(settings, base, filled, ask), results_html(result, base, filled), note
        ),
        "kept": {"base": base},
        "said": _aloud(result),
        "draw": result is not None,
    }


def moved(settings: Settings, ask: Ask) -> Answer:
    """What a changed field or a chosen example does."""
    base = _base(ask.text("base"), ask.facts)
    fresh = ask.act == "base"
    filled = begin(settings, base, ask.facts) if fresh else read_form(settings, base, ask)
    result = computed(filled, ask.facts)
    parts = {"figures": figures_html(result, base, filled), "around": around_html(result, filled)}
    if fresh:
        parts["controls"] = controls_html(settings, base, filled, ask)
    else:
        parts |= {
            f"note-{n}": wrong_or(filled.wrong.get(n, ""), _note(n, filled)) for n in fields()
        }
        parts["note-price"] = wrong_or(filled.wrong.get("price", ""), price_note(filled.price))
        parts["taking"] = taking_html(base, filled, ask)
    return {
        "parts": parts,
        "kept": {"base": base},
        "said": _aloud(result),
        "wrong": [f"field-{name}" for name in filled.wrong],
        "draw": result is not None,
    }


def drawn(settings: Settings, ask: Ask) -> Answer:
    """The chart of what the form says now."""
    base = _base(ask.text("base"), ask.facts)
    result = computed(read_form(settings, base, ask), ask.facts)
    return {} if result is None else {"parts": {"chart": cost_picture(result.report, draw=True)}}


def _taken(desk: Desk, visitor: Visitor, ask: Ask) -> str:
    base = _base(ask.text("base"), ask.facts)
    changes = to_take(base, read_form(desk.settings, base, ask), ask.facts)
    return edited(desk.advisor, visitor, ask.thread, Going(changes, "workbench", NOTHING))


def to_take(base: str, filled: Filled, facts: ProjectFacts) -> dict[str, Any]:
    """The facts among the fields that differ from what the project knows."""
    found: dict[str, Any] = {}
    if "monthly_requests" in filled.values:
        found["monthly_requests"] = filled.values["monthly_requests"]
    if base == PROJECT and "extra_prompt_tokens" in filled.values:
        found["prompt_tokens"] = round(filled.values["extra_prompt_tokens"])
    if base == PROJECT and "prompt_tokens" not in facts and _assumed(filled):
        found.pop("prompt_tokens", None)
    return {name: value for name, value in found.items() if facts.value(name) != value}


def _assumed(filled: Filled) -> bool:
    return filled.origins.get("extra_prompt_tokens", "").startswith("assumed")


def begin(settings: Settings, base: str, facts: ProjectFacts) -> Filled:
    """The fields as a start fills them."""
    if base == PROJECT:
        start = from_project(facts, as_of=settings.today, table=settings.costing["table"])
        texts = {n: "" if g.value is None else _typed(g.value) for n, g in start.given.items()}
        origins = {n: g.origin for n, g in start.given.items()}
        return _read(texts, origins, start.price, 12)
    row = examples()[base]
    texts = {name: _typed(row.values[name]) for name in fields()}
    return _read(texts, {}, _example_price(settings, row), 12)


def read_form(settings: Settings, base: str, ask: Ask) -> Filled:
    """The fields as they were typed."""
    first = begin(settings, base, ask.facts)
    texts = {name: ask.text(f"{name}") for name in fields()}
    origins = {
        name: origin for name, origin in first.origins.items() if texts[name] == first.texts[name]
    }
    horizon = ask.text("horizon")
    months = int(horizon) if horizon.isdigit() and int(horizon) in HORIZONS else 12
    model, wrong = ask.text("model"), ""
    price = first.price
    if model == OWN:
        try:
            price = _own_price(settings, ask.text("price"))
        except InvalidInput as error:
            wrong = sentence(str(error))
    elif model and model != first.price.what:
        known = priced_models(settings.today, settings.costing["table"])
        price = next((p for p in known if p.what == model), price)
    filled = _read(texts, origins, price, months)
    if not wrong:
        return filled
    return Filled(texts, origins, filled.values, {**filled.wrong, "price": wrong}, price, months)


def _read(
    texts: Mapping[str, str], origins: Mapping[str, str], price: PriceUsed, horizon: int
) -> Filled:
    values, wrong = {}, {}
    for name in fields():
        try:
            values[name] = read_amount(name, texts[name])
        except InvalidInput as error:
            wrong[name] = sentence(str(error))
    saved, there = values.get("prompt_tokens_saved"), values.get("extra_prompt_tokens")
    if saved is not None and there is not None and saved > there:
        wrong["prompt_tokens_saved"] = (
            f"Tuning cannot save {count(saved)} of {count(there)} extra tokens; give at most "
            f"{count(there)}."
        )
    return Filled(texts, origins, values, wrong, price, horizon)


def _own_price(settings: Settings, text: str) -> PriceUsed:
    bare = text.strip().removeprefix("$").replace(",", "")
    try:
        value = Decimal(bare)
        fine = 0 <= value <= Decimal(str(MOST_USD))  # false for NaN
    except ArithmeticError:
        fine = False
    if not fine:
        raise InvalidInput(
            f"the price must be between 0 and {count(MOST_USD)} USD for a million tokens; "
            f"got “{text[:30]}”"
        )
    return PriceUsed(OWN, value, "million tokens", "given by you", settings.today.isoformat())


def _example_price(settings: Settings, row: Example) -> PriceUsed:
    source = row.source if row.published else "our example"
    usd = Decimal(str(row.usd_per_million_tokens))
    return PriceUsed("as in the example", usd, "million tokens", source, "")


def _base(wanted: str, facts: ProjectFacts) -> str:
    if wanted in examples() or (wanted == PROJECT and facts.known):
        return wanted
    return next(iter(examples()))


def computed(filled: Filled, facts: ProjectFacts) -> Workbench | None:
    """The figures; None while a field cannot be read."""
    if not filled.complete:
        return None
    return workbench(
        monthly_requests=filled.values["monthly_requests"],
        extra_prompt_tokens=filled.values["extra_prompt_tokens"],
        training_usd=filled.values["training_usd"],
        evaluation_usd=filled.values["evaluation_usd"],
        prompt_tokens_saved=filled.values["prompt_tokens_saved"],
        usd_per_million_tokens=float(filled.price.usd),
        horizon_months=filled.horizon,
        facts=facts,
    )


def _typed(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def _aloud(result: Workbench | None) -> str:
    return "A field needs a number." if result is None else result.signal


# What it looks like


def page_html(controls: str, results: str, note: str) -> str:
    """Both sides of the page."""
    return (
        f'{note}<div class="bench"><div class="controls" id="controls">{controls}</div>'
        f'<div class="results money">{results}</div></div>'
    )


def controls_html(settings: Settings, base: str, filled: Filled, ask: Ask) -> str:
    """Where to start, the five fields, the price, and the way into the chat."""
    cards = ""
    if ask.facts.known and ask.project is not None:
        cards = choice(
            "base",
            PROJECT,
            ask.project.title or "This project",
            "Its own figures, estimates where it is silent.",
            chosen=base == PROJECT,
        )
    cards += "".join(
        choice(
            "base",
            key,
            row.label,
            row.text,
            chosen=key == base,
            note="Our own example" if row.source == "ours" else f"From {row.source}",
        )
        for key, row in examples().items()
    )
    inputs = "".join(
        amount(
            name,
            row.label,
            filled.texts[name],
            unit=row.unit,
            note=_note(name, filled),
            wrong=filled.wrong.get(name, ""),
        )
        for name, row in fields().items()
    )
    return (
        f'<fieldset class="choices"><legend>Start from</legend>{cards}</fieldset>'
        f'<fieldset class="sliders"><legend>Five figures</legend>{inputs}</fieldset>'
        f'<fieldset class="sliders"><legend>Price and time</legend>'
        f"{price_html(settings, filled)}{_horizon(filled.horizon)}</fieldset>"
        f'<div id="taking">{taking_html(base, filled, ask)}</div>'
    )


def _note(name: str, filled: Filled) -> str:
    return filled.origins.get(name) or fields()[name].hint


def price_html(settings: Settings, filled: Filled) -> str:
    """Which price the tokens have: one of the list, that of the start, or one's own."""
    listed = priced_models(settings.today, settings.costing["table"])
    rows = [filled.price, *(p for p in listed if p.what != filled.price.what)]
    options = "".join(
        f'<option value="{esc(p.what)}"{" selected" if p is filled.price else ""}>'
        f"{esc(_named(p))}: {money(p.usd)}</option>"
        for p in rows
        if p.what != OWN
    )
    return (
        '<div class="amount"><label for="field-model">Prompt tokens cost, per million</label>'
        f'<select id="field-model" name="model" aria-describedby="note-price">{options}'
        f'<option value="{OWN}">a price of my own</option></select>'
        '<div class="entry own"><input id="field-price" name="price" inputmode="decimal" '
        f'autocomplete="off" value="{filled.price.usd.normalize():f}" '
        'aria-label="Your price for a million prompt tokens, in USD" '
        'aria-describedby="note-price"><span class="unit">USD</span></div>'
        f'<p class="note" id="note-price">{linked(price_note(filled.price))}</p></div>'
    )


def _named(price: PriceUsed) -> str:
    return price.what.removesuffix(" input")


def price_note(price: PriceUsed) -> str:
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


def taking_html(base: str, filled: Filled, ask: Ask) -> str:
    """The button into the chat, and what it sets there."""
    found = to_take(base, filled, ask.facts)
    words = {
        "monthly_requests": "requests a month to {}",
        "prompt_tokens": "the prompt to {} tokens",
    }
    sets = " and ".join(words[name].format(count(value)) for name, value in found.items())
    note = (
        f"Sets {sets}. Training, evaluation and price stay here: the chat works those out."
        if sets
        else "Your project knows these already."
    )
    return take("Take into the chat", note, able=bool(sets))


def results_html(result: Workbench | None, base: str, filled: Filled) -> str:
    """The right side: figures, chart, and what surrounds them."""
    return (
        f'<section class="card" aria-labelledby="bench-figures">'
        f'<h3 id="bench-figures">Does it pay back?</h3>'
        f'<div id="figures">{figures_html(result, base, filled)}</div>'
        f'<div id="chart">{_waiting(result)}</div></section>'
        f'<div id="around" class="around">{around_html(result, filled)}</div>'
    )


def _waiting(result: Workbench | None) -> str:
    return "" if result is None else cost_picture(result.report, draw=False)


def figures_html(result: Workbench | None, base: str, filled: Filled) -> str:
    """The verdict and the five figures; what is missing where a field cannot be read."""
    if result is None:
        first = next(iter(filled.wrong.values()))
        return f'<p class="verdict bad">{esc(first)}</p>'
    never = result.break_even_months is None
    saving = result.saving_usd
    report = result.report
    tone = "bad" if never else "good" if report.worthwhile else "care"
    tiles = (
        ("Prompt only", money(result.prompt_monthly_usd), "a month", ""),
        ("Tuned model", money(result.tuned_monthly_usd), "a month", ""),
        ("Paid once", money(result.one_off_usd), "training and evaluation", ""),
        (
            "Saves" if saving >= 0 else "Costs more",
            money(abs(saving)),
            "a month",
            "good" if saving > 0 else "bad" if saving < 0 else "",
        ),
        ("Breaks even", _months(result), _requests(report), tone),
    )
    shown = "".join(
        f'<div class="{mood}"><dt>{name}</dt><dd>{esc(value)}<small>{esc(unit)}</small></dd></div>'
        for name, value, unit, mood in tiles
    )
    totals = (
        f"After {report.horizon_months} months: {money(result.prompt_total_usd)} with the prompt, "
        f"{money(result.tuned_total_usd)} with the tuned model."
    )
    return (
        f'<p class="verdict {tone}">{esc(result.signal)}</p><dl class="tiles">{shown}</dl>'
        f'<p class="because">{totals}</p>{_as_published(result, base)}'
    )


def _months(result: Workbench) -> str:
    return "never" if result.break_even_months is None else f"{number(result.break_even_months)}"


def _requests(report: CostReport) -> str:
    if report.break_even_months is None:
        return "it never pays back"
    if report.break_even_requests is None:
        return "months"
    return f"months, {number(round(report.break_even_requests))} requests"


def _as_published(result: Workbench, base: str) -> str:
    row = examples().get(base)
    if row is None or row.published is None or not _agrees(result, row.published):
        return ""
    return '<p class="check">✓ Every figure as published.</p>'


def _agrees(result: Workbench, published: Figures) -> bool:
    months = result.break_even_months
    return months is not None and (
        result.prompt_monthly_usd == published.prompt_monthly_usd
        and result.tuned_monthly_usd == published.tuned_monthly_usd
        and result.one_off_usd == published.one_off_usd
        and result.saving_usd == published.saving_usd
        and round(months, 1) == published.break_even_months
    )


def around_html(result: Workbench | None, filled: Filled) -> str:
    """Whether tuning fits the problem, what the figures leave out, and how they add up."""
    if result is None:
        return ""
    fit = result.fit
    mood = "unknown" if fit.tuning_helps is None else "good" if fit.tuning_helps else "bad"
    head = {
        "unknown": "Open",
        "good": "Tuning fits the problem",
        "bad": "Tuning does not fit the problem",
    }[mood]
    better = "" if fit.path is None else strategy_texts()[fit.path].label
    path = f'<p class="because">What fits: {esc(better)}.</p>' if better else ""
    warnings = "".join(f"<li>{esc(sentence(text))}</li>" for text in result.warnings)
    bills = "".join(_bill(plan.label, plan.lines) for plan in result.report.plans)
    return (
        '<section class="card" aria-labelledby="bench-fit"><h3 id="bench-fit">Fit check</h3>'
        f'<p class="fit {mood}"><b>{head}.</b> {esc(fit.text)}</p>{path}</section>'
        '<section class="card" aria-labelledby="bench-read"><h3 id="bench-read">'
        f'Before you rely on it</h3><ul class="dots">{warnings}</ul>'
        f"{fold('sums', 'How this adds up', bills)}"
        f"{fold('source', 'Where the price comes from', _source(filled.price))}</section>"
    )


def _bill(label: str, lines: Any) -> str:
    rows = "".join(
        f"<li><span>{esc(line.label)}<small>{esc(line.how)}</small></span><b>{money(line.usd)}"
        f"<small>{'a month' if line.per == 'month' else 'once'}</small></b></li>"
        for line in lines
    )
    return f'<h4>{esc(label)}</h4><ul class="bill">{rows}</ul>' if rows else ""


def _source(price: PriceUsed) -> str:
    return f"<p>{linked(price_note(price))}</p>"

"""The fields of the workbench: how a start fills them, what was typed, and what it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from agent.settings import Settings
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.money import count
from tools.results import PriceUsed
from tools.workbench import Workbench, workbench
from tools.workbench_inputs import (
    Example,
    examples,
    fields,
    from_project,
    priced_models,
    read_amount,
)
from ui.web.pages.asking import Ask
from ui.web.pages.starts import PROJECT
from ui.web.words import sentence

OWN = "own"  # the choice of a price of one's own
HORIZONS = (12, 24, 36)  # months
MOST_USD = 100_000.0  # per million tokens


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields as they stand: the figures that could be read, and what is wrong with the rest.

    `texts` are the fields as typed and `origins` where a value comes from that nobody typed;
    `horizon` counts months.
    """

    texts: Mapping[str, str]
    origins: Mapping[str, str]
    values: Mapping[str, float]
    wrong: Mapping[str, str]
    price: PriceUsed
    horizon: int = HORIZONS[0]


def begin(settings: Settings, base: str, facts: ProjectFacts) -> Filled:
    """The fields as a start fills them."""
    if base == PROJECT:
        start = from_project(facts, as_of=settings.today, table=settings.costing["table"])
        texts = {n: "" if g.value is None else _typed(g.value) for n, g in start.given.items()}
        return _read(texts, {n: g.origin for n, g in start.given.items()}, start.price)
    row = examples()[base]
    texts = {name: _typed(row.values[name]) for name in fields()}
    return _read(texts, {}, _example_price(row))


def read_form(settings: Settings, base: str, ask: Ask) -> Filled:
    """The fields as they were typed."""
    first = begin(settings, base, ask.facts)
    texts = {name: ask.text(name) for name in fields()}
    origins = {
        name: origin for name, origin in first.origins.items() if texts[name] == first.texts[name]
    }
    price, wrong = first.price, {}
    try:
        price = _price(settings, ask, first.price)
    except InvalidInput as error:
        wrong["price"] = sentence(str(error))
    filled = _read(texts, origins, price)
    horizon = next((n for n in HORIZONS if str(n) == ask.text("horizon")), filled.horizon)
    return replace(filled, wrong={**filled.wrong, **wrong}, horizon=horizon)


def _read(texts: Mapping[str, str], origins: Mapping[str, str], price: PriceUsed) -> Filled:
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
    return Filled(texts, origins, values, wrong, price)


def _typed(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def _price(settings: Settings, ask: Ask, first: PriceUsed) -> PriceUsed:
    """The price that was chosen: one's own, one of the list, or that of the start."""
    model = ask.text("model")
    if model == OWN:
        return _own_price(settings, ask.text("price"))
    if model in ("", first.what):
        return first
    known = priced_models(settings.today, settings.costing["table"])
    return next((price for price in known if price.what == model), first)


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


def _example_price(row: Example) -> PriceUsed:
    source = row.source if row.published else "our example"
    usd = Decimal(str(row.usd_per_million_tokens))
    return PriceUsed("as in the example", usd, "million tokens", source, "")


def computed(filled: Filled, facts: ProjectFacts) -> Workbench | None:
    """The figures; None while a field cannot be read."""
    if filled.wrong:
        return None
    return workbench(
        **filled.values,
        usd_per_million_tokens=float(filled.price.usd),
        horizon_months=filled.horizon,
        facts=facts,
    )


def to_take(base: str, filled: Filled, facts: ProjectFacts) -> dict[str, Any]:
    """The facts among the fields that differ from what the project knows."""
    found: dict[str, Any] = {}
    if "monthly_requests" in filled.values:
        found["monthly_requests"] = filled.values["monthly_requests"]
    assumed = filled.origins.get("extra_prompt_tokens", "").startswith("assumed")
    if base == PROJECT and "extra_prompt_tokens" in filled.values and not assumed:
        found["prompt_tokens"] = round(filled.values["extra_prompt_tokens"])
    return {name: value for name, value in found.items() if facts.value(name) != value}

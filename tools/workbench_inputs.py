"""What fills the Cost Workbench: its fields, worked examples, and a project's own values."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from tools.assumptions import silent
from tools.costs import estimate_costs
from tools.datafiles import Row, read
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.money import count
from tools.plans import Plan
from tools.results import CostReport, PriceUsed
from tools.tariffs import Tariffs, tariffs

_AMOUNT = re.compile(r"([-−–]?)\s*\$?\s*(\d{1,3}(?:[,_ ]\d{3})+|\d+)?(\.\d+)?\s*([kKmM])?")
_OWN_GPUS = PriceUsed(
    "own GPUs",
    Decimal(0),
    "million tokens",
    "own GPUs are paid by the hour, however long the prompt is",
    "",
)
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}


class Field(Row):
    """One of the five inputs: how it is asked for, and its bounds."""

    label: str
    unit: str
    hint: str
    low: float
    high: float


class Figures(Row):
    """What a published example states."""

    prompt_monthly_usd: Decimal
    tuned_monthly_usd: Decimal
    one_off_usd: Decimal
    saving_usd: Decimal
    break_even_months: float


class Example(Row):
    """A worked example to start from."""

    label: str
    text: str
    values: dict[str, float]
    usd_per_million_tokens: float
    source: str
    published: Figures | None = None


class _File(Row):
    models: tuple[str, ...]
    fields: dict[str, Field]
    examples: dict[str, Example]


@dataclass(frozen=True, slots=True)
class Given:
    """One value to begin with, None where nobody knows it, and where it comes from."""

    value: float | None
    origin: str


@dataclass(frozen=True, slots=True)
class Start:
    """What a project puts into the workbench: its five values and the price of its model."""

    given: Mapping[str, Given]
    price: PriceUsed


def fields() -> Mapping[str, Field]:
    """The five inputs by name (`tools/data/workbench.toml`)."""
    return _file().fields


def examples() -> Mapping[str, Example]:
    """The worked examples by key, the published one first."""
    return _file().examples


def priced_models(as_of: date, table: Tariffs | None = None) -> tuple[PriceUsed, ...]:
    """Current models with the list price of their prompt tokens, its source and date."""
    book, out = table or tariffs(), []
    for name in _file().models:
        price = book.token_price(name, as_of)
        first = price.tiers[0].input
        day = price.as_of.isoformat()
        out.append(PriceUsed(price.model, first, "million tokens", price.source, day))
    return tuple(out)


def read_amount(name: str, text: str) -> float:
    """One field as people type it: `120,000`, `120k`, `$1,800`.

    Raises:
        InvalidInput: it is empty, no number, or out of the field's bounds.
    """
    row = fields()[name]
    words = text.strip()
    if not words:
        raise InvalidInput(f"{row.label} is empty; give a number, 0 for nothing")
    match = _AMOUNT.fullmatch(words)
    if match is None or not (match[2] or match[3]):
        shown = words if len(words) <= 30 else words[:29] + "…"
        raise InvalidInput(f"{row.label} must be a number such as 1,800 or 120k; got “{shown}”")
    digits = re.sub(r"[,_ ]", "", match[2] or "0") + (match[3] or "")
    value = float(digits) * _TIMES[(match[4] or "").lower()]
    if match[1] and value:
        raise InvalidInput(f"{row.label} must be at least {count(row.low)}; got “{words[:30]}”")
    if not math.isfinite(value) or not row.low <= value <= row.high:
        raise InvalidInput(
            f"{row.label} must be between {count(row.low)} and {count(row.high)}; "
            f"got “{words[:30]}”"
        )
    return value


def from_project(facts: ProjectFacts, *, as_of: date, table: Tariffs | None = None) -> Start:
    """The five inputs of a project: its facts, and estimates of a tuning where they are silent."""
    tuning = Plan(kind="self_hosted" if facts.value("self_hosted") else "hosted_tuning")
    plans = (Plan(kind="prompt_only"), tuning)
    report = estimate_costs(facts, plans, as_of=as_of, table=table)
    tokens, known = facts.value("prompt_tokens"), "prompt_tokens" in facts
    tokens = float(tokens) if known else float(silent("prompt_tokens"))
    told = "monthly_requests" in facts
    estimated = "estimated for tuning on your examples"
    given = {
        "monthly_requests": Given(
            float(facts.value("monthly_requests")) if told else None,
            _told(facts, "monthly_requests") if told else "not known yet: give a number",
        ),
        "extra_prompt_tokens": Given(
            tokens, _told(facts, "prompt_tokens") if known else "assumed: a prompt of usual length"
        ),
        "prompt_tokens_saved": Given(
            float(tokens // 2), "assumed: half of the prompt moves into the weights"
        ),
        "training_usd": Given(_once(report, evaluation=False), estimated),
        "evaluation_usd": Given(_once(report, evaluation=True), estimated),
    }
    return Start(given, _price(report))


def _told(facts: ProjectFacts, name: str) -> str:
    quote = facts.known[name].quote
    return f"from your project: “{quote}”" if quote else "from your project"


def _once(report: CostReport, *, evaluation: bool) -> float:
    rows = [line for line in report.plans[-1].lines if line.per == "once"]
    return float(
        round(sum(row.usd for row in rows if row.label.startswith("Evaluation") == evaluation))
    )


def _price(report: CostReport) -> PriceUsed:
    """The price of a prompt's tokens: nothing where they are read on GPUs paid by the hour."""
    paid = (price for price in report.plans[0].prices if price.what.endswith(" input"))
    return next(paid, _OWN_GPUS)


@cache
def _file() -> _File:
    return read(_File, "workbench.toml")

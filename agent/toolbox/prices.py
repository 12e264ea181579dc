"""Tools on prices: other models, discounts, own graphics cards; each beside today's bill."""

from datetime import date
from typing import Any, Literal

from langchain.tools import tool

from agent.state import notebook_of
from agent.toolbox.answers import Runtime, dump
from tools.costreport import CostReport, PlanCost, PriceUsed
from tools.discounts import try_discount as discount_on
from tools.modelprices import ModelBill, ModelPrice, compare_models, model_prices
from tools.money import about, count, counted, rate
from tools.owngpus import on_own_gpus

HOURLY = ("hour", "GPU-hour")


@tool("compare_models")
def compare_models_(runtime: Runtime, models: list[str] | None = None) -> str:
    """Price the month with other language models beside today's, each used as it is.

    Use it for "is there a cheaper model?", "what would X and Y cost?". A "what if" about one model
    goes to `what_if`, which shows the advice as well.

    Args:
        models: names as people type them; without them, current ones that cost less than today's.

    """
    briefer, facts = runtime.context.briefer, notebook_of(runtime.state).facts
    strategy = briefer.assessment(facts).primary
    found = compare_models(facts, strategy, models or (), **briefer.prices)
    return dump(
        {
            "plan": found.plan,
            "today": None if found.today is None else _model_bill(found.today),
            "others": [_model_bill(row) for row in found.others],
            "unknown": {name: list(near) for name, near in found.unknown.items()},
            "must_stay_in_house": found.on_own_gpus,
        }
    )


@tool
def try_discount(discount: Literal["caching", "batching"], runtime: Runtime) -> str:
    """Price the plans with prompt caching, or with all work in batches, beside the bill of today.

    Use it for "does caching help?", "what would the batch discount save?".

    Args:
        discount: `caching` (a prompt prefix that comes again) or `batching` (work that may wait).

    """
    briefer, facts = runtime.context.briefer, notebook_of(runtime.state).facts
    found = discount_on(facts, briefer.assessment(facts).primary, discount, **briefer.prices)
    return dump(
        {
            "discount": discount,
            "share": f"{count(found.share * 100)}%",
            "plans": [
                {
                    "plan": row.plan,
                    "now": f"{about(row.monthly_usd)} a month",
                    "then": f"{about(row.then_usd)} a month",
                    "saves": f"{about(row.saved_usd)} a month" if not row.why_not else "",
                    "why_not": row.why_not,
                    "mind": list(row.mind),
                }
                for row in found.plans
            ],
            "assumed": list(found.assumed),
        }
    )


@tool
def price_own_gpus(runtime: Runtime) -> str:
    """Price the recommended plan in house on graphics cards that the user owns, and on rented ones.

    Use it when the user has hardware: "we own two A100s".
    """
    briefer, facts = runtime.context.briefer, notebook_of(runtime.state).facts
    found = on_own_gpus(facts, briefer.assessment(facts).primary, **briefer.prices)
    return dump(
        {
            "today": _plan(found.today),
            "rented": _plan(found.rented),
            "owned": _plan(found.owned),
            "cards": [f"{row.cards} × {row.gpu}" for row in found.rented.hardware],
        }
    )


def priced_models(report: CostReport) -> list[dict[str, Any]]:
    """The prices by the token of a bill, each with its day and source."""
    return [{"plan": price.plan, **_price(price)} for price in model_prices(report)]


def priced_by_the_hour(report: CostReport) -> list[dict[str, Any]]:
    """The prices of machines of a bill, each with its day and source."""
    return [
        {
            "plan": plan.label,
            "model": price.what,
            "price": f"{rate(price.usd)} an hour",
            "told": _hourly(price),
            "source": price.source,
            "as_of": price.as_of,
        }
        for plan in report.plans
        for price in plan.prices
        if price.unit in HOURLY
    ]


def _hourly(price: PriceUsed) -> str:
    """As in `$0.90 for an L40S hour`, or `$0.30 an hour for hosting of gpt-oss-20b`."""
    if price.what.endswith(" hour"):
        return f"{rate(price.usd)} for {price.what}"
    return f"{rate(price.usd)} an hour for {price.what}"


def oldest(report: CostReport) -> str:
    """How long before the day of the bill its oldest price was seen: `102 days`."""
    made = date.fromisoformat(report.as_of)
    days = max((p.age_days(made) for plan in report.plans for p in plan.prices), default=0)
    return counted(days, "day")


def _model_bill(row: ModelBill) -> dict[str, Any]:
    each = "" if row.per_request_usd is None else about(row.per_request_usd)
    month = f"{about(row.monthly_usd)} a month"
    return {**_price(row.price), "model": row.model, "a_month": month, "a_request": each}


def _price(price: ModelPrice) -> dict[str, Any]:
    paid = f"{rate(price.input_usd)} per million input tokens"
    if price.output_usd is not None:
        paid += f" and {rate(price.output_usd)} per million output tokens"
    return {
        "model": price.model,
        "price": paid,
        "told": f"{price.model}, {paid}",
        "input": rate(price.input_usd),
        "output": "" if price.output_usd is None else rate(price.output_usd),
        "source": price.source,
        "as_of": price.as_of,
    }


def _plan(plan: PlanCost) -> dict[str, Any]:
    return {
        "plan": plan.label,
        "a_month": f"{about(plan.monthly_usd)} a month",
        "once": f"{about(plan.one_off_usd)} once" if plan.one_off_usd else "",
    }

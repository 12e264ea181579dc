"""What a token costs at each model of a bill, and what the month would cost with other models."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tools.costreport import CostReport, PlanCost
from tools.costs import estimate_costs, untuned_kind
from tools.errors import UnknownModel
from tools.facts import ProjectFacts
from tools.plans import Plan
from tools.prices import current_models, models_like
from tools.tariffs import Tariffs

MOST = 3


@dataclass(frozen=True, slots=True)
class ModelPrice:
    """What a model charges for a million tokens, with the day and the source of the price.

    `plan` is the first plan of the bill that pays it; `output_usd` is None where no output is paid.
    """

    plan: str
    model: str
    input_usd: Decimal
    output_usd: Decimal | None
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class ModelBill:
    """What a month costs with one model that is used as it is, and what its tokens cost."""

    model: str
    price: ModelPrice
    monthly_usd: Decimal
    per_request_usd: Decimal | None


@dataclass(frozen=True, slots=True)
class ModelsCompared:
    """The bill of today's model beside others, the cheapest of them first.

    `plan` names the plan that was priced; `today` is None where its model has no price by the
    token, such as on own GPUs. `unknown` offers, for a name without a price, names that have one;
    those are among the `others`.
    """

    plan: str
    today: ModelBill | None
    others: tuple[ModelBill, ...]
    unknown: dict[str, tuple[str, ...]]
    on_own_gpus: bool


def model_prices(report: CostReport) -> tuple[ModelPrice, ...]:
    """What the models that answer charge by the token, each once, in the order of the plans.

    Judges and teachers, who are paid once, are left out, and so is what runs on machines by the
    hour.
    """
    found: dict[str, ModelPrice] = {}
    for plan in report.plans:
        price = _price_of(plan)
        if price is not None:
            found.setdefault(price.model, price)
    return tuple(found.values())


def _price_of(plan: PlanCost) -> ModelPrice | None:
    """What the model of a plan charges: running costs are written first, and so are its prices."""
    first = next((price for price in plan.prices if price.part == "input"), None)
    if first is None or any(row.job == "serve" for row in plan.hardware):
        return None
    out = (p.usd for p in plan.prices if p.model == first.model and p.part == "output")
    return ModelPrice(
        plan.label, first.model, first.usd, next(out, None), first.source, first.as_of
    )


def compare_models(
    facts: ProjectFacts,
    strategy: str = "prompting",
    models: Sequence[str] = (),
    *,
    as_of: date | None = None,
    table: Tariffs | None = None,
) -> ModelsCompared:
    """Price the project's month with other models, each as it is, beside the model of today.

    Without `models`, up to three current ones that cost less than today's. What is priced is the
    plan of `strategy` where it buys tokens of a model as it is, else a plain prompt: a tuned model
    cannot be exchanged for another by its list price.

    Raises:
        UnknownName: no strategy has that id.
        InvalidInput: the facts contradict the plan.
    """
    kind = untuned_kind(strategy)

    def billed(model: str | None) -> tuple[str, ModelBill | None]:
        plan = Plan(kind=kind, model=model)
        report = estimate_costs(facts, [plan], as_of=as_of, table=table)
        cost, prices = report.plans[0], model_prices(report)
        if not prices or cost.model is None:
            return cost.label, None
        return cost.label, ModelBill(cost.model, prices[0], cost.monthly_usd, cost.per_request_usd)

    def others(names: Sequence[str]) -> list[ModelBill]:
        found: dict[str, ModelBill] = {}
        for name in names:
            try:
                row = billed(name)[1]
            except UnknownModel:
                unknown[name] = models_like(name)
                near.extend(unknown[name])
                continue
            if row is None or (today is not None and row.model == today.model):
                continue
            shown = replace(row, model=name) if name in current_models() else row
            found.setdefault(row.model, shown)
        return sorted(found.values(), key=lambda row: row.monthly_usd)

    unknown: dict[str, tuple[str, ...]] = {}
    near: list[str] = []
    label, today = billed(None)
    rows = others(models or current_models())
    rows += [row for row in others(near) if row.model not in {r.model for r in rows}]
    if not models:
        rows = [r for r in rows if today is not None and r.monthly_usd < today.monthly_usd][:MOST]
    return ModelsCompared(label, today, tuple(rows), unknown, bool(facts.value("self_hosted")))

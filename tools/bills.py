"""The bill of one plan: its lines once and per month, with the arithmetic, prices and warnings."""

from datetime import date
from decimal import Decimal

from tools.assumptions import silent
from tools.costreport import PlanCost
from tools.money import count, exact, per_unit, usd
from tools.plans import Plan, unused
from tools.runtime import Running, run
from tools.sheet import Bill, Setting, Sheet
from tools.upfront import prepare


def bill(plan: Plan, setting: Setting) -> Bill:
    """Price one plan; its total over the horizon is added when the plans are compared."""
    sheet = Sheet(quiet=setting.assume.quiet)
    running = run(plan, setting, sheet)
    prepare(plan, setting, running, sheet)
    monthly, once = sheet.total("month"), sheet.total("once")
    requests = setting.requests
    if not sheet.quiet:
        _warn(plan, setting, running, sheet)
    cost = PlanCost(
        kind=plan.kind,
        label=plan.named,
        model=running.served.model,
        per_request_usd=per_unit(monthly / requests) if requests else None,
        monthly_usd=monthly,
        one_off_usd=once,
        total_usd=monthly + once,
        lines=tuple(sorted(sheet.lines, key=lambda line: line.per == "once")),
        prices=tuple(sheet.prices),
        warnings=tuple(dict.fromkeys(sheet.warnings)),
        hardware=tuple(sheet.hardware),
    )
    return Bill(
        plan=plan,
        cost=cost,
        load=running.load,
        requests=requests,
        per_request=running.per_request,
        parts=sheet.parts,
        token_price=_token_price(running),
        untuned=running.untuned,
        left_out_usd=running.left_out_usd,
        rent=running.rent,
        ends=None if running.served.end is None else running.served.end.on,
        closed=_closed(running, setting) if plan.tuned else None,
    )


def _token_price(running: Running) -> tuple[Decimal, Decimal] | None:
    if running.served.price is None:
        return None
    tier = running.served.price.at(running.load.prompt)
    return tier.input, tier.output or Decimal(0)


def _warn(plan: Plan, setting: Setting, running: Running, sheet: Sheet) -> None:
    """Warn of budgets that are exceeded, figures without effect, and a very large volume."""
    for name, amount, per in (
        ("monthly_budget_usd", sheet.total("month"), " a month"),
        ("upfront_budget_usd", sheet.total("once"), " once"),
    ):
        budget = setting.facts.value(name)
        if budget is not None and amount > exact(budget):
            sheet.warnings.append(
                f"{plan.named} costs {setting.amount(amount)}{per}, above the budget of "
                f"{usd(exact(budget))}."
            )
    sheet.warnings += unused(plan, on_gpus=running.served.price is None)
    if setting.requests > silent("rate_limit_requests"):
        sheet.warnings.append(
            f"At {count(setting.requests)} requests a month list prices and rate limits no longer "
            "apply; ask the vendor for an offer."
        )


def _closed(running: Running, setting: Setting) -> date | None:
    offer = running.served.offer
    return None if offer is None or not offer.closed(setting.day) else offer.closes

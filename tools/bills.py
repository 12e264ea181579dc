"""The bill of one plan: its lines once and per month, with the arithmetic, prices and warnings."""

from tools.plans import Plan
from tools.results import PlanCost
from tools.runtime import run
from tools.sheet import Bill, Setting, Sheet
from tools.upfront import prepare


def bill(plan: Plan, setting: Setting) -> Bill:
    """Price one plan."""
    sheet = Sheet()
    running = run(plan, setting, sheet)
    prepare(plan, setting, running, sheet)
    monthly, once = sheet.total("month"), sheet.total("once")
    cost = PlanCost(
        kind=plan.kind,
        label=plan.named,
        model=running.model,
        per_request_usd=monthly / setting.requests if setting.requests else None,
        monthly_usd=monthly,
        one_off_usd=once,
        total_usd=monthly + once,
        lines=tuple(sheet.lines),
        prices=tuple(sheet.prices),
        warnings=tuple(dict.fromkeys(sheet.warnings)),
    )
    return Bill(cost, setting.requests, running.per_request, running.ends)

"""How a pay-back is worked out: the formula, then the project's own numbers put into it."""

from tools.costreport import CostReport, PlanCost
from tools.money import about, usd
from tools.money import exact as decimal
from tools.paybacks import payback_time

SHOWN = 4  # lines of a month that are named one by one


def payback_working(report: CostReport) -> tuple[str, ...]:
    """The break-even formula and its sum, three or four lines; empty where nothing is compared.

    It is the usual one: what a plan costs more at the start, divided by what it saves a month.
    """
    if len(report.plans) < 2 or report.plans[1].against_baseline is None:
        return ()
    first, second = report.plans[:2]
    row = second.against_baseline
    assert row is not None
    money = about if report.estimated else usd
    sides = [_month(report, first), _month(report, second)]
    spent = f"{money(second.one_off_usd)} once"
    if first.one_off_usd:
        spent += f" − {money(first.one_off_usd)} once = {money(row.upfront_usd)}"
    gap = f"{money(first.monthly_usd)} − {money(second.monthly_usd)}"
    if row.monthly_saving_usd <= 0:
        more = money(-row.monthly_saving_usd)
        ends = f"{spent} ÷ ({gap}): {more} more a month, so it never pays back"
    elif row.break_even_months is None:
        never = row.never_because
        ends = f"{spent} ÷ ({gap}): it never pays back, since {never}"
    else:
        saved = money(row.monthly_saving_usd)
        time = payback_time(row.break_even_months)
        ends = f"{spent} ÷ ({gap} = {saved} saved a month) = {time}"
    return (
        "Time to pay back = what it costs more at the start ÷ what it saves a month.",
        *sides,
        f"{ends}.",
    )


def _month(report: CostReport, plan: PlanCost) -> str:
    """The month of a plan as the sum of its lines, the dearest first."""
    money = about if report.estimated else usd
    lines = sorted((x for x in plan.lines if x.per == "month"), key=lambda x: -x.usd)
    parts = [f"{_inside(x.label)} {money(x.usd)}" for x in lines[:SHOWN]]
    rest = sum((x.usd for x in lines[SHOWN:]), decimal(0))
    parts += [f"the rest {money(rest)}"] if rest else []
    whole = money(plan.monthly_usd)
    if len(lines) == 1:
        return f"{plan.label}, a month: {lines[0].how} = {whole}."
    return f"{plan.label}, a month: {' + '.join(parts) or money(decimal(0))} = {whole}."


def _inside(label: str) -> str:
    """A label within a sentence: an abbreviation keeps its capitals."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"

"""The costs of a decision record as Markdown: the comparison, each bill, each price."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from tools.costreport import CostReport, PlanCost
from tools.costwords import FOR_QUALITY
from tools.markup import bullets, linked, md, table
from tools.money import about, count, rate, usd
from tools.paybacks import payback_time
from tools.record import DecisionRecord
from tools.revisit import prices_used, stale_days
from tools.showing import percent


def in_one_sentence(record: DecisionRecord) -> str:
    """What the decision costs, and when it pays back, as Markdown."""
    costs = record.costs
    if costs is None:
        return f"**Costs:** not priced: {md(record.costs_note)}"
    money, chosen = _amounts(costs), costs.plans[-1]
    once = f" plus {money(chosen.one_off_usd)} once" if chosen.one_off_usd else ""
    bill = f"**Costs:** {money(chosen.monthly_usd)} a month{once} ({_named(chosen)})"
    if len(costs.plans) == 1:
        return f"{bill}."
    base = costs.plans[0]
    return f"{bill}, against {money(base.monthly_usd)} a month ({_named(base)}). {_verdict(costs)}"


def costs_section(record: DecisionRecord, chart: str) -> str:
    """The section on costs: plans side by side, pay-back, bills, prices, assumptions, warnings."""
    costs = record.costs
    if costs is None:
        return f"Not priced: {md(record.costs_note)}"
    parts = [
        _plans(costs),
        chart,
        bullets((*_findings(costs), *(f"**Warning:** {md(text)}" for text in _warnings(costs)))),
        *(_bill(plan) for plan in costs.plans),
        _prices(record),
        _assumed(costs),
    ]
    return "\n\n".join(part for part in parts if part)


def _plans(costs: CostReport) -> str:
    money, rows = _amounts(costs), []
    for n, plan in enumerate(costs.plans):
        likely = None if costs.ranges is None else costs.ranges.plans[n]
        row = [_named(plan)]
        for value, low, high in (
            ("monthly_usd", "monthly_low_usd", "monthly_high_usd"),
            ("one_off_usd", "one_off_low_usd", "one_off_high_usd"),
            ("total_usd", "total_low_usd", "total_high_usd"),
        ):
            amount = money(getattr(plan, value))
            if likely is not None and getattr(likely, low) != getattr(likely, high):
                amount += f" ({money(getattr(likely, low))} to {money(getattr(likely, high))})"
            row.append(amount)
        rows.append(row)
    heads = ("Plan", "A month", "Once", f"{costs.horizon_months} months")
    note = ""
    if costs.ranges is not None:
        movers = " and ".join(md(name) for name in costs.ranges.moves_most)
        note = f"\n\nIn brackets: 80% of {costs.ranges.samples} sampled cases."
        note += f" What moves the comparison most: {movers}." if movers else ""
    return table(heads, rows, right=(1, 2, 3)) + note


def _amounts(costs: CostReport) -> Callable[[Decimal], str]:
    """How sums are written: estimates rounded, what was given in full to the cent."""
    return about if costs.estimated else usd


def _named(plan: PlanCost) -> str:
    return md(f"{plan.label}, {plan.model}" if plan.model else plan.label)


def _verdict(costs: CostReport) -> str:
    """When the plan pays back, or why it never does."""
    money, chosen = _amounts(costs), costs.plans[-1]
    if costs.break_even_months is None:
        saving = costs.monthly_saving_usd
        more = f"{money(-saving)} more a month" if saving is not None and saving < 0 else ""
        if more and chosen.kind in FOR_QUALITY:
            return f"It costs {more}: it buys better answers, not a saving."
        because = md((costs.never_because or "there is no saving").rstrip("."))
        dearer = f"It costs {more} and never pays back in money" if more else "It never pays back"
        return f"{dearer}: {because}."
    saved = "" if costs.monthly_saving_usd is None else f"saves {money(costs.monthly_saving_usd)}"
    saved += " a month and " if saved else ""
    if costs.break_even_months == 0:
        return f"It {saved}has nothing to pay back."
    late = "" if costs.worthwhile else ", too late to be worth it for the money"
    return f"It {saved}pays back in {payback_time(costs.break_even_months)}{late}."


def _findings(costs: CostReport) -> Iterator[str]:
    """What the comparison shows, each with its figures."""
    if len(costs.plans) < 2:
        return
    yield f"**Pay-back:** {_verdict(costs)}"
    if costs.break_even_requests is not None and costs.break_even_months:
        yield f"That is after {count(round(costs.break_even_requests))} requests."
    yield from _chances(costs)
    net, money = costs.net_value_usd, _amounts(costs)
    if net is not None:
        sum_ = f"saves {money(net)}" if net >= 0 else f"costs {money(-net)} more"
        yield f"Over {costs.horizon_months} months, all counted, it {sum_}."
    if costs.savings_from:
        yield "**Where it comes from:** " + " ".join(md(text) for text in costs.savings_from)
    if costs.fit:
        yield f"**Fit:** {md(costs.fit)}"


def _chances(costs: CostReport) -> Iterator[str]:
    """How likely the plan pays back, where that is in doubt."""
    ranges = costs.ranges
    if ranges is None or not ranges.pays_back_share:
        return
    low, high = ranges.break_even_low, ranges.break_even_high
    span = ""
    if low is not None:
        most = "never" if high is None else payback_time(high)
        span = f"; 80% lie between {payback_time(low)} and {most}"
    share = percent(ranges.pays_back_share)
    yield f"Within {costs.horizon_months} months it pays back in {share} of the cases{span}."


def _warnings(costs: CostReport) -> tuple[str, ...]:
    own = (text for plan in costs.plans for text in plan.warnings)
    return tuple(dict.fromkeys((*costs.warnings, *own)))


def _bill(plan: PlanCost) -> str:
    rows = [
        (md(line.label), usd(line.usd), "a month" if line.per == "month" else "once", md(line.how))
        for line in plan.lines
    ]
    if not rows:
        return ""
    each = "" if plan.per_request_usd is None else f", {usd(plan.per_request_usd)} a request"
    head = f"**Bill: {_named(plan)}**{each}"
    return f"{head}\n\n{table(('Line', 'USD', 'Due', 'Arithmetic'), rows, right=(1,))}"


def _prices(record: DecisionRecord) -> str:
    rows = []
    for price in prices_used(record.costs):
        age = price.age_days(record.made_on)
        old = f" (**{age} days old**)" if age > stale_days() else ""
        each = f"{rate(price.usd)} per {md(price.unit)}"
        rows.append((md(price.what), each, linked(price.source), f"{price.as_of}{old}"))
    if not rows:
        return ""
    return f"**Prices used**\n\n{table(('What', 'Price', 'Source', 'Seen on'), rows)}"


def _assumed(costs: CostReport) -> str:
    if not costs.assumed:
        return ""
    return "**Assumed in these bills**\n\n" + bullets(md(text) for text in costs.assumed)

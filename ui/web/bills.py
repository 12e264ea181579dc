"""The money part of the board: figures, chart, how they add up, where prices come from."""

from collections.abc import Sequence
from decimal import Decimal

from tools.paybacks import payback_time
from tools.results import CostReport, PlanCost, PriceUsed
from ui.web.cards import card, fold
from ui.web.pictures import bill_picture, cost_picture
from ui.web.plans import PlanRow, plans_table, said
from ui.web.words import esc, linked, money, number, plural, sentence

_PER = {"month": "a month", "once": "once"}


def costs(report: CostReport, *, draw: bool) -> str:
    """What each plan costs, when the second pays back, and the arithmetic behind it."""
    if not report.plans:
        return ""
    horizon = plural(report.horizon_months, "month")
    body = (
        f"{_payback(report)}{cost_picture(report, draw=draw)}"
        + plans_table([PlanRow(report, plan) for plan in report.plans], report.horizon_months)
        + "".join(_warning(text) for text in _warnings(report))
        + fold("bill", "How this adds up", _bills(report, draw=draw))
        + fold("prices", "Where the prices come from", _prices(report.plans))
        + fold("cost-assumed", f"Assumed here ({len(report.assumed)})", _list(report.assumed))
    )
    return card("costs", "Costs", body, aside=f"over {horizon}")


def _bills(report: CostReport, *, draw: bool) -> str:
    lines = bill_lines(report.plans)
    return lines and bill_picture(report, draw=draw) + lines


def _payback(report: CostReport) -> str:
    if len(report.plans) < 2:
        return ""
    saving = report.monthly_saving_usd
    tiles = []
    if saving is not None:
        word = "Saves each month" if saving >= 0 else "Costs more each month"
        tiles.append(
            (
                word,
                said(report, abs(saving)),
                "good" if saving > 0 else "bad" if saving < 0 else "",
            )
        )
    tiles.append(
        ("Paid once", said(report, report.plans[1].one_off_usd - report.plans[0].one_off_usd), "")
    )
    if report.break_even_months is not None:
        tone = "bad" if report.worthwhile is False else "good"
        tiles.append(("Breaks even after", payback_time(report.break_even_months), tone))
    elif report.never_because:
        tiles.append(("Breaks even", "never", "bad"))
    shown = "".join(
        f'<div class="{tone}"><dt>{label}</dt><dd>{value}</dd></div>'
        for label, value, tone in tiles
    )
    why = "" if report.break_even_months is not None else report.never_because or ""
    reason = f'<p class="because">{esc(sentence(why))}</p>' if why else ""
    if report.break_even_requests is not None and report.break_even_months is not None:
        reason = (
            f'<p class="because">That is after {number(report.break_even_requests)} requests.</p>'
        )
    return f'<dl class="tiles">{shown}</dl>{reason}'


def bill_lines(plans: Sequence[PlanCost]) -> str:
    """What each plan's amounts are made of, with the arithmetic; empty without a bill."""
    return "".join(_lines(plan) for plan in plans)


def _lines(plan: PlanCost) -> str:
    rows = "".join(
        f"<li><span>{esc(line.label)}<small>{esc(line.how)}</small></span>"
        f"<b>{money(line.usd)}<small>{_PER[line.per]}</small></b></li>"
        for line in plan.lines
    )
    return f'<h3>{esc(plan.label)}</h3><ul class="bill">{rows}</ul>' if rows else ""


def _prices(plans: Sequence[PlanCost]) -> str:
    unique: dict[tuple[str, Decimal, str], PriceUsed] = {}
    for plan in plans:
        for price in plan.prices:
            unique.setdefault((price.what, price.usd, price.unit), price)
    rows = "".join(
        f"<li><span>{esc(price.what)}<small>{linked(price.source)}, {esc(price.as_of)}</small>"
        f"</span><b>{money(price.usd)}<small>{esc(price.unit)}</small></b></li>"
        for price in unique.values()
    )
    return f'<ul class="bill">{rows}</ul>' if rows else ""


def _warnings(report: CostReport) -> list[str]:
    texts = [*report.warnings, *(text for plan in report.plans for text in plan.warnings)]
    return list(dict.fromkeys(texts))


def _warning(text: str) -> str:
    return f'<p class="callout care">{esc(text)}</p>'


def _list(texts: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{esc(text)}</li>" for text in texts) + "</ul>" if texts else ""

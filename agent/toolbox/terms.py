"""A tool on the bill on other terms: today's own bill, money on top, other prices, more time."""

from typing import Any

from langchain.tools import tool

from agent.state import notebook_of
from agent.toolbox.answers import Runtime, dump
from tools.costreport import CostReport
from tools.durations import MONTHS_A_YEAR
from tools.money import about, count, counted
from tools.paybacks import payback_roughly
from tools.terms import OnTerms, Terms, on_terms


@tool
def price_on_other_terms(
    runtime: Runtime,
    today_usd_monthly: float | None = None,
    extra_once_usd: float = 0,
    token_price_factor: float = 1,
    horizon_months: int = 12,
) -> str:
    """Price the recommended plan against the user's own bill, with money on top, or other prices.

    Use it for "when does it pay back against the $9,800 we pay today?", "the team asks for $80k,
    pay-back then?", "what if token prices halve?", "the total over 3 years". Nothing is stored.

    Args:
        today_usd_monthly: what the user says is paid a month today.
        extra_once_usd: what is paid once on top of the plan's own.
        token_price_factor: what token prices are multiplied with: 0.5 where they halve.
        horizon_months: the months of the totals, 1 to 120.

    """
    briefer, facts = runtime.context.briefer, notebook_of(runtime.state).facts
    terms = Terms(
        today_usd_monthly=today_usd_monthly,
        extra_once_usd=extra_once_usd,
        token_price_factor=token_price_factor,
        horizon_months=horizon_months,
    )
    found = on_terms(facts, briefer.assessment(facts).primary, terms, **briefer.prices)
    return dump(_told(found))


def _told(found: OnTerms) -> dict[str, Any]:
    terms, back = found.terms, found.break_even_months
    told = terms.today_usd_monthly
    return {
        "today": "" if told is None else _usd(told),
        "extra": _usd(terms.extra_once_usd) if terms.extra_once_usd else "",
        "prices": f"{count(terms.token_price_factor * 100)}%",
        "time": _time(terms.horizon_months),
        "listed": _plans(found.listed),
        "plans": _plans(found.report),
        "saves": found.saving_usd > 0,
        "monthly_saving_usd": abs(float(found.saving_usd)),
        "saving": about(abs(found.saving_usd)),
        "once": about(found.upfront_usd) if found.upfront_usd > 0 else "",
        "break_even_months": back,
        "pays_back": "" if back is None else payback_roughly(back),
        "verdict": "" if back is None else f"It pays back after {payback_roughly(back)}.",
        "break_even_months_listed": found.listed.break_even_months,
        "listed_pays_back": _back(found.listed),
        "gap": found.gap,
    }


def _plans(report: CostReport) -> list[dict[str, str]]:
    return [
        {
            "plan": plan.label,
            "a_month": about(plan.monthly_usd),
            "once": about(plan.one_off_usd) if plan.one_off_usd else "",
            "total": about(plan.total_usd),
        }
        for plan in report.plans
    ]


def _back(report: CostReport) -> str:
    return "" if report.break_even_months is None else payback_roughly(report.break_even_months)


def _usd(amount: float) -> str:
    """A sum that was told, to the dollar where it has no cents."""
    return f"${amount:,.2f}".removesuffix(".00")


def _time(months: int) -> str:
    years, rest = divmod(months, MONTHS_A_YEAR)
    return counted(months, "month") if rest else counted(years, "year")

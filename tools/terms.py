"""The bill on other terms: today's own bill, money on top, other token prices, a longer time."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tools.assumptions import silent
from tools.caveats import months_to_pay_back
from tools.costreport import CostReport
from tools.costs import estimate_costs
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.money import ZERO, exact
from tools.tariffs import Tariffs

_BUDGETS = ("monthly_budget_usd", "upfront_budget_usd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a question about the bill takes otherwise than the estimate does.

    `today_usd_monthly` is what the user says is paid today, None to compare with the plain prompt;
    `extra_once_usd` comes on top of what is paid once.
    """

    today_usd_monthly: float | None = None
    extra_once_usd: float = 0
    token_price_factor: float = 1
    horizon_months: int = 12

    def __post_init__(self) -> None:
        for name in ("today_usd_monthly", "extra_once_usd", "token_price_factor"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= float(silent("most_told_usd")):
                most = f"{silent('most_told_usd'):,.0f}"
                raise InvalidInput(f"{name} must be between 0 and {most}, got {value:,}")


@dataclass(frozen=True, slots=True)
class OnTerms:
    """The plans on other terms beside the plans as estimated, and when the last one pays back.

    `saving_usd` a month is against today's bill, else against the baseline; `upfront_usd` is all
    that is paid once for it. `break_even_months` is None where it never pays back. `gap` is true
    where today's bill as told and the plain prompt's by list prices are far apart.
    """

    terms: Terms
    listed: CostReport
    report: CostReport
    saving_usd: Decimal
    upfront_usd: Decimal
    break_even_months: float | None
    gap: bool


def on_terms(
    facts: ProjectFacts,
    strategy: str,
    terms: Terms,
    *,
    as_of: date | None = None,
    table: Tariffs | None = None,
) -> OnTerms:
    """Price the plans of a strategy on other terms.

    Raises:
        UnknownName: no strategy has that id.
        InvalidInput: the facts contradict a plan, or the terms cannot be used.
    """
    facts = facts.without(_BUDGETS)  # what a bill has to stay below is another question
    months = terms.horizon_months
    listed, report = (
        estimate_costs(
            facts,
            strategy=strategy,
            horizon_months=months,
            token_price_factor=factor,
            as_of=as_of,
            table=table,
        )
        for factor in (1, terms.token_price_factor)
    )
    first, last = report.plans[0], report.plans[-1]
    told = terms.today_usd_monthly
    today = first.monthly_usd if told is None else exact(told)
    before = ZERO if first is last or told is not None else first.one_off_usd
    upfront = last.one_off_usd - before + exact(terms.extra_once_usd)
    saving = today - last.monthly_usd
    back = months_to_pay_back(upfront, saving)
    return OnTerms(
        terms,
        listed,
        report,
        saving,
        upfront,
        None if back is None else float(back),
        told is not None and _far_apart(exact(told), listed.plans[0].monthly_usd),
    )


def _far_apart(told: Decimal, listed: Decimal) -> bool:
    return abs(told - listed) > silent("bill_gap_share") * max(told, listed)

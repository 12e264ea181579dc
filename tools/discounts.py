"""Does prompt caching help, or batching? The bill of each plan with the discount, and without."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from tools.assumptions import silent
from tools.costreport import PlanCost
from tools.costs import estimate_costs, plans_for
from tools.errors import UnknownName
from tools.facts import ProjectFacts
from tools.money import about
from tools.plans import Plan
from tools.tariffs import Tariffs

Discount = Literal["caching", "batching"]
DISCOUNTS: tuple[Discount, ...] = get_args(Discount)
_BUDGETS = ("monthly_budget_usd", "upfront_budget_usd")
_BY_THE_HOUR = "it pays for machines by the hour, not for tokens"


@dataclass(frozen=True, slots=True)
class Discounted:
    """What a plan costs a month without a discount and with it; `why_not` where that saves little.

    `mind` is what to know before counting on it.
    """

    plan: str
    model: str | None
    monthly_usd: Decimal
    then_usd: Decimal
    why_not: str
    mind: tuple[str, ...]

    @property
    def saved_usd(self) -> Decimal:
        """What the discount saves a month."""
        return self.monthly_usd - self.then_usd


@dataclass(frozen=True, slots=True)
class DiscountReport:
    """A discount on every plan that is compared for a strategy.

    `share` is the share of requests that it was tried with: those that find the cache filled, or
    those that may wait for a batch.
    """

    discount: Discount
    share: Decimal
    plans: tuple[Discounted, ...]
    assumed: tuple[str, ...]


def try_discount(
    facts: ProjectFacts,
    strategy: str,
    discount: Discount,
    *,
    as_of: date | None = None,
    table: Tariffs | None = None,
) -> DiscountReport:
    """Price the plans of a strategy with prompt caching, or with all work in batches.

    Raises:
        UnknownName: no discount, or no strategy, has that name.
        InvalidInput: the facts contradict a plan.
    """
    if discount not in DISCOUNTS:
        raise UnknownName("discount", discount, DISCOUNTS)
    share = silent("cache_hit_share") if discount == "caching" else Decimal(1)
    facts = facts.without(_BUDGETS)  # what a bill has to stay below is another question
    plans = plans_for(facts, strategy, as_of=as_of, table=table)
    tried = [_with(plan, discount, share) for plan in plans]
    plain = estimate_costs(facts, plans, as_of=as_of, table=table)
    then = estimate_costs(facts, tried, as_of=as_of, table=table)
    pairs = zip(plain.plans, then.plans, strict=True)
    return DiscountReport(
        discount,
        share,
        tuple(_compared(now, other) for now, other in pairs),
        tuple(text for text in then.assumed if text not in plain.assumed),
    )


def _with(plan: Plan, discount: Discount, share: Decimal) -> Plan:
    if discount == "caching":
        return replace(plan, cache_hit_share=float(share))
    return replace(plan, batch_share=float(share))


def _compared(now: PlanCost, then: PlanCost) -> Discounted:
    fresh = _untold(then.warnings, now.warnings)
    saved = now.monthly_usd - then.monthly_usd
    if saved > now.monthly_usd * silent("worth_mentioning_share"):
        why_not = ""
    elif saved > 0:
        why_not = f"it takes only {about(saved)} off {about(now.monthly_usd)} a month"
    else:
        why_not = next(iter(fresh), _BY_THE_HOUR)
    mind = tuple(text for text in fresh if text != why_not)
    return Discounted(now.label, now.model, now.monthly_usd, then.monthly_usd, why_not, mind)


def _untold(texts: Sequence[str], told: Sequence[str]) -> list[str]:
    """The warnings that the discount brings; a tip to try it is none."""
    return [text for text in texts if text not in told]

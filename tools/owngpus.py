"""What the plan of a strategy costs on graphics cards that one owns, beside rented ones."""

from dataclasses import dataclass, replace
from datetime import date

from tools.costreport import PlanCost
from tools.costs import estimate_costs, plans_for
from tools.facts import ProjectFacts, make_fact
from tools.tariffs import Tariffs


@dataclass(frozen=True, slots=True)
class OwnGpus:
    """One plan three ways: as it is billed today, in house on rented cards, in house on one's own.

    On owned cards nothing is paid for the card: power, wear and the room are not counted.
    """

    today: PlanCost
    rented: PlanCost
    owned: PlanCost


def on_own_gpus(
    facts: ProjectFacts,
    strategy: str,
    *,
    as_of: date | None = None,
    table: Tariffs | None = None,
) -> OwnGpus:
    """Price the plan of a strategy as it is, and in house with and without the rent of the cards.

    Raises:
        UnknownName: no strategy has that id.
        InvalidInput: the facts contradict the plan.
    """
    home = facts.with_facts({"self_hosted": make_fact("self_hosted", True, source="assumption")})
    plans = plans_for(home, strategy, as_of=as_of, table=table)
    free = [replace(plan, usd_per_gpu_hour=0.0) for plan in plans]
    today = estimate_costs(facts, strategy=strategy, as_of=as_of, table=table)
    rented = estimate_costs(home, plans, as_of=as_of, table=table)
    owned = estimate_costs(home, free, as_of=as_of, table=table)
    return OwnGpus(today.plans[-1], rented.plans[-1], owned.plans[-1])

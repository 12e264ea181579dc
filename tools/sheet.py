"""What a bill is written on: the setting that plans share, and the sheet of lines of one plan."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from tools.assumptions import Assumptions
from tools.facts import ProjectFacts
from tools.money import ZERO, exact, tidy
from tools.plans import Plan
from tools.results import CostLine, PlanCost, PriceUsed
from tools.tariffs import Tariffs


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the plans of one comparison share: the facts, the other plans, prices, day, assumptions."""

    facts: ProjectFacts
    plans: tuple[Plan, ...]
    book: Tariffs
    day: date
    assume: Assumptions

    @property
    def requests(self) -> Decimal:
        """Requests a month."""
        stated = self.facts.value("monthly_requests")
        if stated is not None:
            return exact(stated)
        return self.assume.take("monthly_requests", "Volume")

    @property
    def extra_tokens(self) -> Decimal | None:
        """The prompt tokens a comparison is limited to, when a plan names them."""
        return next(
            (exact(p.extra_prompt_tokens) for p in self.plans if p.extra_prompt_tokens is not None),
            None,
        )


@dataclass(frozen=True, slots=True)
class Bill:
    """A priced plan, with what the break-even needs beside the totals."""

    cost: PlanCost
    requests: Decimal
    per_request: Decimal
    ends: date | None


@dataclass(slots=True)
class Sheet:
    """A bill while it is being written."""

    lines: list[CostLine] = field(default_factory=list)
    prices: list[PriceUsed] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, label: str, usd: Decimal, per: Literal["month", "once"], how: str) -> None:
        """Write one line."""
        self.lines.append(CostLine(label, tidy(usd), per, how))

    def use(self, prices: Sequence[PriceUsed]) -> None:
        """Note prices, each once."""
        self.prices += [price for price in prices if price not in self.prices]

    def total(self, per: Literal["month", "once"]) -> Decimal:
        """The sum of the lines of one kind."""
        return sum((line.usd for line in self.lines if line.per == per), ZERO)

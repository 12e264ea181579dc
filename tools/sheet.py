"""What a bill is written on: the setting that plans share, and the sheet of lines of one plan."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from tools.assumptions import Assumptions
from tools.costreport import CostLine, Hardware, PlanCost, PriceUsed
from tools.facts import ProjectFacts
from tools.money import ZERO, about, count, exact, tidy, usd
from tools.plans import Plan
from tools.prices import TokenPrice, scaled
from tools.tariffs import Tariffs
from tools.usage import Load, Words

Part = Literal["tokens", "hosting", "upkeep", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the plans of one comparison share: facts, other plans, prices, day and assumptions."""

    facts: ProjectFacts
    plans: tuple[Plan, ...]
    book: Tariffs
    day: date
    assume: Assumptions
    list_factor: Decimal = Decimal(1)

    def token_price(self, name: str) -> TokenPrice:
        """What a model costs by the token on the day of the estimate.

        Raises:
            UnknownModel: no price is known; the message offers the closest names.
        """
        price = self.book.token_price(name, self.day)
        return price if self.list_factor == 1 else scaled(price, self.list_factor)

    @property
    def baseline(self) -> Plan:
        """The plan that the others are compared with."""
        return self.plans[0]

    @property
    def requests(self) -> Decimal:
        """Requests a month."""
        stated = self.facts.value("monthly_requests")
        if stated is not None:
            return exact(stated)
        return self.assume.take("monthly_requests", "Volume")

    def amount(self, value: Decimal) -> str:
        """An amount in a sentence: to the cent where everything is given, else rounded."""
        return about(value) if self.assume.taken else usd(value)

    def number(self, value: Decimal) -> str:
        """A number of requests in a sentence: to the last one where everything is given."""
        if self.assume.taken:
            return about(value).removeprefix("$")
        return count(value.to_integral_value(ROUND_CEILING))

    def given_or(self, given: float | None, name: str, label: str) -> Decimal:
        """What the plan gives, or the default of that name, noted as an assumption."""
        return self.assume.take(name, label) if given is None else exact(given)

    @property
    def extra_tokens(self) -> Decimal | None:
        """The prompt tokens a comparison is limited to, when a plan names them."""
        given = (p.extra_prompt_tokens for p in self.plans if p.extra_prompt_tokens is not None)
        return next((exact(tokens) for tokens in given), None)

    @property
    def on_own_gpus(self) -> bool:
        """True when data may not leave, so every plan without a given price runs on own GPUs."""
        return bool(self.facts.value("self_hosted"))


@dataclass(slots=True)
class Sheet:
    """A bill while it is being written; a `quiet` one holds amounts, and nothing put in words."""

    quiet: bool = False
    lines: list[CostLine] = field(default_factory=list)
    prices: list[PriceUsed] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    hardware: list[Hardware] = field(default_factory=list)
    parts: dict[Part, Decimal] = field(default_factory=dict)

    def monthly(self, label: str, sum_usd: Decimal, how: Words, *, part: Part) -> None:
        """Write a line that recurs every month; nothing is written for nothing."""
        amount = tidy(sum_usd)
        self._write(label, amount, "month", how)
        self.parts[part] = self.parts.get(part, ZERO) + amount

    def once(self, label: str, sum_usd: Decimal, how: Words) -> None:
        """Write a line that is paid once."""
        self._write(label, tidy(sum_usd), "once", how)

    def _write(
        self, label: str, amount: Decimal, per: Literal["month", "once"], how: Words
    ) -> None:
        if amount:
            self.lines.append(CostLine(label, amount, per, "" if self.quiet else how()))

    def use(self, prices: Callable[[], Iterable[PriceUsed]]) -> None:
        """Note prices, each once."""
        if self.quiet:
            return
        for price in prices():
            if price not in self.prices:
                self.prices.append(price)

    def total(self, per: Literal["month", "once"]) -> Decimal:
        """The sum of the lines of one kind."""
        return sum((line.usd for line in self.lines if line.per == per), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """A priced plan, with what savings and break-even are explained by.

    `per_request` is the variable part in USD; `parts` splits the month; `token_price` holds the
    input and output price of the model (None on GPUs by the hour), `untuned` a cheap
    model that needs no tuning and what its month costs with the full prompt,
    `left_out_usd` what the answer to one request would cost if it were not left out, `rent` what
    the GPUs cost a month at a number of requests, where that rises in steps, `ends` the day the
    model stops answering and `closed` the day since which nobody tunes it any more.
    """

    plan: Plan
    cost: PlanCost
    load: Load
    requests: Decimal
    per_request: Decimal
    parts: dict[Part, Decimal]
    token_price: tuple[Decimal, Decimal] | None
    untuned: tuple[str, Decimal] | None
    left_out_usd: Decimal
    rent: Callable[[Decimal], Decimal] | None
    ends: date | None
    closed: date | None

    def fixed_at(self, requests: Decimal) -> Decimal:
        """USD a month that no single request causes, at a number of requests a month."""
        fixed = self.cost.monthly_usd - self.requests * self.per_request
        if self.rent is None:
            return fixed
        return fixed - self.rent(self.requests) + self.rent(requests)

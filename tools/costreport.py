"""What the cost estimates return: bills, what plans save and when they pay back, ranges."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from tools.later import later


@dataclass(frozen=True, slots=True)
class PriceUsed:
    """The birth certificate of one price of a plan: `usd` per `unit`, last seen on `as_of`.

    Of a price by the token, `model` names whose it is and `part` what is paid: `input`, `output`.
    """

    what: str
    usd: Decimal
    unit: str
    source: str
    as_of: str
    model: str = ""
    part: str = ""

    def age_days(self, today: date) -> int:
        """How many days before `today` the price was last seen."""
        return (today - date.fromisoformat(self.as_of)).days


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of a plan's bill, in USD, once or per month; `how` shows the arithmetic."""

    label: str
    usd: Decimal
    per: Literal["month", "once"]
    how: str


@dataclass(frozen=True, slots=True)
class Hardware:
    """The GPUs of a plan: how many of which, and the memory in GB that the job needs.

    `gpu_hours` is the work of one training run on one card, None for serving.
    """

    job: Literal["train", "serve"]
    gpu: str
    cards: int
    memory_gb: float
    gpu_hours: float | None = None


@dataclass(frozen=True, slots=True)
class AgainstBaseline:
    """A plan beside the first one: what it saves, when it pays back, or why it never does.

    `break_even_months` is None when the plan never pays back; `never_because` then says why,
    without a full stop. `upfront_usd` is what it costs more at the start. `crossover_requests` is
    the monthly volume from which its month is the cheaper one, `requests_to_pay_back` the one from
    which it also pays back within the horizon. `savings_from` says what makes the months differ,
    `worthwhile` is true when it pays back within the horizon and before its model ends,
    `net_value_usd` is what it brings over the horizon, one-off cost subtracted, later money
    discounted.
    """

    monthly_saving_usd: Decimal
    upfront_usd: Decimal
    break_even_months: float | None
    break_even_requests: float | None
    never_because: str | None
    crossover_requests: float | None
    requests_to_pay_back: float | None
    savings_from: tuple[str, ...]
    worthwhile: bool
    net_value_usd: Decimal
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanCost:
    """What one plan costs: USD per request, per month, once, and in total over the horizon.

    `against_baseline` is None for the baseline itself and for a plan priced alone.
    """

    kind: str
    label: str
    model: str | None
    per_request_usd: Decimal | None
    monthly_usd: Decimal
    one_off_usd: Decimal
    total_usd: Decimal
    lines: tuple[CostLine, ...]
    prices: tuple[PriceUsed, ...]
    warnings: tuple[str, ...]
    hardware: tuple[Hardware, ...] = ()
    against_baseline: AgainstBaseline | None = None


@dataclass(frozen=True, slots=True)
class PlanRange:
    """What one plan may cost: the 10th and the 90th of 100 equally likely cases, in USD.

    `cumulative_low_usd` and `cumulative_high_usd` bound what has been spent after 0, 1, 2, …
    months. Against the baseline, `saving_…` bound the monthly saving, `break_even_…` the months
    until it pays back (None for never), and `pays_back_share` is the share of cases in which it
    does so within the horizon and before its model ends; all are None for the baseline.
    """

    label: str
    monthly_low_usd: Decimal
    monthly_high_usd: Decimal
    one_off_low_usd: Decimal
    one_off_high_usd: Decimal
    total_low_usd: Decimal
    total_high_usd: Decimal
    cumulative_low_usd: tuple[Decimal, ...] = ()
    cumulative_high_usd: tuple[Decimal, ...] = ()
    saving_low_usd: Decimal | None = None
    saving_high_usd: Decimal | None = None
    pays_back_share: float | None = None
    break_even_low: float | None = None
    break_even_high: float | None = None


@dataclass(frozen=True, slots=True)
class CostRanges:
    """How far the figures may be off, sampled over what is ranged, assumed or priced long ago.

    `pays_back_share` and the bounds of the break-even, in months (None for never), are those of the
    second plan. `moves_most` names the inputs that move the comparison most, the strongest first.
    """

    plans: tuple[PlanRange, ...]
    pays_back_share: float | None
    break_even_low: float | None
    break_even_high: float | None
    moves_most: tuple[str, ...]
    samples: int


@later("ranges")
@dataclass(frozen=True)
class CostReport:
    """Plans side by side; the first is the baseline that the savings and the break-even refer to.

    What the report says of saving and break-even is said of the second plan, and again of every
    plan in its own `against_baseline`. `fit` says whether tuning addresses the project's problem at
    all, `ranges` how uncertain the figures are, and may be given as a function. `cumulative` holds,
    for each plan, what has been spent after 0, 1, 2, … months; it starts with the one-off cost.
    `as_of` is the day whose prices it was made with; with `estimated` some figure was assumed,
    so that cents are idle.
    """

    plans: tuple[PlanCost, ...]
    horizon_months: int
    monthly_saving_usd: Decimal | None
    break_even_months: float | None
    break_even_requests: float | None
    never_because: str | None
    assumed: tuple[str, ...]
    warnings: tuple[str, ...]
    cumulative: tuple[tuple[Decimal, ...], ...]
    crossover_requests: float | None = None
    savings_from: tuple[str, ...] = ()
    worthwhile: bool | None = None
    net_value_usd: Decimal | None = None
    fit: str | None = None
    ranges: CostRanges | None = field(default=None, compare=False)
    as_of: str = ""
    estimated: bool = False

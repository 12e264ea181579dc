"""What the core returns: frozen results that show their parts and turn into plain JSON."""

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

When = Literal["now", "next", "later"]
Level = Literal["low", "medium", "high"]


def as_json(value: Any) -> Any:
    """Turn a result into plain JSON: dataclasses to objects, tuples to lists, Decimal to a number.

    None stands for values that do not exist; infinities and NaN never appear.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


@dataclass(frozen=True, slots=True)
class Contribution:
    """The signed points that one need, burden or driver adds to a strategy's score.

    The contributions of a strategy, its starting value included, add up to its score.
    """

    key: str
    label: str
    points: float
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Gate:
    """A feasibility gate that is closed (or half closed) for a strategy, and what would open it."""

    key: str
    text: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """How a strategy behaves once it runs, in words people compare."""

    reliability: str
    latency: str
    maintenance: str
    freshness: str
    effort: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """One strategy in the ranking; `score` is 0–100, `probability` its chance to be best (0–1)."""

    strategy: str
    label: str
    score: float
    probability: float
    contributions: tuple[Contribution, ...]
    gates: tuple[Gate, ...]
    summary: str
    wins: str
    caution: str
    profile: Profile


@dataclass(frozen=True, slots=True)
class Flip:
    """A change of one fact that would put another strategy first.

    For numbers `threshold` is where it happens, in the fact's unit, and `direction` the side on
    which `strategy` leads; for choices `threshold` is the value and `direction` is "is".
    """

    fact: str
    strategy: str
    threshold: float | str | bool
    direction: Literal["below", "above", "is"]
    text: str


@dataclass(frozen=True, slots=True)
class Swing:
    """One bar of the tornado: the primary's lead at both ends of one fact's plausible range."""

    fact: str
    label: str
    low_value: str
    high_value: str
    lead_at_low: float
    lead_at_high: float


@dataclass(frozen=True, slots=True)
class RoadmapStep:
    """One step of the roadmap; `trigger` is the measurable event that starts it."""

    when: When
    strategy: str | None
    action: str
    trigger: str


@dataclass(frozen=True, slots=True)
class OffRamp:
    """An honest way out that stands beside the primary, never instead of it."""

    key: Literal["build_evaluation", "no_llm_needed", "not_enough_known"]
    text: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two or more facts that cannot both be meant."""

    facts: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """An unknown fact and the value the scores assume for it."""

    fact: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """The decision engine's answer for one set of facts.

    `ranking` holds every strategy, best first; `primary` is its first; probabilities sum to 1;
    `confidence` is the calibrated probability that the primary is right.
    """

    primary: str
    complements: tuple[str, ...]
    ranking: tuple[Ranked, ...]
    confidence: float
    close_call: bool
    off_ramp: OffRamp | None
    flips: tuple[Flip, ...]
    roadmap: tuple[RoadmapStep, ...]
    tornado: tuple[Swing, ...]
    contradictions: tuple[Contradiction, ...]
    assumed: tuple[Assumption, ...]
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]

    def of(self, strategy: str) -> Ranked:
        """The entry of one strategy in the ranking."""
        return next(row for row in self.ranking if row.strategy == strategy)


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next; `done` is true, and the rest empty, when no answer is expected to matter.

    `gain` is the expected value of the answer in score points; `could_change` says what it could
    change.
    """

    fact: str | None
    question: str
    replies: tuple[str, ...]
    could_change: str
    gain: float
    done: bool


@dataclass(frozen=True, slots=True)
class PriceUsed:
    """The birth certificate of one price of a plan: `usd` per `unit`, last seen on `as_of`."""

    what: str
    usd: Decimal
    unit: str
    source: str
    as_of: str

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
class PlanCost:
    """What one plan costs: USD per request, per month, once, and in total over the horizon."""

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


@dataclass(frozen=True, slots=True)
class CostReport:
    """Plans side by side; the first is the baseline that the savings and the break-even refer to.

    `break_even_months` is None when the second plan never pays back; `never_because` then says
    why, without a full stop. `crossover_requests` is the monthly volume from which the second
    plan's month is the cheaper one, `savings_from` says what makes the months differ, `worthwhile`
    is true when the second plan pays back within the horizon and before its model ends,
    `net_value_usd` is what it brings over the horizon, one-off cost subtracted, later money
    discounted. `fit` says whether tuning addresses the project's problem at all, `ranges` how
    uncertain the figures are. `cumulative` holds, for each plan, what has been spent after 0, 1,
    2, … months; it starts with the one-off cost.
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
    ranges: "CostRanges | None" = None


@dataclass(frozen=True, slots=True)
class PlanRange:
    """What one plan may cost: the 10th and the 90th of 100 equally likely cases, in USD."""

    label: str
    monthly_low_usd: Decimal
    monthly_high_usd: Decimal
    one_off_low_usd: Decimal
    one_off_high_usd: Decimal
    total_low_usd: Decimal
    total_high_usd: Decimal


@dataclass(frozen=True, slots=True)
class CostRanges:
    """How far the figures may be off, sampled over what is ranged, assumed or priced long ago.

    `pays_back_share` is the share of cases in which the second plan pays back within the horizon
    and before its model ends; the bounds of the break-even, in months, are None for never.
    `moves_most` names the inputs that move the comparison most, first the strongest.
    """

    plans: tuple[PlanRange, ...]
    pays_back_share: float | None
    break_even_low: float | None
    break_even_high: float | None
    moves_most: tuple[str, ...]
    samples: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Before and after a hypothetical change; nothing of it is stored."""

    changes: Mapping[str, Any]
    before: Assessment
    after: Assessment
    costs_before: CostReport | None
    costs_after: CostReport | None
    moved: str

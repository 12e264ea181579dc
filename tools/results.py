"""What the core returns: frozen results that show their parts and turn into plain JSON."""

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from tools.costreport import AgainstBaseline as AgainstBaseline
from tools.costreport import CostLine as CostLine
from tools.costreport import CostRanges as CostRanges
from tools.costreport import CostReport as CostReport
from tools.costreport import Hardware as Hardware
from tools.costreport import PlanCost as PlanCost
from tools.costreport import PlanRange as PlanRange
from tools.costreport import PriceUsed as PriceUsed
from tools.facts import RULED_OUT
from tools.later import later

When = Literal["now", "next", "later"]


def as_json(value: Any) -> Any:
    """Turn a result into plain JSON: dataclasses to objects, Decimal to a number, days to text.

    None stands for values that do not exist; infinities and NaN never appear.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if dataclasses.is_dataclass(kind):
        return {name: as_json(getattr(value, name)) for name in _names(kind)}
    return value.isoformat() if isinstance(value, date) else value


_PLAIN = frozenset({str, int, bool, type(None)})


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass, looked up once."""
    return tuple(field.name for field in dataclasses.fields(kind))


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
    """A feasibility gate that is closed (or half closed) for a strategy, and what would open it.

    What the user ruled out is closed, too, until they say otherwise.
    """

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


@later("contributions")
@dataclass(frozen=True)
class Ranked:
    """One strategy in the ranking; `score` is 0–100, `probability` its chance to be best (0–1).

    One that the user `ruled_out` keeps its score, comes last and has no chance.

    `note` says why a high score goes with a low probability, where it does; else it is empty. The
    `contributions` may be given as a function, called when somebody looks.
    """

    strategy: str
    label: str
    score: float
    probability: float
    contributions: tuple[Contribution, ...] = field(compare=False)
    gates: tuple[Gate, ...]
    summary: str
    wins: str
    caution: str
    profile: Profile
    note: str = ""

    @property
    def ruled_out(self) -> bool:
        """True where the user will not have it, whatever it scores."""
        return any(gate.key == RULED_OUT for gate in self.gates)


@dataclass(frozen=True, slots=True)
class Flip:
    """A change of one fact that would put another strategy first.

    For numbers `threshold` is where it happens, in the fact's unit, and `direction` the side on
    which `strategy` leads; for choices `threshold` is the value and `direction` is "is". `near` is
    the threshold as it is told: a round number on the same side of what is known today, or the
    value itself.
    """

    fact: str
    strategy: str
    threshold: float | str | bool
    direction: Literal["below", "above", "is"]
    text: str
    near: float | str | bool


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

    key: Literal[
        "build_evaluation", "no_llm_needed", "not_enough_known", "nothing_left", "target_met"
    ]
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


@later("flips", "roadmap", "tornado", "assumed", "reasons_for", "reasons_against")
@dataclass(frozen=True)
class Assessment:
    """The decision engine's answer for one set of facts.

    `ranking` holds every strategy, best first, those that are ruled out last; `primary` is its
    first; probabilities sum to 1;
    `confidence` is the calibrated probability that the primary is right. Most of the work is in
    what is left out of comparisons, which most replies need not: it may be given as functions.
    """

    primary: str
    complements: tuple[str, ...]
    ranking: tuple[Ranked, ...]
    confidence: float
    close_call: bool
    off_ramp: OffRamp | None
    flips: tuple[Flip, ...] = field(compare=False)
    roadmap: tuple[RoadmapStep, ...] = field(compare=False)
    tornado: tuple[Swing, ...] = field(compare=False)
    contradictions: tuple[Contradiction, ...]
    assumed: tuple[Assumption, ...] = field(compare=False)
    reasons_for: tuple[str, ...] = field(compare=False)
    reasons_against: tuple[str, ...] = field(compare=False)

    @property
    def nothing_left(self) -> str:
        """What to say where the user ruled out all there is; empty where something is left."""
        ramp = self.off_ramp
        return ramp.text if ramp is not None and ramp.key == "nothing_left" else ""

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
class WhatIf:
    """Before and after a hypothetical change; nothing of it is stored.

    `costs_note` tells why a bill is missing, such as a model whose price is not known.
    """

    changes: Mapping[str, Any]
    before: Assessment
    after: Assessment
    costs_before: CostReport | None
    costs_after: CostReport | None
    moved: str
    costs_note: str = ""

"""What a review of a recorded decision found, and the sentence that sums it up."""

from dataclasses import dataclass
from decimal import Decimal

from tools.changes import (
    CONFIDENCE_STEP,
    CostChange,
    EndChange,
    FactChange,
    Move,
    PriceChange,
    StalePrice,
)
from tools.money import usd
from tools.revisit import Trigger
from tools.strategies import strategy_texts


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A part that the record rests on besides the facts, and that is another one today."""

    part: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision then and now.

    `because_of_rules` is true where the recorded facts alone give another ranking today,
    `because_of_facts` where the new facts do. The costs are those of today's first choice.
    """

    primary_before: str
    primary_now: str
    complements_before: tuple[str, ...]
    complements_now: tuple[str, ...]
    confidence_before: float
    confidence_now: float
    moves: tuple[Move, ...]
    because_of_rules: bool
    because_of_facts: bool
    plan_now: str | None
    monthly_now_usd: Decimal | None
    one_off_now_usd: Decimal | None
    break_even_months_now: float | None

    @property
    def changed(self) -> bool:
        """True where the decision or its certainty is another one."""
        return bool(
            self.primary_before != self.primary_now
            or self.complements_before != self.complements_now
            or abs(self.confidence_before - self.confidence_now) >= CONFIDENCE_STEP
            or self.moves
        )


@dataclass(frozen=True, slots=True)
class Review:
    """What has changed since a decision was recorded; `summary` says it in a sentence.

    `changed` is false while everything that the decision rests on is as it was. `costs_note` tells
    why the recorded plan can no longer be priced.
    """

    title: str
    made_on: str
    today: str
    summary: str
    changed: bool
    verdict: Verdict
    facts: tuple[FactChange, ...]
    prices: tuple[PriceChange, ...]
    stale: tuple[StalePrice, ...]
    ends: tuple[EndChange, ...]
    costs: tuple[CostChange, ...]
    costs_note: str
    versions: tuple[VersionChange, ...]
    fired: tuple[Trigger, ...]


def summary(found: Review, *, changed: bool) -> str:
    """What became of the decision, and the news behind it, in one sentence."""
    verdict, texts = found.verdict, strategy_texts()
    old, new = texts[verdict.primary_before].label, texts[verdict.primary_now].label
    if not changed:
        parts = [f"another {row.part}" for row in found.versions]
        same = f"{_join(parts)} lead{'s' * (len(parts) == 1)} to the same, nothing else"
        return f"Still {old}; {same if parts else 'nothing'} has changed since {found.made_on}."
    head = f"Still {old}" if old == new else f"No longer {old}: {new} comes first now"
    if verdict.complements_before != verdict.complements_now:
        with_ = " and ".join(texts[name].label for name in verdict.complements_now) or "nothing"
        head += f", with {with_} beside it"
    sure = (round(100 * verdict.confidence_before), round(100 * verdict.confidence_now))
    if sure[0] != sure[1]:
        head += f" ({sure[1]}% sure, {sure[0]}% then)"
    why = _because(verdict) if old != new else ""
    return f"{head}{why}; {_join(_news(found) or ['its scores have moved'])}."


def _because(verdict: Verdict) -> str:
    facts, rules = verdict.because_of_facts, verdict.because_of_rules
    if facts and rules:
        return ", for new facts and newer rules"
    return ", for new facts" if facts else ", by newer rules on the same facts"


def _news(found: Review) -> list[str]:
    """What is behind a change, in a few words each."""
    changed = [
        row for row in found.prices if row.before_usd is not None and row.now_usd is not None
    ]
    other = len(found.prices) - len(changed)
    return [
        *_counted(len(found.facts), "fact is", "facts are", "new or different"),
        *_counted(len(changed), "price has", "prices have", "changed"),
        *_counted(other, "price has", "prices have", "joined or left the comparison"),
        *_counted(len(found.stale), "price has", "prices have", "grown old"),
        *(row.text[0] + row.text[1:].rstrip(".") for row in found.ends),
        *_bill(found),
        *_counted(
            sum(row.on is None for row in found.fired),
            "reason to look again has",
            "reasons have",
            "come true",
        ),
    ]


def _counted(n: int, one: str, many: str, what: str) -> list[str]:
    return [f"{n} {one if n == 1 else many} {what}"] if n else []


def _bill(found: Review) -> list[str]:
    """The month of the plan today, where it is not what was recorded."""
    if found.costs_note:
        return [f"the recorded plan can no longer be priced ({found.costs_note.rstrip('.')})"]
    verdict = found.verdict
    if verdict.primary_before != verdict.primary_now and verdict.monthly_now_usd is not None:
        return [f"{verdict.plan_now} costs {usd(verdict.monthly_now_usd)} a month"]
    months = [row for row in found.costs if row.figure == "monthly_usd"]
    if not months:
        return ["the costs have changed"] if found.costs else []
    last = months[-1].plan
    rows = [row for row in months if row.plan == last]
    before, now = rows[0].before, rows[-1].now
    if not isinstance(now, Decimal):
        return ["the plans compared are others"]
    if not isinstance(before, Decimal):
        return [f"{last} costs {usd(now)} a month"]
    if before == now:
        return ["what makes up the costs has changed"]
    return [f"the month of {last} costs {usd(now)} instead of {usd(before)}"]


def _join(parts: list[str]) -> str:
    return "".join(parts) if len(parts) < 2 else f"{', '.join(parts[:-1])} and {parts[-1]}"

"""The published ladder, prompt to few-shot to chain of thought to tuning: which rung comes next."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tools.errors import InvalidInput, UnknownName
from tools.references import references
from tools.showing import number


@dataclass(frozen=True, slots=True)
class Rung:
    """Where to stand or what to try next; `done` is true when a measured rung meets the target."""

    key: str
    strategy: str
    label: str
    text: str
    done: bool


def next_rung(measured: Mapping[str, float], *, target: float) -> Rung:
    """The first rung not yet measured, or the lowest that meets the target.

    Args:
        measured: accuracy in percent by rung (`zero_shot`, `few_shot`, `chain_of_thought`,
            `tune_100`, `tune_1000`).
        target: the accuracy to reach, in percent.

    Raises:
        UnknownName: a rung does not exist.
        InvalidInput: an accuracy is no percent.
    """
    rungs = references().ladder.rungs
    for key in measured:
        if key not in {rung.key for rung in rungs}:
            raise UnknownName("rung", key, [rung.key for rung in rungs])
    for name, value in (*measured.items(), ("target", target)):
        if not math.isfinite(value) or not 0 <= value <= 100:
            raise InvalidInput(f"{name} must be a percent from 0 to 100, got {value!r}")
    for rung in rungs:
        if measured.get(rung.key, -1.0) >= target:
            text = f"The {rung.label} reaches {number(measured[rung.key])}%: stay there."
            return Rung(rung.key, rung.strategy, rung.label, text, True)
        if rung.key not in measured:
            return Rung(rung.key, rung.strategy, rung.label, rung.do, False)
    best = max(rungs, key=lambda rung: measured[rung.key])
    text = (
        f"Every rung is measured and the best, {best.label}, reaches {number(measured[best.key])}% "
        f"of the {number(target)}% needed: look at the data, the target or a stronger model."
    )
    return Rung(best.key, best.strategy, best.label, text, False)

"""What one rule has read: a fact with its value or its change, and where the words stand."""

from dataclasses import dataclass

from agent.offline.words.quantities import Quantity, accuracy_range, whole
from tools.vocabulary import Value, spec


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact read at `start`–`end` of the text; `weight` decides between two readings.

    What is `outright` stands although the tagger hears nothing of the fact, or another value.
    """

    fact: str
    value: Value
    start: int
    end: int
    bounds: tuple[float, float] | None = None
    weight: int = 1
    outright: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one fact read at `start`–`end`: times `factor` plus `add`.

    With a factor of 0 it is the new value, whatever is known.
    """

    fact: str
    start: int
    end: int
    factor: float = 1.0
    add: float = 0.0

    def on(self, base: float) -> Value:
        """The new value, whole numbers for facts that count."""
        value = base * self.factor + self.add
        return round(value) if spec(self.fact).kind == "integer" else whole(value)


def numeric(
    fact: str,
    quantity: Quantity,
    *,
    times: float = 1.0,
    weight: int = 1,
    value: float | None = None,
) -> Finding:
    """The finding of a quantity as a numeric fact, scaled by `times`; integers stay integers."""
    amount = quantity.value * times if value is None else value
    bounds = quantity.bounds
    if bounds is not None:
        bounds = (whole(bounds[0] * times), whole(bounds[1] * times))
    if fact in ("labeled_examples", "label_classes"):
        amount = round(amount)
        if bounds is not None:
            bounds = (int(bounds[0]), int(-(-bounds[1] // 1)))
    return Finding(fact, whole(amount), quantity.start, quantity.end, bounds, weight)


def accuracy(fact: str, quantity: Quantity, percent: float, *, weight: int = 1) -> Finding:
    """An accuracy in percent with the range of a hedged accuracy."""
    bounds = accuracy_range(percent, quantity)
    if quantity.number.ranged and quantity.unit in ("", "percent", "points"):
        bounds = quantity.number.low, quantity.number.high
    return Finding(fact, whole(percent), quantity.start, quantity.end, bounds, weight)

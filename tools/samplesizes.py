"""How many test items it takes to know an accuracy, or to tell two accuracies apart.

Every figure is for 95% confidence, and for 80% power where two are compared.
"""

import math

from tools.errors import InvalidInput
from tools.references import references


def items_for_margin(share: float, margin: float) -> int:
    """Items that tell an accuracy near `share` to within `margin`, both from 0 to 1.

    Source: the normal interval of a proportion, n = 1.96² p (1 - p) / m².

    Raises:
        InvalidInput: a share outside 0 to 1, or no margin.
    """
    _between(share=share, margin=margin)
    return _whole(references().plateau.z_95 ** 2 * share * (1 - share) / margin**2)


def items_per_arm(one: float, other: float) -> int:
    """Items for each of two separate samples to tell two accuracies apart.

    Source: two proportions, n = (1.96 + 0.84)² (p1 q1 + p2 q2) / (p1 - p2)².

    Raises:
        InvalidInput: a share outside 0 to 1, or twice the same.
    """
    _between(one=one, other=other)
    _differ(one, other)
    rule = references().plateau
    spread = one * (1 - one) + other * (1 - other)
    return _whole((rule.z_95 + rule.z_80) ** 2 * spread / (one - other) ** 2)


def pairs_needed(only_one: float, only_other: float) -> int:
    """Items that both systems answer, to tell them apart by those only one of them gets right.

    Source: McNemar's test, n = (1.96 √(b + c) + 0.84 √(b + c - d²))² / d², d = b - c.

    Raises:
        InvalidInput: a share outside 0 to 1, or twice the same.
    """
    _within(only_one=only_one, only_other=only_other)
    _differ(only_one, only_other)
    rule = references().plateau
    apart, gap = only_one + only_other, only_one - only_other
    spread = max(apart - gap**2, 0.0)
    return _whole((rule.z_95 * math.sqrt(apart) + rule.z_80 * math.sqrt(spread)) ** 2 / gap**2)


def pairs_for_gain(gain: float) -> int:
    """The same for a gain, where as many answers change as the data file takes for usual."""
    share = max(references().plateau.disagreement, abs(gain))
    return pairs_needed((share + gain) / 2, (share - gain) / 2)


def _whole(items: float) -> int:
    """Items rounded up, but for what binary fractions add."""
    return math.ceil(round(items, 6))


def _between(**shares: float) -> None:
    for name, value in shares.items():
        if not math.isfinite(value) or not 0 < value < 1:
            raise InvalidInput(f"{name} must be between 0 and 1, both excluded; got {value!r}")


def _within(**shares: float) -> None:
    for name, value in shares.items():
        if not math.isfinite(value) or not 0 <= value <= 1:
            raise InvalidInput(f"{name} must be from 0 to 1; got {value!r}")


def _differ(one: float, other: float) -> None:
    if one == other:
        raise InvalidInput(f"two equal shares cannot be told apart; got {one!r} twice")

"""Has prompting stalled? The published rule as printed, and a test that minds the set's size."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from tools.errors import InvalidInput
from tools.references import references
from tools.samplesizes import pairs_for_gain

Verdict = Literal["stalled", "improving", "cannot_tell"]
DIGITS = 9  # of a share: more tell nothing, and the items to see less would not be countable


@dataclass(frozen=True, slots=True)
class Gain:
    """One step of the history: the gain and its 95% interval (None without a number of items)."""

    gain: float
    low: float | None
    high: float | None
    items_needed: int | None


@dataclass(frozen=True, slots=True)
class Plateau:
    """Both verdicts on a history of scores, each in a sentence."""

    scores: tuple[float, ...]
    gains: tuple[Gain, ...]
    items: int | None
    published_fires: bool
    published: str
    verdict: Verdict
    text: str


def judge(scores: Sequence[float], *, items: int | None = None) -> Plateau:
    """Judge whether a history of measured scores (0–1, or percent) has stalled.

    The published rule fires when the last gain is under 0.03; the gain is computed in decimals, so
    that 0.78 - 0.75 is exactly 0.03 and does not fire. Ours asks for two gains in a row whose 95%
    interval includes zero, on a set large enough to see 3 points.

    Args:
        scores: the scores in the order in which they were measured, at least two.
        items: how many test items each score was measured on, the same ones each time.

    Raises:
        InvalidInput: fewer than two scores, a score that is no share or percent, items below 1.
    """
    exact = _checked(scores)
    if items is not None and (isinstance(items, bool) or not 1 <= items <= 10**9):
        raise InvalidInput(f"items must be a whole number from 1 to 1e9, got {items!r}")
    gains = tuple(_gain(b - a, items) for a, b in pairwise(exact))
    last = exact[-1] - exact[-2]
    fires = last < references().plateau.published_gain
    verdict, text = _verdict(gains, items)
    return Plateau(
        tuple(float(x) for x in exact),
        gains,
        items,
        fires,
        _published(last, fires=fires),
        verdict,
        text,
    )


def _checked(scores: Sequence[float]) -> tuple[Decimal, ...]:
    for score in scores:
        number = isinstance(score, (int, float)) and not isinstance(score, bool)
        if not number or not math.isfinite(score) or not 0 <= score <= 100:
            raise InvalidInput(f"a score must be from 0 to 1, or a percent, got {score!r}")
    if len(scores) < 2:
        raise InvalidInput(f"a plateau needs two scores or more, got {len(scores)}")
    if max(scores) > 1 and 0 < min(scores) < 1:
        raise InvalidInput(f"scores are shares or percent, not both; got {list(scores)}")
    exact = [Decimal(str(score)) for score in scores]
    scale = 100 if max(exact) > 1 else 1
    return tuple(round(score / scale, DIGITS) for score in exact)


def _gain(gain: Decimal, items: int | None) -> Gain:
    size = float(gain)
    needed = pairs_for_gain(size) if gain else None
    if items is None:
        return Gain(size, None, None, needed)
    share = max(references().plateau.disagreement, abs(size))
    half = references().plateau.z_95 * math.sqrt(max(share - size * size, 0.0) / items)
    return Gain(size, size - half, size + half, needed)


def _published(last: Decimal, *, fires: bool) -> str:
    limit, gain = references().plateau.published_gain, f"{last.normalize():f}"
    if fires:
        return f"The last gain is {gain}, under {limit}: the published rule says to move on."
    if last == limit:
        return (
            f"The last gain is exactly {limit}, and the published rule asks for less than that: "
            "as printed it does not fire."
        )
    return f"The last gain is {gain}, not under {limit}: the published rule does not fire."


def _verdict(gains: Sequence[Gain], items: int | None) -> tuple[Verdict, str]:
    rule, last = references().plateau, gains[-1]
    useful, points = pairs_for_gain(rule.useful_gain), f"{100 * rule.useful_gain:g} points"
    if items is None:
        need = f"seeing {points} takes about {useful:,} items"
        if last.items_needed and abs(last.gain) >= rule.useful_gain:
            need = f"a gain of {last.gain:+.3f} takes about {last.items_needed:,} items"
        return "cannot_tell", (
            f"On how many items was this measured? On the same items each time, {need}; "
            "on fewer it cannot be told from chance."
        )
    low, high = last.low or 0.0, last.high or 0.0
    span = f"{last.gain:+.3f}, between {low:+.3f} and {high:+.3f} with 95% confidence"
    if low > 0:
        return "improving", f"The last gain is real: {span} on {items:,} items. Keep prompting."
    flat = all((g.low or 0.0) <= 0 for g in gains[-2:])
    if len(gains) >= 2 and flat and items >= useful:
        return "stalled", (
            f"Neither of the last two changes brought a gain that can be told from nothing ({span} "
            f"for the last), on a set that would show {points}: prompting has stalled. Confirm "
            "once on items you have not looked at."
        )
    if high < 0:
        return "cannot_tell", (
            f"The last change made it worse: {span} on {items:,} items. Go back to the version "
            "before it; one such step does not tell whether prompting has stalled."
        )
    return "cannot_tell", (
        f"The last gain is {span} on {items:,} items, so it may be chance; about {useful:,} "
        f"items that stay the same would show a gain of {points}."
    )

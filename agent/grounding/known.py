"""When a number of the evidence is the one that a figure names."""

from dataclasses import dataclass

from agent.grounding.figure import UNTOLD, Figure
from agent.grounding.lexicon import units


@dataclass(frozen=True, slots=True)
class Known:
    """A number of the evidence.

    `quote` is the number of the quote it stands in; `fact` is true for what the user said.
    """

    value: float
    kind: str
    per: str | None = None
    role: str | None = None
    subject: str | None = None
    quote: int | None = None
    fact: bool = False


def same(figure: Figure, known: Known) -> bool:
    """True when the number rounds to the figure, in a kind that the figure can mean."""
    if not _kinds_meet(figure, known):
        return False
    if figure.low is not None and figure.high is not None:
        return figure.low <= abs(known.value) <= figure.high
    value, seen, half = abs(figure.value), abs(known.value), 0.5000001 * figure.step
    if figure.kind == "ratio" and known.kind == "percent":
        seen /= 100
    elif figure.kind == "percent" and known.kind == "ratio":
        seen *= 100
    if figure.sign < 0 and known.value > 0:
        return False
    if abs(seen - value) <= half:
        return True
    tolerance = units()["tolerance"]
    if figure.hedge == "about":
        near = abs(seen - value) <= tolerance["about"] * seen
        whole = _coarse(figure)
        return near and (abs(seen - value) <= whole / 2 or value <= seen < value + figure.step)
    if figure.hedge == "over":
        return value <= seen <= value * (1 + tolerance["bound"])
    if figure.hedge == "under":
        return value * (1 - tolerance["bound"]) <= seen <= value
    return False


def _coarse(figure: Figure) -> float:
    """The step of "about 200" or "about 35": its noughts, or its five, are taken for rounding."""
    step, value = figure.step, abs(figure.value)
    while value and not figure.decimals and step * 10 <= value and _whole(value / (step * 10)):
        step *= 10
    return step * 5 if value and not figure.decimals and _whole(value / (step * 5)) else step


def _whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-9


def _kinds_meet(figure: Figure, known: Known) -> bool:
    if figure.kind == known.kind:
        return True
    if figure.kind == "year" or known.kind == "year":
        return figure.kind in ("year", "bare") and known.kind in ("year", "bare")
    counts = ("thing", "bare", "requests", "examples", "classes", "tokens", "gpus")
    if figure.kind in counts and known.kind in counts:
        return figure.per != "month" or known.kind in ("requests", *UNTOLD)
    if figure.kind == "bare":
        return True
    if figure.kind == "points":
        return known.kind in ("bare", "points")
    return {figure.kind, known.kind} == {"ratio", "percent"}


def agreeing(equal: list[Known], wanted: set[str], of: str) -> list[Known]:
    """Of numbers equal in value, those that say the same; where none says it, those silent on it.

    Numbers that only say something else support nothing: 40,000 requests are no 40,000 examples.
    """
    if not wanted:
        return equal
    told = [k for k in equal if _told(k, of)]
    same = [k for k in told if getattr(k, of) in wanted]
    if same:
        return same
    return [] if told else equal


def _told(known: Known, of: str) -> bool:
    value = getattr(known, of)
    return value is not None and not (of == "kind" and value in UNTOLD)

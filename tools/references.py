"""Published rules that are reproduced beside our own advice (`tools/data/references.toml`)."""

from decimal import Decimal
from functools import cache
from typing import Any

from tools.datafiles import Row, read


class ChartQuestion(Row):
    """One question of the published chart, and what a no or a last yes means.

    `yes` and `no` are what the bare answer stands for: a range of the fact, or one of its choices.
    """

    fact: str
    question: str
    at_least: float | None = None
    above: float | None = None
    one_of: tuple[str, ...] | None = None
    yes: tuple[float, float] | str
    no: tuple[float, float] | str
    on_no: str
    because_no: str
    on_yes: str | None = None
    because_yes: str | None = None

    def holds(self, value: Any) -> bool:
        """Whether a value of the fact answers the question with yes."""
        if self.one_of is not None:
            return value in self.one_of
        if self.at_least is not None:
            return float(value) >= self.at_least
        return self.above is not None and float(value) > self.above


class Chart(Row):
    """The published decision chart."""

    why: str
    source: str
    steps: tuple[ChartQuestion, ...]


class PlateauRule(Row):
    """The published plateau rule, and the numbers of our own test."""

    published_gain: Decimal
    published_why: str
    published_source: str
    z_95: float
    z_80: float
    disagreement: float
    useful_gain: float
    why: str
    source: str


class RungRow(Row):
    """One rung of the published ladder."""

    key: str
    strategy: str
    label: str
    do: str


class Ladder(Row):
    """The published ladder."""

    why: str
    source: str
    rungs: tuple[RungRow, ...]


class References(Row):
    """All published rules."""

    flowchart: Chart
    plateau: PlateauRule
    ladder: Ladder


@cache
def references() -> References:
    """The packaged rules."""
    return read(References, "references.toml")

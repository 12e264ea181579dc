"""Maps facts to drivers: what is known of a project on scales from 0 to 100, as arrays."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict

from tools.datafiles import Row, read
from tools.errors import InvalidInput, UnknownName
from tools.facts import ProjectFacts
from tools.vocabulary import spec

Column = NDArray[np.float64]

FAILURES = (
    "missing_knowledge",
    "wrong_behavior",
    "wrong_format",
    "weak_reasoning",
    "unsafe_output",
    "cost_latency",
    "none",
)
FAILURE = "failure_mode"
GAP = "accuracy_gap"
KEPT = 256  # numbers of a fact whose driver is remembered


class DriverSpec(Row):
    """How one fact becomes one driver: a table of choices, a broken line, or membership."""

    name: str = ""
    fact: str
    label: str
    why: str
    source: str
    values: dict[str, float] | None = None
    points: tuple[tuple[float, float], ...] | None = None
    scale: Literal["log", "linear"] = "linear"
    contains: str | None = None

    @cached_property
    def _knots(self) -> tuple[Column, Column]:
        xs = np.array([x for x, _ in self.points or ()], dtype=float)
        ys = np.array([y for _, y in self.points or ()], dtype=float)
        return (np.log(xs) if self.scale == "log" else xs), ys

    def of_numbers(self, numbers: Column) -> Column:
        """The driver (0–100) of an array of numbers in the fact's unit."""
        xs, ys = self._knots
        given = np.log(np.maximum(numbers, 1e-9)) if self.scale == "log" else numbers
        return np.interp(given, xs, ys)

    def of_value(self, value: Any) -> float:
        """The driver (0–100) of one value of the fact."""
        if self.contains is not None:
            return 100.0 if self.contains in value else 0.0
        if self.values is not None:
            key = str(value).lower() if isinstance(value, bool) else str(value)
            return self.values.get(key, 0.0)
        return self._of_number(float(value))

    @cached_property
    def _of_number(self) -> Callable[[float], float]:
        """The driver of one number; a turn asks for those of a project again and again."""
        return lru_cache(maxsize=KEPT)(lambda x: float(self.of_numbers(np.array([x]))[0]))

    def of_values(self, values: Sequence[Any]) -> Column:
        """The driver (0–100) of many values of the fact."""
        if self.points is not None:
            return self.of_numbers(np.array(values, dtype=float))
        return np.array([self.of_value(value) for value in values], dtype=float)

    def closest_value(self, driver: float) -> Any:
        """The value of the fact that a slider at `driver` stands for; None where several may."""
        if self.values is not None:
            if len(self.values) == 1:
                return None
            key = min(self.values, key=lambda k: abs((self.values or {})[k] - driver))
            return {"true": True, "false": False}.get(key, key)
        if self.points is None:
            return None
        xs, ys = self._knots
        order = np.argsort(ys)
        at = float(np.interp(driver, ys[order], xs[order]))
        number = float(np.exp(at)) if self.scale == "log" else at
        rule = spec(self.fact)
        return round(number) if rule.kind == "integer" or rule.unit == "percent" else number


class GapSpec(Row):
    """The driver that two others make: how far accuracy is from what is needed."""

    label: str
    span_points: float
    why: str
    source: str


class _DriversFile(Row):
    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, DriverSpec]
    accuracy_gap: GapSpec


@cache
def _file() -> _DriversFile:
    return read(_DriversFile, "drivers.toml")


def gap_spec() -> GapSpec:
    """The driver of the accuracy gap, which no single fact sets."""
    return _file().accuracy_gap


@cache
def driver_specs() -> Mapping[str, DriverSpec]:
    """All drivers that come from a fact, by name (`tools/data/drivers.toml`)."""
    rows = _file().__pydantic_extra__
    return {name: row.model_copy(update={"name": name}) for name, row in rows.items()}


@cache
def drivers_of(fact: str) -> tuple[DriverSpec, ...]:
    """The drivers that one fact sets."""
    return tuple(row for row in driver_specs().values() if row.fact == fact)


@cache
def driver_names() -> tuple[str, ...]:
    """Every driver a slider can set."""
    return (*driver_specs(), GAP)


def check_drivers(drivers: Mapping[str, object]) -> dict[str, float]:
    """Check slider values.

    Raises:
        UnknownName: a driver does not exist.
        InvalidInput: a value is no number from 0 to 100.

    """
    if not isinstance(drivers, Mapping) or not drivers:
        raise InvalidInput("drivers must be an object of driver names with values from 0 to 100")
    out: dict[str, float] = {}
    for name, value in drivers.items():
        if name not in driver_names():
            raise UnknownName("driver", name, driver_names())
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 100:
            raise InvalidInput(f"{name} must be a number from 0 to 100, got {value!r}")
        out[name] = float(value)
    return {name: out[name] for name in driver_names() if name in out}


def without_set(facts: ProjectFacts, drivers: Mapping[str, float]) -> ProjectFacts:
    """What is known, less the facts whose place sliders take."""
    taken = [driver_specs()[name].fact for name in drivers if name in driver_specs()]
    gap = ["current_accuracy", "target_accuracy"] if GAP in drivers else []
    return facts.without([*taken, *gap])


def accuracy_gap(columns: Mapping[str, Column]) -> Column:
    """The distance to the accuracy needed (0–100), 100 from the span of the data file on."""
    gap = columns["accuracy_goal"] - columns["accuracy_now"]
    return np.clip(gap / gap_spec().span_points * 100.0, 0.0, 100.0)


def encode(fact: str, values: Sequence[Any]) -> dict[str, Column]:
    """The drivers of one fact for a list of its values."""
    return {row.name: row.of_values(values) for row in drivers_of(fact)}

"""What is known about a project: the vocabulary of facts, and a set of them with provenance."""

import math
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from pydantic import ConfigDict

from tools.datafiles import Row, read
from tools.errors import InvalidInput, UnknownName

STRATEGIES = (
    "prompting",
    "prompt_optimization",
    "rag",
    "guardrails",
    "peft",
    "full_finetune",
    "distillation",
    "preference_tuning",
)

Kind = Literal["choice", "number", "integer", "flag", "strategies", "text"]
Source = Literal["user", "slider", "file", "assumption"]
Value = str | float | int | bool | tuple[str, ...]
MAX_TEXT = 120


class FactSpec(Row):
    """One fact of the vocabulary: its kind, unit, bounds and how people are asked for it."""

    name: str = ""
    kind: Kind
    label: str
    meaning: str
    question: str
    replies: tuple[str, ...] = ()
    unit: str = ""
    choices: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1e13

    @property
    def numeric(self) -> bool:
        """True for facts that carry a number and so may carry a range."""
        return self.kind in ("number", "integer")

    def check(self, value: object) -> Value:
        """Return `value` in its canonical type.

        Raises:
            InvalidInput: wrong type, not finite, out of bounds or not one of the choices.
        """
        if self.numeric:
            return self._number(value)
        if self.kind == "flag":
            if isinstance(value, bool):
                return value
            raise InvalidInput(f"{self.name} must be true or false, got {_show(value)}")
        if self.kind == "choice":
            if isinstance(value, str) and value in self.choices:
                return value
            options = ", ".join(self.choices)
            raise InvalidInput(f"{self.name} must be one of {options}; got {_show(value)}")
        if self.kind == "strategies":
            if not isinstance(value, (list, tuple)):
                raise InvalidInput(
                    f"{self.name} must be a list of strategy ids; got {_show(value)}"
                )
            for item in value:
                if item not in STRATEGIES:
                    raise UnknownName("strategy", item, STRATEGIES)
            return tuple(s for s in STRATEGIES if s in value)
        if isinstance(value, str) and 0 < len(value.strip()) <= MAX_TEXT:
            return " ".join(value.split())
        raise InvalidInput(
            f"{self.name} must be a text of 1 to {MAX_TEXT} characters; got {_show(value)}"
        )

    def _number(self, value: object) -> float | int:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise InvalidInput(f"{self.name} must be a number of {self.unit}; got {_show(value)}")
        if not self.low <= value <= self.high:  # also false for NaN
            raise InvalidInput(
                f"{self.name} must be between {self.low:g} and {self.high:g} ({self.unit}); "
                f"got {_show(value)}"
            )
        if self.unit == "percent" and 0 < value < 1:
            raise InvalidInput(
                f"{self.name} must be a percent from 0 to 100; got {value:g}, which looks like "
                f"a share: give {value * 100:g}"
            )
        if self.kind == "integer":
            if value != int(value):
                raise InvalidInput(f"{self.name} must be a whole number; got {_show(value)}")
            return int(value)
        return value


class _FactsFile(Row):
    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, FactSpec]


@cache
def vocabulary(path: Path | None = None) -> Mapping[str, FactSpec]:
    """All facts by name, in the order of the data file (`tools/data/facts.toml`)."""
    rows = read(_FactsFile, "facts.toml", path).__pydantic_extra__
    return MappingProxyType({n: s.model_copy(update={"name": n}) for n, s in rows.items()})


def spec(name: str) -> FactSpec:
    """The specification of one fact.

    Raises:
        UnknownName: no fact has that name.
    """
    try:
        return vocabulary()[name]
    except (KeyError, TypeError):
        raise UnknownName("fact", name, vocabulary()) from None


@dataclass(frozen=True, slots=True)
class Fact:
    """One known fact: a value, for numbers perhaps a range [low, high] around it, and its origin.

    `quote` is the user's own words, where there are any.
    """

    value: Value
    low: float | None = None
    high: float | None = None
    source: Source = "user"
    quote: str | None = None

    @property
    def ranged(self) -> bool:
        """True when the value stands for a range."""
        return self.low is not None and self.high is not None and self.low < self.high


def make_fact(
    name: str,
    value: object = None,
    *,
    bounds: object = None,
    source: Source = "user",
    quote: str | None = None,
) -> Fact:
    """Check a value and its range for the fact `name`; a range alone gives its midpoint as value.

    Raises:
        UnknownName: no fact has that name.
        InvalidInput: the value or the range cannot be used.
    """
    rule = spec(name)
    if bounds is None:
        return Fact(rule.check(value), source=source, quote=quote)
    if not rule.numeric:
        raise InvalidInput(f"{name} takes no range; got {_show(bounds)}")
    if not isinstance(bounds, (list, tuple)) or len(bounds) != 2:
        raise InvalidInput(f"the range of {name} must be [low, high]; got {_show(bounds)}")
    low, high = (float(rule._number(_whole(rule, b))) for b in bounds)
    if low > high:
        raise InvalidInput(
            f"the range of {name} must be [low, high], low first; got {_show(bounds)}"
        )
    middle = rule.check(_whole(rule, (low + high) / 2) if value is None else value)
    if not low <= float(middle) <= high:  # type: ignore[arg-type]
        raise InvalidInput(f"{name} {middle} lies outside its range {_show(bounds)}")
    return Fact(middle, low, high, source, quote)


@dataclass(frozen=True)
class ProjectFacts:
    """Everything known about one project; values never change, every change is a new object."""

    known: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        ordered = {n: self.known[n] for n in vocabulary() if n in self.known}
        for name in self.known:
            spec(name)
        object.__setattr__(self, "known", MappingProxyType(ordered))

    def __contains__(self, name: str) -> bool:
        return name in self.known

    def value(self, name: str, default: Any = None) -> Any:
        """The value of a fact, or `default` when it is unknown."""
        fact = self.known.get(name)
        return default if fact is None else fact.value

    def with_facts(self, changes: Mapping[str, Fact]) -> "ProjectFacts":
        """A copy in which `changes` are set."""
        return ProjectFacts({**self.known, **changes})

    def without(self, names: Iterable[str]) -> "ProjectFacts":
        """A copy in which `names` are unknown again.

        Raises:
            UnknownName: a name is not a fact.
        """
        dropped = {spec(name).name for name in names}
        return ProjectFacts({n: f for n, f in self.known.items() if n not in dropped})

    def only(self, names: Container[str]) -> "ProjectFacts":
        """A copy in which nothing but `names` is known."""
        return ProjectFacts({n: f for n, f in self.known.items() if n in names})

    @property
    def figures(self) -> tuple[tuple[str, Value, float | None, float | None], ...]:
        """The values and ranges by name, whoever said them: a key for what is reckoned of them."""
        return tuple((n, fact.value, fact.low, fact.high) for n, fact in self.known.items())

    def values(self) -> dict[str, Any]:
        """The plain values by name, lists for tuples, as JSON has them."""
        return {name: _plain(fact.value) for name, fact in self.known.items()}

    def ranges(self) -> dict[str, list[float]]:
        """The ranges by name, of those facts that have one."""
        return {
            name: [fact.low, fact.high]
            for name, fact in self.known.items()
            if fact.low is not None and fact.high is not None
        }

    def to_json(self) -> dict[str, dict[str, Any]]:
        """Every fact with its provenance; `from_json` reads it back unchanged."""
        out: dict[str, dict[str, Any]] = {}
        for name, fact in self.known.items():
            row: dict[str, Any] = {"value": _plain(fact.value), "source": fact.source}
            if fact.low is not None:
                row["range"] = [fact.low, fact.high]
            if fact.quote is not None:
                row["quote"] = fact.quote
            out[name] = row
        return out

    @classmethod
    def from_json(cls, rows: Mapping[str, Mapping[str, Any]]) -> "ProjectFacts":
        """Read what `to_json` wrote, checking every value again."""
        return cls(
            {
                name: make_fact(
                    name,
                    row.get("value"),
                    bounds=row.get("range"),
                    source=row.get("source", "user"),
                    quote=row.get("quote"),
                )
                for name, row in rows.items()
            }
        )

    @classmethod
    def of(
        cls,
        values: Mapping[str, object] | None = None,
        ranges: Mapping[str, object] | None = None,
        *,
        source: Source = "file",
    ) -> "ProjectFacts":
        """Build from plain `facts` and `ranges` objects, as the command line reads them.

        A value of null means unknown.

        Raises:
            UnknownName: a name is not a fact.
            InvalidInput: a value or a range cannot be used.
        """
        for part, what in ((values, "facts"), (ranges, "ranges")):
            if part is not None and not isinstance(part, Mapping):
                raise InvalidInput(f"{what} must be an object of fact names; got {_show(part)}")
        values, ranges = dict(values or {}), dict(ranges or {})
        known: dict[str, Fact] = {}
        for name in {**values, **ranges}:
            spec(name)
            if values.get(name) is None and ranges.get(name) is None:
                continue
            known[name] = make_fact(name, values.get(name), bounds=ranges.get(name), source=source)
        return cls(known)


def _whole(rule: FactSpec, value: object) -> object:
    """Round the end of an integer fact's range; other values pass unchanged."""
    if rule.kind == "integer" and isinstance(value, float) and math.isfinite(value):
        return round(value)
    return value


def _plain(value: Value) -> Any:
    """A value as JSON has it."""
    return list(value) if isinstance(value, tuple) else value


def _show(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."

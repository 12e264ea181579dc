"""What is known about a project: each fact with its provenance, and all of them as one value."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from tools.errors import InvalidInput, UnknownName
from tools.vocabulary import STRATEGIES, Value, shown, spec, vocabulary

RULED_OUT = "ruled_out"  # where the JSON of the facts keeps what stands beside them

Source = Literal["user", "slider", "file", "assumption"]


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
    low, high = rule.check_range(bounds)
    middle = rule.check(rule.whole((low + high) / 2) if value is None else value)
    if not low <= float(middle) <= high:  # type: ignore[arg-type]
        raise InvalidInput(f"{name} {middle} lies outside its range {shown(bounds)}")
    return Fact(middle, low, high, source, quote)


@dataclass(frozen=True)
class ProjectFacts:
    """Everything known about one project; values never change, every change is a new object.

    `ruled_out` are the strategies that the user will not have, each with the words that said so: a
    constraint on the ranking, which says nothing about the project and moves no score.
    """

    known: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    ruled_out: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        ordered = {n: self.known[n] for n in vocabulary() if n in self.known}
        for name in self.known:
            spec(name)
        for name in self.ruled_out:
            if name not in STRATEGIES:
                raise UnknownName("strategy", name, STRATEGIES)
        barred = {n: self.ruled_out[n] for n in STRATEGIES if n in self.ruled_out}
        object.__setattr__(self, "known", MappingProxyType(ordered))
        object.__setattr__(self, "ruled_out", MappingProxyType(barred))

    def __contains__(self, name: str) -> bool:
        return name in self.known

    def value(self, name: str, default: Any = None) -> Any:
        """The value of a fact, or `default` when it is unknown."""
        fact = self.known.get(name)
        return default if fact is None else fact.value

    def with_facts(self, changes: Mapping[str, Fact]) -> "ProjectFacts":
        """A copy in which `changes` are set."""
        return replace(self, known={**self.known, **changes})

    def ruling_out(self, strategies: Mapping[str, str]) -> "ProjectFacts":
        """A copy in which exactly these strategies are ruled out, each in the user's words."""
        return replace(self, ruled_out=strategies)

    def without(self, names: Iterable[str]) -> "ProjectFacts":
        """A copy in which `names` are unknown again.

        Raises:
            UnknownName: a name is not a fact.
        """
        dropped = {spec(name).name for name in names}
        return replace(self, known={n: f for n, f in self.known.items() if n not in dropped})

    def only(self, names: Container[str]) -> "ProjectFacts":
        """A copy in which nothing but `names` is known."""
        return ProjectFacts({n: f for n, f in self.known.items() if n in names})

    @property
    def figures(self) -> tuple[tuple[str, Value, float | None, float | None], ...]:
        """The values and ranges by name, whoever said them: a key for what is reckoned of them."""
        barred = ((RULED_OUT, tuple(self.ruled_out), None, None),) if self.ruled_out else ()
        known = tuple((n, fact.value, fact.low, fact.high) for n, fact in self.known.items())
        return known + barred

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
        return {**out, RULED_OUT: dict(self.ruled_out)} if self.ruled_out else out

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
                if name != RULED_OUT
            },
            rows.get(RULED_OUT, {}),
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
                raise InvalidInput(f"{what} must be an object of fact names; got {shown(part)}")
        values, ranges = dict(values or {}), dict(ranges or {})
        known: dict[str, Fact] = {}
        for name in {**values, **ranges}:
            spec(name)
            if values.get(name) is None and ranges.get(name) is None:
                continue
            known[name] = make_fact(name, values.get(name), bounds=ranges.get(name), source=source)
        return cls(known)


def _plain(value: Value) -> Any:
    """A value as JSON has it."""
    return list(value) if isinstance(value, tuple) else value

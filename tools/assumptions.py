"""What a cost estimate assumes where nobody has said otherwise, and the list of it."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import ConfigDict, Field

from tools.datafiles import Row, read
from tools.money import count, exact


class DefaultRow(Row):
    """One default of `tools/data/costs.toml`, with its reason."""

    value: float = Field(allow_inf_nan=False)
    low: float | None = None
    high: float | None = None
    unit: str
    why: str
    source: str


class _DefaultsFile(Row):
    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, DefaultRow]


@cache
def defaults(path: Path | None = None) -> Mapping[str, DefaultRow]:
    """All defaults by name."""
    return MappingProxyType(read(_DefaultsFile, "costs.toml", path).__pydantic_extra__)


class Assumptions:
    """Collects, once each and in order, the sentences on what an estimate took for granted."""

    def __init__(self, instead: Mapping[str, Decimal] | None = None) -> None:
        """`instead` holds values to take in place of the defaults of those names."""
        self._instead = instead or {}
        self._said: dict[str, None] = {}
        self._taken: dict[str, str] = {}

    @property
    def taken(self) -> Mapping[str, str]:
        """The names of the defaults that were taken, each with its label."""
        return MappingProxyType(self._taken)

    def say(self, sentence: str) -> None:
        """Note one sentence."""
        self._said.setdefault(sentence)

    def take(self, name: str, label: str) -> Decimal:
        """The default of that name, noted as an assumption under `label`."""
        row = defaults()[name]
        self._taken.setdefault(name, label)
        value = self._instead.get(name, exact(row.value))
        if row.unit.startswith("share of"):
            amount = f"{count(value * 100)}%{row.unit.removeprefix('share')}"
        else:
            amount = f"{count(value)} {row.unit}"
        self.say(f"{label}: {amount} ({row.why}).")
        return value

    def sentences(self) -> tuple[str, ...]:
        """All that was noted."""
        return tuple(self._said)


@cache
def silent(name: str) -> Decimal:
    """A default that is arithmetic rather than a guess, so nobody needs to be told."""
    return exact(defaults()[name].value)

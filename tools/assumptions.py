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

    def __init__(
        self, instead: Mapping[str, Decimal] | None = None, *, quiet: bool = False
    ) -> None:
        """`instead` holds values to take in place of the defaults of those names.

        A `quiet` one has no sentences, for the many estimates that nobody reads one by one; bills
        made with it hold figures only, without arithmetic, prices and warnings.
        """
        self.quiet = quiet
        self._instead = instead or {}
        self._said: dict[str | tuple[str, str], Decimal | None] = {}
        self._taken: dict[str, str] = {}

    @property
    def taken(self) -> Mapping[str, str]:
        """The names of the defaults that were taken, each with its label."""
        return MappingProxyType(self._taken)

    def say(self, sentence: str) -> None:
        """Note one sentence."""
        self._said.setdefault(sentence, None)

    def take(self, name: str, label: str) -> Decimal:
        """The default of that name, noted as an assumption under `label`."""
        self._taken.setdefault(name, label)
        value = self._instead.get(name)
        if value is None:
            value = silent(name)
        self._said.setdefault((name, label), value)
        return value

    def sentences(self) -> tuple[str, ...]:
        """All that was noted."""
        if self.quiet:
            return ()
        written = (
            noted if isinstance(noted, str) else _sentence(*noted, value)
            for noted, value in self._said.items()
        )
        return tuple(dict.fromkeys(written))


def _sentence(name: str, label: str, value: Decimal | None) -> str:
    row, amount = defaults()[name], exact(0) if value is None else value
    if row.unit.startswith("share of"):
        shown = f"{count(amount * 100)}%{row.unit.removeprefix('share')}"
    else:
        shown = f"{count(amount)} {row.unit}"
    return f"{label}: {shown} ({row.why})."


@cache
def silent(name: str) -> Decimal:
    """A default that is arithmetic rather than a guess, so nobody needs to be told."""
    return exact(defaults()[name].value)

"""The words the check knows, from the TOML files in `data/`, as patterns made once."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import ConfigDict, RootModel

from tools.datafiles import Row, read

_DATA = Path(__file__).parent / "data"


class _Words(RootModel[dict[str, dict[str, tuple[str, ...]]]]):
    model_config = ConfigDict(frozen=True)


class _Units(RootModel[dict[str, dict[str, float]]]):
    model_config = ConfigDict(frozen=True)


class _Claims(Row):
    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, dict[str, tuple[str, ...] | int]]


class _Names(Row):
    strategies: dict[str, tuple[str, ...]]
    families: dict[str, tuple[str, ...]]
    members: dict[str, tuple[str, ...]]


@cache
def units() -> Mapping[str, Mapping[str, float]]:
    """Kinds of figures, and what turns each unit into the kind's own (`data/units.toml`)."""
    return read(_Units, "units", _DATA / "units.toml").root


@cache
def words(table: str) -> Mapping[str, tuple[str, ...]]:
    """One table of `data/words.toml`."""
    return read(_Words, "words", _DATA / "words.toml").root[table]


@cache
def pattern(table: str, name: str) -> re.Pattern[str]:
    """A list of `data/words.toml` as one pattern of whole words."""
    return whole(words(table)[name])


@cache
def claim(table: str) -> re.Pattern[str]:
    """The words of one table of `data/claims.toml` as one pattern of whole words."""
    found = _claims()[table]["words"]
    assert isinstance(found, tuple)
    return whole(found)


@cache
def ordinals() -> Mapping[str, int]:
    """The place that an ordinal names."""
    return {k: v for k, v in _claims()["ordinals"].items() if isinstance(v, int)}


@cache
def closest() -> int:
    """How many points may lie between strategies that are said to be equal."""
    found = _claims()["tied"]["closest"]
    assert isinstance(found, int)
    return found


@cache
def links() -> str:
    """The verbs between a strategy and what is said of it, as one alternation."""
    found = _claims()["lead_after"]["links"]
    assert isinstance(found, tuple)
    return "|".join(found)


@cache
def names() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """Patterns of names, the longer names first, with the strategies each may mean."""
    found = read(_Names, "names", _DATA / "names.toml")
    one = [(whole(p), (name,)) for name, p in found.strategies.items()]
    return (*one, *((whole(p), found.members[name]) for name, p in found.families.items()))


def _claims() -> Mapping[str, Mapping[str, tuple[str, ...] | int]]:
    return read(_Claims, "claims", _DATA / "claims.toml").__pydantic_extra__


def whole(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Several patterns as one that matches whole words."""
    return re.compile(r"(?<![\w⟦])(?:" + "|".join(patterns) + r")(?![\w⟧])")

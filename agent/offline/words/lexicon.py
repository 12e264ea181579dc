"""The words and patterns the reader knows, from the TOML files in `data/`.

A pattern is a regular expression over normalised text, matched on whole words. `<name>` stands for
the alternatives of the macro of that name (`data/macros.toml`), a blank for one blank.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, RootModel

from tools.datafiles import Row, read

DATA = Path(__file__).parents[1] / "data"
_MACRO = re.compile(r"(?<!\?P)<([a-z_]+)>")


class Lists(RootModel[dict[str, tuple[str, ...]]]):
    """A data file of named lists of patterns."""

    model_config = ConfigDict(frozen=True)


class Numbers(RootModel[dict[str, dict[str, float]]]):
    """A data file of named tables of numbers."""

    model_config = ConfigDict(frozen=True)


class Words(RootModel[dict[str, dict[str, str]]]):
    """A data file of named tables of words."""

    model_config = ConfigDict(frozen=True)


class Rule(Row):
    """One way to say a fact: any of `any` sets `value`, unless one of `but` stands near.

    `negated` is the value when a negation stands before the words (nothing is read when it is
    absent); `question` lets the rule hold in a question too; with `vetoes`, what stands against the
    rule stands against a guess at its value as well; `outright` words tell more than the tagger
    learned to hear in them.
    """

    fact: str
    value: Any
    any: tuple[str, ...]
    but: tuple[str, ...] = ()
    negated: Any = None
    asserts_negation: bool = False
    vetoes: bool = False
    asked: bool = False
    weight: int = 1
    outright: bool = False


class Rules(Row):
    """A data file of rules."""

    rule: tuple[Rule, ...]


@cache
def tables(name: str) -> Mapping[str, Mapping[str, float]]:
    """The tables of numbers in `data/<name>.toml`."""
    return read(Numbers, name, DATA / f"{name}.toml").root


def limit(rule: str, name: str) -> float:
    """The limit `name` that a rule judges by, from `data/limits.toml`."""
    return tables("limits")[rule][name]


def reach(rule: str, name: str) -> int:
    """The same for a limit in whole characters, or words: how far around a figure one looks."""
    return int(limit(rule, name))


@cache
def words(name: str) -> Mapping[str, Mapping[str, str]]:
    """The tables of words in `data/<name>.toml`."""
    return read(Words, name, DATA / f"{name}.toml").root


@cache
def lists(name: str) -> Mapping[str, tuple[str, ...]]:
    """The lists of patterns in `data/<name>.toml`."""
    return read(Lists, name, DATA / f"{name}.toml").root


@cache
def rules(name: str) -> tuple[Rule, ...]:
    """The rules in `data/<name>.toml`."""
    return read(Rules, name, DATA / f"{name}.toml").rule


@cache
def pattern(name: str, file: str = "cues") -> re.Pattern[str]:
    """The list `name` of `data/<file>.toml` as one pattern."""
    return compiled(lists(file)[name])


@cache
def compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Several patterns as one that matches whole words."""
    return re.compile(r"(?<![\w])(?:" + "|".join(expand(p) for p in patterns) + r")(?![\w])")


@cache
def shape(name: str, file: str) -> re.Pattern[str]:
    """The list `name` as one pattern whose edges are as written: for marks and parts of words."""
    return re.compile(any_of(name, file))


def any_of(name: str, file: str) -> str:
    """The list `name` as one group, to be built into a longer pattern."""
    return "(?:" + "|".join(expand(p) for p in lists(file)[name]) + ")"


def expand(text: str) -> str:
    """The pattern with its macros filled in."""
    while _MACRO.search(text):
        text = _MACRO.sub(lambda m: "(?:" + "|".join(lists("macros")[m.group(1)]) + ")", text)
    return text


def alternatives(values: Iterable[str]) -> str:
    """Words as one alternation, the longest first."""
    return "|".join(re.escape(v) for v in sorted(values, key=len, reverse=True))

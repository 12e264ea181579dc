"""The keys of a plan as data: what each means, what holds where it is not given, its bounds."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from pydantic import ConfigDict

from tools.datafiles import Row, read

LARGEST = 1e15


class PlanKey(Row):
    """One key of a plan: its meaning, what holds without it, and its bounds, both included."""

    kind: Literal["text", "flag", "share", "whole", "number"]
    meaning: str
    otherwise: str
    of: tuple[str, ...] = ()
    unused_with: tuple[str, ...] = ()
    low: float = 0
    high: float = LARGEST


class _KeysFile(Row):
    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, PlanKey]


@cache
def plan_keys() -> Mapping[str, PlanKey]:
    """All keys of a plan by name, in the order of `tools/data/plan.toml`."""
    return MappingProxyType(read(_KeysFile, "plan.toml").__pydantic_extra__)

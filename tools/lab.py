"""The scenarios of the decision lab: names, goals and slider positions to start from."""

from collections.abc import Mapping
from functools import cache

from pydantic import ConfigDict

from tools.datafiles import Row, read
from tools.drivers import check_drivers


class Scenario(Row):
    """One scenario: what it is about, and where its sliders stand (0–100)."""

    label: str
    goal: str
    drivers: dict[str, float]
    source: str


class _LabFile(Row):
    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Scenario]


@cache
def scenarios() -> Mapping[str, Scenario]:
    """All scenarios by key, the published one first."""
    rows = read(_LabFile, "lab.toml").__pydantic_extra__
    for row in rows.values():
        check_drivers(row.drivers)
    return rows

"""Does tuning address what is wrong with the project at all, or only its bill?"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import ConfigDict

from tools.datafiles import Row, read
from tools.facts import ProjectFacts

_CHANGING_RULES = ("weekly", "daily")
_CHANGING_FACTS = ("daily", "realtime")


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether tuning fits the problem (None while that is unknown), and the path that does."""

    tuning_helps: bool | None
    path: str | None
    text: str


class _FitRow(Row):
    tuning_helps: bool | None = None
    path: str | None = None
    text: str
    why: str
    source: str


class _FitFile(Row):
    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, _FitRow]


def fit_check(facts: ProjectFacts) -> Fit:
    """Judge by the project's main failure; facts or rules that change often argue against it."""
    row = _rows()[facts.value("failure_mode", "unknown")]
    if row.tuning_helps:
        heavy = facts.value("private_knowledge") == "heavy"
        if facts.value("requirement_change") in _CHANGING_RULES:
            row = _rows()["changing_rules"]
        elif heavy and facts.value("knowledge_update") in _CHANGING_FACTS:
            row = _rows()["changing_facts"]
    return Fit(row.tuning_helps, row.path, row.text)


@cache
def _rows(path: Path | None = None) -> dict[str, _FitRow]:
    return read(_FitFile, "fit.toml", path).__pydantic_extra__

"""Does tuning address what is wrong with the project at all, or only its bill?"""

from functools import cache
from pathlib import Path

from pydantic import ConfigDict

from tools.datafiles import Row, read
from tools.facts import ProjectFacts

_CHANGING_RULES = ("weekly", "daily")
_CHANGING_FACTS = ("daily", "realtime")


class Fit(Row):
    """Whether tuning fits the problem (None while that is unknown), and the path that does."""

    tuning_helps: bool | None = None
    path: str | None = None
    text: str
    why: str
    source: str


class _FitFile(Row):
    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Fit]


def fit_check(facts: ProjectFacts) -> Fit:
    """Judge by the project's main failure; facts or rules that change often speak against tuning."""
    fit = _rows()[facts.value("failure_mode", "unknown")]
    if not fit.tuning_helps:
        return fit
    if facts.value("requirement_change") in _CHANGING_RULES:
        return _rows()["changing_rules"]
    heavy = facts.value("private_knowledge") == "heavy"
    if heavy and facts.value("knowledge_update") in _CHANGING_FACTS:
        return _rows()["changing_facts"]
    return fit


@cache
def _rows(path: Path | None = None) -> dict[str, Fit]:
    return read(_FitFile, "fit.toml", path).__pydantic_extra__

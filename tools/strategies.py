"""The eight strategies as people read about them."""

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Literal

from tools.datafiles import Row, read
from tools.results import Profile
from tools.vocabulary import STRATEGIES


class _ProfileRow(Row):
    reliability: str
    latency: str
    maintenance: str
    freshness: str
    effort: str


class Comparison(Row):
    """One strategy on the eight lines of a comparison."""

    cost: str
    speed: str
    data: str
    customisation: str
    scalability: str
    expertise: str
    maintenance: str
    risk: str


class StrategyText(Row):
    """What is said of one strategy, whatever the project."""

    label: str
    family: Literal["words", "knowledge", "checks", "weights"]
    summary: str
    wins: str
    caution: str
    profile: _ProfileRow
    compare: Comparison

    @cached_property
    def as_profile(self) -> Profile:
        """The profile as a result."""
        return Profile(**self.profile.model_dump())


class _StrategiesFile(Row):
    prompting: StrategyText
    prompt_optimization: StrategyText
    rag: StrategyText
    guardrails: StrategyText
    peft: StrategyText
    full_finetune: StrategyText
    distillation: StrategyText
    preference_tuning: StrategyText


@cache
def strategy_texts() -> Mapping[str, StrategyText]:
    """All strategies by id, in the order of the vocabulary."""
    rows = read(_StrategiesFile, "strategies.toml")
    return {name: getattr(rows, name) for name in STRATEGIES}

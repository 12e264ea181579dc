"""What follows from the facts: when it is worked out, and what stands when it cannot be."""

from typing import Any

import pytest

from agent import briefing
from agent.briefing import Briefer
from agent.settings import load_settings
from tools.errors import InvalidInput
from tools.facts import ProjectFacts

FACTS = ProjectFacts.of({"task": "generation", "monthly_requests": 40_000, "labeled_examples": 900})


@pytest.fixture
def sampled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The samples of every estimate from now on, 0 for one without ranges."""
    seen: list[int] = []
    estimate = briefing.estimate_costs

    def noting(*facts: Any, samples: int = 0, **more: Any) -> Any:
        seen.append(samples)
        return estimate(*facts, samples=samples, **more)

    monkeypatch.setattr(briefing, "estimate_costs", noting)
    return seen


def test_ranges_are_drawn_when_somebody_looks_and_only_once(sampled: list[int]) -> None:
    briefer = Briefer(load_settings())
    report = briefer.costs(FACTS, "peft")
    assert sampled == [0]
    assert report.ranges is not None
    assert briefer.costs(FACTS, "peft").ranges == report.ranges
    assert sampled == [0, briefing.COST_SAMPLES]


def test_a_bill_stands_though_its_ranges_cannot_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    briefer = Briefer(load_settings())
    report = briefer.costs(FACTS, "peft")

    def refused(*facts: Any, **more: Any) -> Any:
        raise InvalidInput("no such price")

    monkeypatch.setattr(briefing, "estimate_costs", refused)
    assert report.ranges is None
    assert report.plans[-1].monthly_usd > 0

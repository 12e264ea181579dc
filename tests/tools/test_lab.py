import pytest

from tests.tools.projects import LAB
from tools.lab import scenarios
from tools.scoring import score_drivers


def test_the_published_scenario_comes_first_with_its_sliders() -> None:
    first = next(iter(scenarios().values()))
    assert first.drivers == LAB


@pytest.mark.parametrize(
    ("scenario", "strategy"),
    [
        ("calm_replies", "peft"),
        ("living_policies", "rag"),
        ("first_prototype", "prompting"),
        ("strict_fields", "guardrails"),
        ("quick_labels", "peft"),
    ],
)
def test_each_scenario_leads_where_it_should_and_says_why(scenario: str, strategy: str) -> None:
    found = score_drivers(scenarios()[scenario].drivers)
    assert found.primary == strategy
    assert found.reasons_for

import pytest

from tests.tools.projects import LAB
from tools.errors import InvalidInput
from tools.lab import scenarios, why_moved
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


def test_a_move_names_who_takes_the_lead_from_whom_and_by_which_sliders() -> None:
    found = why_moved(LAB, LAB | {"labeled_data": 20})
    assert (found.leader_before, found.leader_after, found.rival) == ("peft", "prompting", "peft")
    assert [effect.driver for effect in found.effects] == ["labeled_data"]
    assert found.text.startswith("Prompting takes the lead and gains ")
    assert "labelled data down from 72 to 20" in found.text


@pytest.mark.parametrize("one", list(scenarios()))
@pytest.mark.parametrize("two", list(scenarios()))
def test_the_parts_of_a_move_add_up_to_what_the_leader_gained(one: str, two: str) -> None:
    before, after = scenarios()[one].drivers, scenarios()[two].drivers
    found, old, new = why_moved(before, after), score_drivers(before), score_drivers(after)
    gained = [new.of(s).score - old.of(s).score for s in (found.leader_after, found.rival)]
    assert found.leader_after == new.primary
    assert sum(effect.points for effect in found.effects) == pytest.approx(found.gained)
    if all(0 < row.score < 100 for a in (old, new) for row in a.ranking):
        assert found.gained == pytest.approx(gained[0] - gained[1], abs=0.05)  # parts are rounded


def test_an_unmoved_lab_says_so() -> None:
    found = why_moved(LAB, LAB)
    assert found.effects == ()
    assert found.text.startswith("LoRA / PEFT leads as before")


def test_a_slider_that_is_set_or_taken_away_counts_as_moved() -> None:
    found = why_moved({"labeled_data": 72}, {"private_knowledge": 95})
    assert {(e.driver, e.before, e.after) for e in found.effects} == {
        ("labeled_data", 72, None),
        ("private_knowledge", None, 95),
    }


def test_a_move_to_a_slider_beyond_its_end_is_an_error() -> None:
    with pytest.raises(InvalidInput, match="freshness_need must be a number from 0 to 100"):
        why_moved(LAB, {"freshness_need": 101})

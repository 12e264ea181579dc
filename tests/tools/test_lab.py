import pytest

from tests.tools.projects import LAB
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.lab import SLIDERS, scenarios, stands, taken, why_moved
from tools.scoring import assess, score_drivers


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


def test_the_published_score_is_ours_to_the_digit() -> None:
    row = next(iter(scenarios().values()))
    assert row.published is not None
    found = score_drivers(row.drivers).ranking[0]
    assert (found.strategy, round(found.score, 1)) == (row.published.strategy, row.published.score)


def test_every_slider_says_where_it_stands_and_who_put_it_there() -> None:
    facts = ProjectFacts.of({"monthly_requests": 120_000, "labeled_examples": 3_000})
    rows = {row.driver: row for row in stands({"labeled_data": 20}, facts)}
    assert list(rows)[: len(SLIDERS)] == list(SLIDERS)
    assert (rows["request_volume"].origin, round(rows["request_volume"].value, 2)) == (
        "known",
        84.65,
    )
    assert rows["request_volume"].meaning == "120,000 requests a month"
    assert (rows["labeled_data"].origin, rows["labeled_data"].value) == ("set", 20)
    assert rows["labeled_data"].meaning == "10 examples"
    assert rows["freshness_need"].origin == "assumed"


def test_unmoved_sliders_of_a_project_give_the_scores_of_its_advice() -> None:
    facts = ProjectFacts.of(
        {"monthly_requests": 120_000, "labeled_examples": 3_000, "failure_mode": "wrong_behavior"}
    )
    sliders, advice = score_drivers({}, facts), assess(facts, samples=50)
    assert [row.score for row in sliders.ranking] == [row.score for row in advice.ranking]


def test_a_slider_takes_the_place_of_the_fact_it_stands_for() -> None:
    facts = ProjectFacts.of({"labeled_examples": 3_000, "consistency_need": "high"})
    none = score_drivers({"labeled_data": 0}, facts).of("peft")
    assert any(gate.blocks for gate in none.gates)
    assert why_moved({}, {"labeled_data": 0}, facts).effects[0].driver == "labeled_data"


def test_sliders_become_the_facts_they_stand_for_and_the_rest_is_named() -> None:
    found = taken({**LAB, "accuracy_gap": 50, "latency_pressure": 90, "demonstrations": 100})
    assert found.facts["monthly_requests"] == 110_000
    assert found.facts["requirement_change"] == "rarely"
    assert found.facts["knowledge_update"] == "yearly"
    assert 500 < found.facts["latency_target_ms"] < 1_000
    assert found.left == (
        "latency pressure stands for response time, which another slider sets",
        "demonstrations stands for no single fact",
        "accuracy gap stands for no single fact",
    )

import pytest

from tests.tools.projects import SUPPORT_EMAILS, project
from tools.errors import InvalidInput, UnknownName
from tools.facts import ProjectFacts, make_fact
from tools.results import as_json
from tools.scoring import assess
from tools.whatif import moved, steps, what_if

STEADY = project(**SUPPORT_EMAILS, failure_mode="wrong_behavior")


def test_a_tenth_of_the_examples_moves_the_criterion_of_the_examples() -> None:
    found = what_if(STEADY, {"labeled_examples": make_fact("labeled_examples", 100)})
    assert found.before == assess(STEADY)
    assert found.before.primary == found.after.primary == "peft"
    assert found.after.ranking[0].score < found.before.ranking[0].score
    assert found.moved.startswith("“labelled examples” moved most: -")
    assert found.changes == {"labeled_examples": 100}


def test_hardly_any_examples_close_the_gate_and_change_the_advice() -> None:
    found = what_if(STEADY, {"labeled_examples": make_fact("labeled_examples", 8)})
    assert found.after.primary != "peft"
    assert "too few examples for an adapter" in found.moved
    assert "LoRA / PEFT" in found.moved


def test_several_changes_at_once_are_one_world() -> None:
    changes = {
        "private_knowledge": make_fact("private_knowledge", "heavy"),
        "knowledge_update": make_fact("knowledge_update", "daily"),
        "failure_mode": make_fact("failure_mode", "missing_knowledge"),
    }
    found = what_if(STEADY, changes)
    assert found.after.primary == "rag"
    assert found.after == assess(STEADY.with_facts(changes))


def test_nothing_of_a_what_if_is_kept() -> None:
    before = STEADY.to_json()
    what_if(STEADY, {"monthly_requests": make_fact("monthly_requests", 10)})
    assert STEADY.to_json() == before


def test_the_costs_of_both_worlds_stand_beside_the_advice() -> None:
    found = what_if(STEADY, {"monthly_requests": make_fact("monthly_requests", 10)})
    assert found.costs_before is not None
    assert found.costs_after is not None
    assert found.costs_after.plans[0].monthly_usd < found.costs_before.plans[0].monthly_usd


def test_the_horizon_reaches_the_costs() -> None:
    change = {"regulated": make_fact("regulated", True)}
    found = what_if(STEADY, change, horizon_months=24)
    assert found.costs_after is not None
    assert found.costs_after.horizon_months == 24


def test_a_change_that_no_strategy_reads_moves_nothing() -> None:
    found = what_if(STEADY, {"label_classes": make_fact("label_classes", 12)})
    assert found.moved == "Nothing that counts here moved."
    assert [r.score for r in found.after.ranking] == [r.score for r in found.before.ranking]


def test_no_change_is_an_error() -> None:
    with pytest.raises(InvalidInput, match="at least one changed fact"):
        what_if(STEADY, {})


def test_an_unknown_fact_is_an_error_that_offers_the_right_name() -> None:
    with pytest.raises(UnknownName, match="labeled_examples"):
        what_if(STEADY, {"labelled_examples": make_fact("labeled_examples", 5)})


def test_a_what_if_on_an_empty_project_turns_into_json() -> None:
    found = what_if(ProjectFacts(), {"task": make_fact("task", "chat")})
    assert as_json(found)["changes"] == {"task": "chat"}


def test_the_steps_name_what_moved_the_furthest_first_and_no_more_than_three() -> None:
    before = assess(STEADY)
    after = assess(STEADY.with_facts({"labeled_examples": make_fact("labeled_examples", 8)}))
    found = steps(before, after)
    assert 1 <= len(found) <= 3
    assert [abs(s.points) for s in found] == sorted((abs(s.points) for s in found), reverse=True)
    assert found[0].criterion in moved(before, after)
    assert steps(before, before) == ()

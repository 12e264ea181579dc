import json

import pytest

from tests.tools.projects import SUPPORT_EMAILS, project
from tools.costs import estimate_costs
from tools.errors import InvalidInput, UnknownName
from tools.facts import ProjectFacts, make_fact
from tools.results import as_json
from tools.scenarios import (
    MAX_NAME,
    MAX_SCENARIOS,
    Scenario,
    compare_scenarios,
    find_scenario,
    scenario_name,
)
from tools.scoring import assess

STEADY = project(**SUPPORT_EMAILS, failure_mode="wrong_behavior")
LEAN = Scenario("lean", ProjectFacts({"monthly_requests": make_fact("monthly_requests", 5_000)}))
FRESH = Scenario(
    "fresh facts",
    project(private_knowledge="heavy", knowledge_update="daily", failure_mode="missing_knowledge"),
)


def test_the_project_as_it_is_comes_first_and_each_column_is_its_own_assessment() -> None:
    table = compare_scenarios(STEADY, [LEAN, FRESH])
    assert [c.name for c in table.columns] == ["now", "lean", "fresh facts"]
    now, lean, fresh = table.columns
    assert (now.strategy, now.score) == (assess(STEADY).primary, assess(STEADY).ranking[0].score)
    world = assess(STEADY.with_facts(LEAN.changes.known))
    assert (lean.strategy, lean.confidence) == (world.primary, world.confidence)
    assert fresh.strategy == "rag"


def test_the_rows_are_the_facts_in_which_any_scenario_differs() -> None:
    table = compare_scenarios(STEADY, [LEAN, FRESH])
    assert set(table.facts) == {
        "monthly_requests", "private_knowledge", "knowledge_update", "failure_mode"
    }  # fmt: skip
    at = table.facts.index("monthly_requests")
    assert table.columns[1].values[at] == "5,000"
    at = table.facts.index("private_knowledge")
    assert [c.values[at] for c in table.columns] == ["open", "open", "heavy"]
    assert len(table.labels) == len(table.facts)


def test_the_money_is_that_of_the_recommended_plan() -> None:
    column = compare_scenarios(STEADY, [LEAN]).columns[1]
    world = STEADY.with_facts(LEAN.changes.known)
    plan = estimate_costs(world, strategy=column.strategy).plans[-1]
    assert (column.plan, column.monthly_usd) == (plan.label, plan.monthly_usd)
    assert column.one_off_usd == plan.one_off_usd


def test_a_model_without_a_price_leaves_the_money_open() -> None:
    odd = Scenario("odd", project(model="our-own-model-7"))
    column = compare_scenarios(STEADY, [odd]).columns[1]
    assert column.monthly_usd is None
    assert column.strategy


def test_the_table_is_plain_json() -> None:
    raw = as_json(compare_scenarios(STEADY, [LEAN]))
    assert json.loads(json.dumps(raw, allow_nan=False)) == raw
    assert raw["columns"][1]["changes"] == {"monthly_requests": 5000}


@pytest.mark.parametrize(("count", "says"), [(0, "no scenario"), (MAX_SCENARIOS + 1, "got 13")])
def test_none_and_too_many_are_errors(count: int, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        compare_scenarios(STEADY, [LEAN] * count)


@pytest.mark.parametrize(
    ("text", "name"),
    [("  plan   B ", "plan B"), ("“lean”", "lean"), ("x" * MAX_NAME, "x" * MAX_NAME)],
)
def test_a_name_is_kept_without_blanks_and_quotes_around_it(text: str, name: str) -> None:
    assert scenario_name(text) == name


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "needs a name"), (" .! ", "needs a name"), ("x" * 41, "up to 40"), ("Now", "as it is")],
)
def test_a_name_that_cannot_be_kept_says_why(text: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        scenario_name(text)


def test_scenarios_are_found_in_any_case_and_an_unknown_name_offers_the_closest() -> None:
    assert find_scenario([LEAN, FRESH], "LEAN") is LEAN
    with pytest.raises(UnknownName, match="did you mean lean"):
        find_scenario([LEAN, FRESH], "leen")
    with pytest.raises(InvalidInput, match="none was named yet"):
        find_scenario([], "lean")

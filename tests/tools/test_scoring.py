import json
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.projects import LAB, SUPPORT_EMAILS, plain_projects, project
from tools.drivers import driver_names
from tools.errors import InvalidInput, UnknownName
from tools.facts import ProjectFacts
from tools.model import mean_columns
from tools.results import Assessment, as_json
from tools.scoring import assess, score_drivers
from tools.vocabulary import STRATEGIES, vocabulary

few = settings(max_examples=40, derandomize=True, deadline=None)


def primary(**facts: Any) -> str:
    return assess(project(**facts), samples=200).primary


def score(strategy: str, **facts: Any) -> float:
    return assess(project(**facts), samples=1).of(strategy).score


def test_the_published_decision_lab_example_puts_lora_first_with_84_9() -> None:
    found = score_drivers(LAB)
    assert found.primary == "peft"
    assert f"{found.ranking[0].score:.1f}" == "84.9"


def test_the_lab_says_why_the_ranking_moved() -> None:
    text = " ".join(score_drivers(LAB).reasons_for)
    assert "volume" in text
    assert "good examples" in text


def test_120_000_requests_a_month_are_84_65_where_a_million_is_100() -> None:
    column = mean_columns(project(monthly_requests=120_000))["request_volume"]
    assert f"{100 * column[0]:.2f}" == "84.65"
    assert mean_columns(project(monthly_requests=1_000_000))["request_volume"][0] == 1.0
    assert mean_columns(project(monthly_requests=10**12))["request_volume"][0] == 1.0
    assert mean_columns(project(monthly_requests=0))["request_volume"][0] == 0.0


def test_an_empty_project_is_ranked_and_says_that_little_is_known() -> None:
    found = assess(ProjectFacts())
    assert found.primary == "prompting"
    assert found.off_ramp is not None
    assert found.off_ramp.key == "not_enough_known"
    assert {row.fact for row in found.assumed} >= {"task", "monthly_requests", "tried"}


def test_what_a_gate_waits_for_is_open_however_likely() -> None:
    facts = {"task": "classification", "failure_mode": "cost_latency", "self_hosted": True}
    found = assess(ProjectFacts.of(facts))
    waits = found.of("distillation").gates
    assert any("until a stronger model is known" in gate.text for gate in waits)
    (row,) = (row for row in found.assumed if row.fact == "stronger_model_works")
    assert row.value == "open, most likely yes"


@few
@given(plain_projects)
def test_contributions_add_up_to_the_score_of_every_strategy(facts: dict[str, Any]) -> None:
    for row in assess(project(**facts), samples=50).ranking:
        assert sum(part.points for part in row.contributions) == row.score
        assert -1e-9 <= row.score <= 100 + 1e-9
        assert row.contributions[0].key == "base"


@few
@given(plain_projects)
def test_the_ranking_holds_all_eight_in_order_and_the_primary_is_its_first(
    facts: dict[str, Any],
) -> None:
    found = assess(project(**facts), samples=50)
    assert {row.strategy for row in found.ranking} == set(STRATEGIES)
    assert found.primary == found.ranking[0].strategy
    assert all(a.score >= b.score - 1e-9 for a, b in pairwise(found.ranking))
    assert sum(row.probability for row in found.ranking) == pytest.approx(1.0)
    assert 0.0 <= found.confidence <= 1.0
    assert found.primary not in found.complements


@few
@given(plain_projects, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_changes_no_byte(facts: dict[str, Any], chance: Any) -> None:
    shuffled = list(facts.items())
    chance.shuffle(shuffled)
    one, two = (assess(project(**dict(x)), samples=100) for x in (facts.items(), shuffled))
    assert json.dumps(as_json(one)) == json.dumps(as_json(two))


def test_the_same_facts_give_the_same_bytes_in_another_process() -> None:
    code = (
        "import json; from tools.facts import ProjectFacts; from tools.scoring import assess;"
        "from tools.results import as_json;"
        f"print(json.dumps(as_json(assess(ProjectFacts.of({SUPPORT_EMAILS!r})))))"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert other.stdout.strip() == json.dumps(as_json(assess(project(**SUPPORT_EMAILS))))


def test_scoring_imports_nothing_heavy() -> None:
    heavy = ["scipy", "pandas", "torch", "gradio", "langchain", "sentence_transformers", "chromadb"]
    code = (
        "import sys, tools.scoring, tools.interview;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert run.stdout.strip() == "[]"


# ------------------------------------------------------------------ where projects belong


def test_a_project_whose_documents_change_daily_is_steered_to_rag() -> None:
    assert primary(private_knowledge="heavy", knowledge_update="daily") == "rag"


def test_a_handbook_that_fits_into_the_prompt_needs_no_retrieval() -> None:
    small = {"task": "question_answering", "private_knowledge": "heavy"}
    assert primary(**small, knowledge_tokens=60_000) == "prompting"
    assert primary(**small, knowledge_tokens=50_000_000) == "rag"


def test_steady_style_at_volume_with_examples_is_steered_to_lora() -> None:
    assert primary(**SUPPORT_EMAILS) == "peft"


def test_broken_json_is_a_matter_of_guardrails_even_with_many_examples() -> None:
    facts = {"task": "extraction", "output_format": "structured", "failure_mode": "wrong_format"}
    assert primary(**facts, labeled_examples=5000) == "guardrails"


def test_unsafe_output_is_a_matter_of_guardrails() -> None:
    assert primary(task="chat", failure_mode="unsafe_output") == "guardrails"


def test_what_works_already_stays_a_prompt() -> None:
    facts = {"task": "generation", "failure_mode": "none", "labeled_examples": 20}
    assert primary(**facts, time_to_launch_days=14) == "prompting"


def test_deep_reasoning_stays_with_words_and_a_strong_model() -> None:
    found = primary(
        task="question_answering", failure_mode="weak_reasoning", reasoning_depth="deep"
    )
    assert found in ("prompting", "prompt_optimization")


def test_a_good_metric_and_some_examples_are_steered_to_prompt_optimisation() -> None:
    facts = {"training_signal": "metric", "labeled_examples": 200, "reasoning_depth": "moderate"}
    assert primary(**facts, failure_mode="weak_reasoning") == "prompt_optimization"


def test_clicks_and_ratings_after_imitation_are_steered_to_preference_tuning() -> None:
    facts = {"training_signal": "preferences", "tried": ["full_finetune"]}
    assert primary(**facts, failure_mode="wrong_behavior") == "preference_tuning"


def test_a_dear_model_that_works_at_volume_is_a_teacher() -> None:
    facts = {"failure_mode": "cost_latency", "stronger_model_works": True, "labeled_examples": 0}
    assert primary(task="summarization", monthly_requests=5_000_000, **facts) == "distillation"


def test_billions_of_tokens_of_stable_text_and_experts_can_train_all_weights() -> None:
    found = primary(
        task="code",
        training_signal="unlabeled_text",
        knowledge_tokens=2e10,
        knowledge_update="static",
        requirement_change="rarely",
        ml_expertise="strong",
        failure_mode="wrong_behavior",
    )
    assert found == "full_finetune"


@pytest.mark.parametrize(
    ("facts", "strategy"),
    [
        ({"private_knowledge": "heavy", "knowledge_update": "daily"}, "rag"),
        ({"failure_mode": "wrong_format", "output_format": "structured"}, "guardrails"),
        (SUPPORT_EMAILS | {"failure_mode": "wrong_behavior"}, "peft"),
    ],
)
def test_what_is_in_place_loses_points_against_the_same_project_without_it(
    facts: dict[str, Any], strategy: str
) -> None:
    assert score(strategy, **facts, tried=[strategy]) < score(strategy, **facts) - 5


# ------------------------------------------------------------------ gates


@pytest.mark.parametrize(("examples", "blocked"), [(0, True), (10, True), (49, False), (50, False)])
def test_an_adapter_is_blocked_without_examples_and_free_from_50(
    examples: int, blocked: bool
) -> None:
    facts = project(labeled_examples=examples, stronger_model_works=False)
    gates = assess(facts, samples=1).of("peft").gates
    assert any(gate.blocks for gate in gates) is blocked
    if blocked:
        assert "blocked until about 50 good examples exist" in gates[0].text


@pytest.mark.parametrize(("examples", "open_"), [(199, False), (201, False), (400, True)])
def test_full_tuning_opens_between_200_and_400_examples(examples: int, open_: bool) -> None:
    gates = assess(project(labeled_examples=examples), samples=1).of("full_finetune").gates
    assert (gates == ()) is open_


@few
@given(plain_projects)
def test_a_gate_says_blocked_when_it_blocks_and_limited_when_it_does_not(
    facts: dict[str, Any],
) -> None:
    for row in assess(project(**facts), samples=1).ranking:
        for gate in row.gates:
            assert gate.text.startswith("blocked " if gate.blocks else "limited ")


def test_the_text_of_a_half_closed_gate_names_the_number_that_opens_it() -> None:
    half = assess(project(labeled_examples=250), samples=1).of("full_finetune").gates
    assert [gate.text for gate in half] == ["limited until about 400 good examples exist"]
    closed = assess(project(labeled_examples=60), samples=1).of("full_finetune").gates
    assert [gate.text for gate in closed] == ["blocked until about 200 good examples exist"]


def test_an_adapter_that_is_blocked_does_not_lead_whatever_is_wrong() -> None:
    for mode in vocabulary()["failure_mode"].choices:
        facts = SUPPORT_EMAILS | {"labeled_examples": 3, "failure_mode": mode}
        assert primary(**facts, stronger_model_works=False) != "peft"


def test_distillation_needs_a_teacher() -> None:
    facts = {"failure_mode": "cost_latency", "monthly_requests": 10**7}
    with_teacher = assess(project(**facts, stronger_model_works=True), samples=1)
    without = assess(project(**facts, stronger_model_works=False), samples=1)
    assert with_teacher.primary == "distillation"
    assert without.primary != "distillation"
    assert "teacher" in without.of("distillation").gates[0].text


# ------------------------------------------------------------------ sliders, and bad input


def test_more_freshness_moves_the_lab_from_lora_to_retrieval() -> None:
    fresh = {"freshness_need": 95, "private_knowledge": 90, "labeled_data": 10}
    assert score_drivers(LAB | fresh).primary == "rag"


def test_few_examples_on_the_slider_close_the_gate_as_the_fact_does() -> None:
    found = score_drivers(LAB | {"labeled_data": 5})
    assert found.of("peft").gates
    assert found.primary != "peft"


BAD_SLIDERS: list[tuple[str, object]] = [
    ("freshness_need", -1),
    ("freshness_need", 101),
    ("freshness_need", float("nan")),
    ("freshness_need", float("inf")),
    ("freshness_need", "high"),
    ("labeled_data", True),
    ("request_volume", None),
]


@pytest.mark.parametrize(("name", "value"), BAD_SLIDERS)
def test_a_slider_outside_0_to_100_is_an_error_with_the_value(name: str, value: object) -> None:
    with pytest.raises(InvalidInput, match=f"{name} must be a number from 0 to 100, got"):
        score_drivers({name: value})  # type: ignore[dict-item]


def test_an_unknown_slider_offers_the_closest_names() -> None:
    with pytest.raises(UnknownName, match="did you mean freshness_need"):
        score_drivers({"freshness": 20})


def test_no_sliders_at_all_is_an_error() -> None:
    with pytest.raises(InvalidInput, match="drivers must be"):
        score_drivers({})


@pytest.mark.parametrize("samples", [0, -1, 100_001])
def test_a_number_of_samples_that_cannot_be_drawn_is_an_error(samples: int) -> None:
    with pytest.raises(InvalidInput, match="samples must be from 1 to 100,000"):
        assess(ProjectFacts(), samples=samples)


@few
@given(
    st.dictionaries(
        st.sampled_from(driver_names()), st.floats(min_value=0, max_value=100), min_size=1
    )
)
def test_any_sliders_give_a_whole_ranking_that_adds_up(drivers: dict[str, float]) -> None:
    found: Assessment = score_drivers(drivers)
    assert len(found.ranking) == len(STRATEGIES)
    assert sum(row.probability for row in found.ranking) == pytest.approx(1.0)
    for row in found.ranking:
        assert sum(part.points for part in row.contributions) == row.score


def test_an_assessment_turns_into_json_and_back() -> None:
    plain = as_json(assess(project(**SUPPORT_EMAILS)))
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain

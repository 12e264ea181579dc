import gc
from pathlib import Path
from typing import Any

import pytest

from tests.tools.projects import SUPPORT_EMAILS, project
from tools.advice import advice
from tools.datafiles import read
from tools.drivers import driver_specs
from tools.errors import BrokenDataFile
from tools.experiment import next_experiment
from tools.facts import ProjectFacts
from tools.model import ScoringFile, check_model, value_model
from tools.scoring import assess
from tools.showing import show
from tools.strategies import strategy_texts
from tools.vocabulary import STRATEGIES, vocabulary
from tools.worth import Prospect

RAG = {"task": "question_answering", "failure_mode": "missing_knowledge", "regulated": True}


def clash(**facts: Any) -> list[str]:
    return [row.text for row in assess(project(**facts), samples=1).contradictions]


# ------------------------------------------------------------------ the stack


def test_a_regulated_project_gets_guardrails_beside_retrieval() -> None:
    found = assess(project(**RAG, private_knowledge="heavy"))
    assert found.primary == "rag"
    assert "guardrails" in found.complements


def test_a_tuned_style_with_heavy_private_knowledge_gets_retrieval_beside_it() -> None:
    facts = SUPPORT_EMAILS | {"failure_mode": "wrong_behavior", "private_knowledge": "heavy"}
    found = assess(project(**facts))
    assert found.primary == "peft"
    assert "rag" in found.complements


def test_what_is_in_place_is_not_added_again() -> None:
    found = assess(project(**RAG, private_knowledge="heavy", tried=["guardrails"]))
    assert "guardrails" not in found.complements


def test_every_complement_rule_names_strategies_that_exist() -> None:
    for rule in advice().complements.rules.values():
        assert {rule.strategy, *rule.to} <= set(STRATEGIES)


# ------------------------------------------------------------------ the roadmap


def test_the_roadmap_goes_from_now_over_the_stack_to_later_with_triggers() -> None:
    found = assess(project(**RAG, private_knowledge="heavy"))
    order = ["now", "next", "later"]
    steps = [order.index(step.when) for step in found.roadmap]
    assert steps == sorted(steps)
    assert all(step.trigger and step.action for step in found.roadmap)
    assert {s.strategy for s in found.roadmap if s.when == "next"} == set(found.complements)
    assert "rag" in [s.strategy for s in found.roadmap if s.when == "now"]


def test_a_roadmap_is_the_same_with_the_samples_at_hand_and_after_they_are_gone() -> None:
    ahead = Prospect(project(**RAG), seed=3, samples=500)
    kept, alone = assess(ahead.facts, prospect=ahead), assess(ahead.facts, seed=3, samples=500)
    gc.collect()
    assert kept.roadmap == alone.roadmap
    assert kept.roadmap[0].trigger == "before anything is built"


def test_an_unmeasured_project_builds_an_evaluation_before_anything_else() -> None:
    first = assess(project(**RAG)).roadmap[0]
    assert first.strategy is None
    assert "evaluation set" in first.action


def test_a_measured_project_starts_at_once() -> None:
    found = assess(project(**RAG, private_knowledge="heavy", current_accuracy=60))
    assert found.roadmap[0].strategy == "rag"
    assert found.roadmap[0].trigger == "today"


def test_the_target_stands_in_the_trigger() -> None:
    facts = SUPPORT_EMAILS | {"failure_mode": "wrong_behavior", "target_accuracy": 93}
    later = [step.trigger for step in assess(project(**facts)).roadmap if step.when == "later"]
    assert any("93%" in trigger for trigger in later)


def test_every_step_starts_with_something_that_can_be_measured() -> None:
    measured = ("%", "interval", "{target}", "price", "each release", "examples", "comparisons")
    for step in advice().roadmap.values():
        said = " ".join([step.trigger, *(need.text for need in step.needs)])
        assert any(word in said for word in measured), said


def test_a_complement_is_worded_for_the_strategy_it_goes_with() -> None:
    found = assess(project(**RAG, private_knowledge="heavy", labeled_examples=0), samples=1)
    assert found.primary == "rag"
    assert "prompting" in found.complements
    step = next(row for row in found.roadmap if row.strategy == "prompting")
    assert (step.when, step.action[:21]) == ("next", "Write the instruction")
    for rule in advice().complements.rules.values():
        assert bool(rule.step) == bool(rule.starts)


def test_a_condition_that_is_known_to_hold_is_not_asked_for_again() -> None:
    def trigger(examples: int) -> str:
        facts = {"failure_mode": "wrong_format", "output_format": "structured"}
        known = project(**facts, labeled_examples=examples, target_accuracy=90)
        steps = assess(known, samples=1).roadmap
        return next(step.trigger for step in steps if step.strategy == "peft")

    assert trigger(100).startswith("500 good examples exist and the best prompt has stalled")
    assert trigger(500).startswith("the best prompt has stalled below 90%")


# ------------------------------------------------------------------ experiments


def test_the_next_experiment_reads_errors_when_nobody_knows_what_goes_wrong() -> None:
    found = next_experiment(project(**SUPPORT_EMAILS))
    assert found is not None
    assert found.fact == "failure_mode"
    assert found.usd is not None
    assert 0 < found.usd < 100
    assert len({outcome.strategy for outcome in found.outcomes}) > 1
    assert f"${found.usd:,.2f}" in found.text
    assert assess(project(**SUPPORT_EMAILS)).roadmap[0].action.startswith(found.action)


def test_answers_of_ones_own_gpus_add_no_bill_to_an_experiment() -> None:
    found = next_experiment(project(**SUPPORT_EMAILS, self_hosted=True))
    assert found is not None
    assert found.items
    assert found.usd is None
    assert "$" not in found.text


def test_each_outcome_of_the_experiment_is_what_the_advice_then_says() -> None:
    facts = project(**SUPPORT_EMAILS)
    found = next_experiment(facts)
    assert found is not None
    by_result = {o.result: o.strategy for o in found.outcomes}
    for mode in vocabulary()["failure_mode"].choices:
        told = assess(project(**SUPPORT_EMAILS, failure_mode=mode), samples=1)
        assert by_result[show("failure_mode", mode)] == told.primary


def test_a_measured_accuracy_is_an_experiment_with_a_threshold_that_decides() -> None:
    facts = {"task": "chat", "labeled_examples": 400, "target_accuracy": 90, "failure_mode": "none"}
    found = next_experiment(project(**facts))
    assert found is not None
    assert found.fact == "current_accuracy"
    assert found.threshold is not None
    above = assess(project(**facts, current_accuracy=found.threshold), samples=1).primary
    below = assess(project(**facts, current_accuracy=found.threshold - 1), samples=1).primary
    assert above != below
    share = found.threshold / 100
    known_within = 1.96 * (share * (1 - share) / found.items) ** 0.5
    assert known_within <= 0.05 or found.items == facts["labeled_examples"]
    few = next_experiment(project(**{**facts, "labeled_examples": 300}))
    assert few is not None
    assert few.items == 300


def test_no_experiment_is_proposed_when_none_can_matter() -> None:
    facts = {"failure_mode": "wrong_format", "output_format": "structured", "labeled_examples": 0}
    assert (
        next_experiment(project(**facts, current_accuracy=60, stronger_model_works=False)) is None
    )


# ------------------------------------------------------------------ ways out and contradictions


def test_a_small_label_set_in_milliseconds_may_need_no_language_model() -> None:
    facts = {
        "task": "classification",
        "labeled_examples": 5000,
        "label_classes": 4,
        "latency_target_ms": 50,
    }
    found = assess(project(**facts))
    assert found.off_ramp is not None
    assert found.off_ramp.key == "no_llm_needed"
    slower = assess(project(**(facts | {"latency_target_ms": 101})))
    assert slower.off_ramp is None


MET = {"task": "classification", "labeled_examples": 5000, "monthly_requests": 20_000}


def test_a_target_that_is_met_leaves_nothing_to_train_for() -> None:
    found = assess(project(**MET, current_accuracy=97, target_accuracy=95))
    assert found.primary == "peft"
    assert found.off_ramp is not None
    assert found.off_ramp.key == "target_met"
    assert "97% against 95%" in found.off_ramp.text


@pytest.mark.parametrize(
    "more",
    [
        {"current_accuracy": 91, "target_accuracy": 95},
        {"current_accuracy": 97},
        {"current_accuracy": 97, "target_accuracy": 95, "failure_mode": "cost_latency"},
    ],
)
def test_a_target_that_is_not_met_or_a_fault_is_a_reason_to_go_on(more: dict[str, object]) -> None:
    found = assess(project(**MET, **more))
    assert found.off_ramp is None or found.off_ramp.key != "target_met"


def test_few_facts_are_too_few_only_while_they_leave_the_answer_open() -> None:
    open_ = assess(project(task="chat"))
    assert open_.off_ramp is not None
    assert open_.off_ramp.key == "not_enough_known"
    clear = assess(project(private_knowledge="heavy", failure_mode="missing_knowledge"))
    assert clear.confidence > 0.8
    assert clear.off_ramp is None


def test_a_regulated_project_without_cases_builds_an_evaluation_first() -> None:
    facts = RAG | {"private_knowledge": "heavy", "labeled_examples": 0}
    found = assess(project(**facts))
    assert found.off_ramp is not None
    assert found.off_ramp.key == "build_evaluation"
    assert found.primary == "rag"
    assert assess(project(**facts, current_accuracy=70)).off_ramp is None


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"training_signal": "demonstrations", "labeled_examples": 0}, "zero"),
        ({"training_signal": "none", "labeled_examples": 800}, "800 examples"),
        ({"private_knowledge": "none", "tried": ["rag"]}, "no documents"),
        ({"private_knowledge": "none", "knowledge_update": "daily"}, "Facts change daily"),
        ({"private_knowledge": "none", "failure_mode": "missing_knowledge"}, "missing knowledge"),
        ({"output_format": "free_text", "failure_mode": "wrong_format"}, "free text"),
        ({"label_classes": 50, "labeled_examples": 20}, "fewer examples than classes"),
        ({"self_hosted": True, "model": "gpt-4o-mini"}, "gpt-4o-mini"),
        ({"human_review": True, "monthly_requests": 10**6}, "people can read"),
        ({"human_review": True, "latency_target_ms": 500}, "within a second"),
        (
            {"current_accuracy": 95, "target_accuracy": 90, "failure_mode": "wrong_behavior"},
            "already meets",
        ),
        ({"current_accuracy": 70, "target_accuracy": 90, "failure_mode": "none"}, "well below"),
    ],
)
def test_facts_that_cannot_all_be_meant_are_named(facts: dict[str, Any], said: str) -> None:
    texts = clash(**facts)
    assert len(texts) == 1
    assert said in texts[0]


def test_a_consistent_project_has_no_contradictions() -> None:
    assert clash(**SUPPORT_EMAILS) == []
    assert clash(self_hosted=True, model="gpt-oss-20b") == []
    assert clash() == []


# ------------------------------------------------------------------ reasons


def test_reasons_quote_the_facts_they_stand_on() -> None:
    text = " ".join(assess(project(**SUPPORT_EMAILS)).reasons_for)
    assert "3,000 examples" in text
    assert "consistency: high" in text


def test_nothing_known_gives_no_reasons() -> None:
    found = assess(ProjectFacts())
    assert found.reasons_for == found.reasons_against == ()


def test_what_speaks_against_is_said_too() -> None:
    facts = {"task": "question_answering", "failure_mode": "wrong_behavior", "ml_expertise": "none"}
    found = assess(project(**facts, labeled_examples=2000, requirement_change="weekly"))
    assert found.primary == "peft"
    assert any("requirements keep moving" in text for text in found.reasons_against)


# ------------------------------------------------------------------ the data files


def test_every_line_of_the_model_has_a_reason_and_a_source() -> None:
    rows = [*value_model().terms, *driver_specs().values(), *advice().complements.rules.values()]
    for row in rows:
        assert len(row.why) > 10
        assert len(row.source) > 5


def test_every_strategy_is_described_on_every_criterion() -> None:
    for text in strategy_texts().values():
        assert all(text.compare.model_dump().values())
        assert text.summary.endswith(".")


def test_a_term_that_names_no_driver_stops_the_start(tmp_path: Path) -> None:
    packaged = Path(__file__).parents[2] / "tools" / "data" / "scoring.toml"
    broken = tmp_path / "scoring.toml"
    broken.write_text(packaged.read_text().replace('"wrong_format"', '"wrong_fromat"'))
    with pytest.raises(BrokenDataFile, match="unknown name 'wrong_fromat'"):
        check_model(read(ScoringFile, "scoring.toml", broken))


def test_a_weight_without_a_source_stops_the_start(tmp_path: Path) -> None:
    packaged = Path(__file__).parents[2] / "tools" / "data" / "scoring.toml"
    broken = tmp_path / "scoring.toml"
    lines = packaged.read_text().splitlines()
    cut = next(i for i, line in enumerate(lines) if line.startswith("source = "))
    broken.write_text("\n".join(lines[:cut] + lines[cut + 1 :]))
    with pytest.raises(BrokenDataFile, match="source"):
        read(ScoringFile, "scoring.toml", broken)

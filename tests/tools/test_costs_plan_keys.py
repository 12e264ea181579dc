"""The keys of a plan: all documented, none ignored in silence."""

from dataclasses import fields

import pytest

from tools.costs import estimate_costs
from tools.facts import ProjectFacts
from tools.plankeys import plan_keys
from tools.plans import KINDS, Plan, plans_from_json, unused


def said(*plans, **facts):
    known = ProjectFacts.of({"monthly_requests": 1000} | facts)
    report = estimate_costs(known, plans_from_json(list(plans)))
    return " ".join(report.plans[-1].warnings)


def test_every_field_of_a_plan_is_a_documented_key_and_the_other_way_round():
    assert set(plan_keys()) == {field.name for field in fields(Plan)}
    for name, key in plan_keys().items():
        assert key.meaning, name
        assert key.otherwise, name
        assert set(key.of) <= set(KINDS)
        assert set(key.unused_with) <= set(plan_keys())


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (
            {"kind": "rag", "teacher_model": "gpt-4o", "epochs": 2},
            "epochs and teacher_model are not part of a plan of kind rag.",
        ),
        (
            {"kind": "hosted_tuning", "training_usd": 10, "epochs": 2, "runs": 1},
            "epochs and runs are without effect beside training_usd.",
        ),
        (
            {"kind": "hosted_tuning", "labelling_usd": 10, "usd_per_label": 2},
            "usd_per_label is without effect beside labelling_usd.",
        ),
        (
            {"kind": "hosted_tuning", "upkeep_usd_monthly": 0, "retrains_per_year": 2},
            "retrains_per_year is without effect beside upkeep_usd_monthly.",
        ),
        (
            {"kind": "prompt_only", "prompt_tokens": 100, "extra_prompt_tokens": 10},
            "prompt_tokens is without effect beside extra_prompt_tokens.",
        ),
        (
            {"kind": "prompt_only", "gpu": "H100", "gpus": 3},
            "gpu and gpus are without effect where tokens are paid for, not GPUs.",
        ),
        (
            {"kind": "prompt_only", "stable_prompt_tokens": 100},
            "stable_prompt_tokens is without effect as long as cache_hit_share is not given.",
        ),
        (
            {"kind": "self_hosted", "hosting_usd_monthly": 500, "gpus": 3},
            "gpus is without effect beside hosting_usd_monthly.",
        ),
    ],
)
def test_what_a_plan_gives_in_vain_is_said(plan, sentence):
    assert sentence in said(plan)


@pytest.mark.parametrize(
    "plan",
    [
        {"kind": "rag", "rerank": True, "retrieved_tokens": 500},
        {"kind": "distillation", "teacher_model": "gpt-4o", "epochs": 2},
        {"kind": "self_hosted", "gpu": "A100", "tokens_per_second": 900, "peak_factor": 2},
        {"kind": "prompt_only", "cache_hit_share": 0.5, "stable_prompt_tokens": 100},
    ],
)
def test_keys_that_count_are_not_complained_about(plan):
    assert "without effect" not in said(plan)
    assert "not part of" not in said(plan)


def test_a_plan_without_idle_keys_has_none():
    assert unused(Plan(kind="rag", label="Search"), on_gpus=False) == ()


def test_a_plan_that_is_read_back_is_the_same_plan():
    plan = {"kind": "self_hosted", "gpu": "A100", "peak_factor": 2.5, "batch_uses_cache": True}
    assert plans_from_json(plan)[0].to_json() == plan


def test_peak_load_and_speed_decide_how_many_cards_there_are():
    def cards(**changes):
        facts = ProjectFacts.of({"monthly_requests": 10_000_000, "output_tokens": 300})
        plan = Plan(kind="self_hosted", gpu="H100", **changes)
        return estimate_costs(facts, [plan]).plans[0].hardware[0].cards

    assert cards(peak_factor=8) > cards(peak_factor=4) > cards(peak_factor=1)
    assert cards(tokens_per_second=1000) > cards(tokens_per_second=10_000)

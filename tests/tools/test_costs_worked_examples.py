"""Worked examples whose figures were computed by hand, so that a formula cannot drift unseen."""

from decimal import Decimal

import pytest

from tools.assumptions import Assumptions
from tools.costs import estimate_costs
from tools.facts import ProjectFacts
from tools.hosting import training_work
from tools.plans import plans_from_json
from tools.retrieval import store_gigabytes
from tools.tariffs import tariffs
from tools.usage import prefix_price


def price(facts, *plans, **options):
    return estimate_costs(ProjectFacts.of(facts), plans_from_json(list(plans)), **options)


def cents(value):
    return round(float(value), 2)


WORKBENCH = {"monthly_requests": 120_000}
PROMPT = {"kind": "prompt_only", "extra_prompt_tokens": 420, "usd_per_million_input_tokens": 4}
TUNED = {
    "kind": "hosted_tuning",
    "extra_prompt_tokens": 420,
    "prompt_tokens_saved": 260,
    "usd_per_million_input_tokens": 4,
    "training_usd": 1800,
    "evaluation_usd": 400,
}


@pytest.mark.parametrize(
    ("months", "prompt_total", "tuned_total"),
    [(12, "2419.20", "3121.60"), (24, "4838.40", "4043.20"), (36, "7257.60", "4964.80")],
)
def test_the_workbench_totals_hold_over_one_two_and_three_years(months, prompt_total, tuned_total):
    report = price(WORKBENCH, PROMPT, TUNED, horizon_months=months)
    totals = [plan.total_usd for plan in report.plans]
    assert totals == [Decimal(prompt_total), Decimal(tuned_total)]


def test_the_workbench_breaks_even_in_requests_too():
    report = price(WORKBENCH, PROMPT, TUNED)
    assert round(report.break_even_requests) == 2_115_385
    assert not report.worthwhile


def test_the_workbench_turned_around_never_pays_back():
    report = price(WORKBENCH, TUNED, PROMPT)
    assert report.monthly_saving_usd == Decimal("-124.80")
    assert report.break_even_months is None
    assert "$124.80" in report.never_because


def test_the_tuned_plan_inherits_the_extra_tokens_and_the_price_of_the_baseline():
    lean = {k: TUNED[k] for k in ("kind", "prompt_tokens_saved", "training_usd", "evaluation_usd")}
    report = price(WORKBENCH, PROMPT, lean)
    assert report.plans[1].monthly_usd == Decimal("76.80")
    assert any("same price per token" in sentence for sentence in report.assumed)


def test_fifty_dollars_of_upkeep_move_the_workbench_to_29_months():
    report = price(WORKBENCH, PROMPT, TUNED | {"upkeep_usd_monthly": 50})
    assert round(report.break_even_months, 1) == 29.4


def test_a_cached_prefix_moves_the_workbench_to_176_months():
    cache = {"cache_hit_share": 1, "usd_per_million_cached_tokens": 0.4}
    report = price(WORKBENCH, PROMPT | cache, TUNED | cache)
    assert report.monthly_saving_usd == Decimal("12.48")
    assert round(report.break_even_months, 1) == 176.3


def test_two_retrainings_a_year_eat_up_the_saving_of_the_workbench():
    report = price(WORKBENCH, PROMPT, TUNED | {"upkeep_usd_monthly": 187.33})
    assert cents(report.monthly_saving_usd) == -62.53
    assert report.break_even_months is None
    assert "upkeep of $187.33" in report.never_because


API = {"monthly_requests": 100_000, "prompt_tokens": 500, "output_tokens": 200}
GPT4 = {
    "kind": "prompt_only",
    "usd_per_million_input_tokens": 30,
    "usd_per_million_output_tokens": 60,
}
GPT35 = {
    "kind": "hosted_tuning",
    "prompt_tokens_saved": 400,
    "training_usd": 20,
    "usd_per_million_input_tokens": 12,
}


def test_the_api_example_as_published_leaves_the_output_of_the_tuned_model_out_and_says_so():
    report = price(API, GPT4, GPT35)
    base, tuned = report.plans
    assert base.monthly_usd == 2700
    assert (tuned.one_off_usd, tuned.monthly_usd) == (20, 120)
    assert tuned.one_off_usd + tuned.monthly_usd == 140
    assert round(report.break_even_requests) == 775
    said = " ".join((*report.assumed, *report.warnings))
    assert "200 output tokens of each request are left out" in said
    for figure in ("$360.00", "$380.00", "855 requests"):
        assert figure in said


def test_the_api_example_with_output_tokens_costs_360_and_breaks_even_after_855_requests():
    report = price(API, GPT4, GPT35 | {"usd_per_million_output_tokens": 12})
    assert report.plans[1].monthly_usd == 360
    assert report.break_even_requests == pytest.approx(854.70, abs=0.005)
    assert "left out" not in " ".join((*report.assumed, *report.warnings))


@pytest.mark.parametrize(
    ("prices", "training", "monthly", "requests"),
    [
        ((12, 16), 20, 440, 884.96),
        ((3, 6), 20, 150, 784.31),
        ((12, 12), 60, 360, 2564.10),
    ],
)
def test_the_api_example_at_the_prices_of_other_years(prices, training, monthly, requests):
    tuned = GPT35 | {
        "usd_per_million_input_tokens": prices[0],
        "usd_per_million_output_tokens": prices[1],
        "training_usd": training,
    }
    report = price(API, GPT4, tuned)
    assert report.plans[1].monthly_usd == monthly
    assert report.break_even_requests == pytest.approx(requests, abs=0.01)


def test_the_api_example_with_labels_and_evaluation_takes_233_333_requests():
    tuned = GPT35 | {
        "usd_per_million_output_tokens": 12,
        "training_usd": 60,
        "labelling_usd": 5000,
        "evaluation_usd": 400,
    }
    report = price(API, GPT4, tuned)
    assert report.plans[1].one_off_usd == 5460
    assert round(report.break_even_requests) == 233_333


@pytest.mark.parametrize(("model", "monthly"), [("gpt-3.5-turbo", 55), ("gpt-6-luna", 15)])
def test_the_api_example_is_beaten_by_a_cheap_model_with_the_whole_prompt(model, monthly):
    report = price(API, {"kind": "prompt_only", "model": model})
    assert report.plans[0].monthly_usd == monthly


LONG = {
    "kind": "prompt_only",
    "prompt_tokens": 2050,
    "output_tokens": 180,
    "stable_prompt_tokens": 1800,
}
BUSY = {"monthly_requests": 300_000}


@pytest.mark.parametrize(
    ("changes", "monthly"),
    [
        ({}, "885.00"),
        ({"cache_hit_share": 0.9}, "436.80"),
        ({"batch_share": 0.3}, "752.25"),
        ({"cache_hit_share": 0.9, "batch_share": 0.3}, "438.51"),
        ({"cache_hit_share": 0.9, "batch_share": 0.3, "batch_uses_cache": True}, "371.28"),
        ({"batch_share": 1}, "442.50"),
        ({"model": "gpt-6-luna", "cache_hit_share": 0.9}, "46.11"),
        ({"model": "gpt-4.1-mini", "cache_hit_share": 0.9}, "186.60"),
        ({"model": "gpt-4.1-mini"}, "332.40"),
        ({"model": "claude-haiku-4.5"}, "885.00"),
    ],
)
def test_caching_and_batching_cost_what_the_hand_calculation_says(changes, monthly):
    report = price(BUSY, LONG | {"model": "gpt-6.1-terra"} | changes)
    assert report.plans[0].monthly_usd == Decimal(monthly)


def test_a_prefix_below_the_vendors_minimum_is_not_cached_and_the_plan_says_so():
    plan = LONG | {"model": "claude-haiku-4.5", "cache_hit_share": 0.9}
    cost = price(BUSY, plan).plans[0]
    assert cost.monthly_usd == Decimal("885.00")
    assert "4,096" in cost.warnings[0]


def test_paid_cache_writes_that_are_hardly_ever_read_count_as_switched_off():
    cost = price(BUSY, LONG | {"model": "gpt-6.1-terra", "cache_hit_share": 0.1}).plans[0]
    assert cost.monthly_usd == Decimal("885.00")
    assert "switched off" in cost.warnings[0]


RAG_FACTS = {
    "monthly_requests": 200_000,
    "prompt_tokens": 350,
    "output_tokens": 250,
    "knowledge_tokens": 20_000_000,
    "knowledge_update": "monthly",
    "model": "gpt-6.1-terra",
}


def test_retrieval_is_paid_for_in_context_and_reranking_not_in_embeddings():
    report = price(
        RAG_FACTS,
        {"kind": "prompt_only"},
        {"kind": "rag", "retrieved_tokens": 2000, "rerank": True},
    )
    plain, rag = report.plans
    assert plain.monthly_usd == 320
    by_label = {line.label: line.usd for line in rag.lines}
    assert by_label["Prompt tokens"] == 470
    assert by_label["Prompt tokens"] + by_label["Output tokens"] == 720
    assert by_label["Query embeddings"] == Decimal("0.12")
    assert by_label["Embedding the documents"] == Decimal("0.40")
    assert by_label["Embedding what changed"] == Decimal("0.04")
    assert by_label["Reranking"] == 400


def test_stuffing_a_cached_corpus_beats_retrieval_below_4_624_requests():
    stuffing = {
        "kind": "prompt_only",
        "model": "gpt-6-luna",
        "prompt_tokens": 150_000,
        "stable_prompt_tokens": 150_000,
        "output_tokens": 0,
        "cache_hit_share": 0.95,
    }
    rag = {
        "kind": "rag",
        "model": "gpt-6-luna",
        "prompt_tokens": 0,
        "retrieved_tokens": 2000,
        "output_tokens": 0,
    }
    report = price({"monthly_requests": 1000, "knowledge_tokens": 150_000}, stuffing, rag)
    per_request = report.plans[0].per_request_usd
    assert per_request == Decimal("0.0023625")
    # the hand calculation leaves out the query embedding of 30 tokens, $0.0000006 a request
    assert report.crossover_requests == pytest.approx(10 / (0.0023625 - 0.0002 - 6e-7))
    assert report.crossover_requests == pytest.approx(4624, rel=0.001)


MAIL = {"monthly_requests": 120_000, "prompt_tokens": 620, "output_tokens": 150}


def tune(**changes):
    return {"kind": "hosted_tuning", "prompt_tokens_saved": 260, "training_usd": 24} | changes


def test_tuning_a_cheap_model_whose_tuned_tokens_cost_double_never_pays_back():
    report = price(MAIL, {"kind": "prompt_only", "model": "gpt-4.1-mini"}, tune())
    base, tuned = report.plans
    assert base.monthly_usd == Decimal("58.56")
    assert tuned.monthly_usd == Decimal("92.16")
    assert report.break_even_months is None
    assert "1.27 times" in report.never_because


def test_hosting_by_the_hour_swallows_the_tokens_saved():
    report = price(MAIL, {"kind": "prompt_only", "model": "gpt-4.1-mini"}, tune(vendor="Azure"))
    assert report.plans[1].monthly_usd == Decimal("1287.08")
    assert report.break_even_months is None
    for figure in ("$1,241.00", "$12.48", "11,932,693 requests"):
        assert figure in report.never_because


def test_a_larger_tuned_model_never_pays_back_either():
    report = price(MAIL, {"kind": "prompt_only", "model": "gpt-4.1"}, tune())
    assert [p.monthly_usd for p in report.plans] == [Decimal("292.80"), Decimal("345.60")]


@pytest.mark.parametrize(
    ("price_per_million", "usd"), [(5, "24.00"), (25, "120.00"), (1.5, "7.20"), (0.48, "2.304")]
)
def test_training_is_billed_by_tokens_times_passes(price_per_million, usd):
    report = price(
        MAIL,
        {
            "kind": "hosted_tuning",
            "model": "gpt-4.1-mini",
            "training_examples": 2000,
            "tokens_per_example": 800,
            "epochs": 3,
            "runs": 1,
            "usd_per_million_training_tokens": price_per_million,
        },
    )
    training = next(x for x in report.plans[0].lines if x.label == "Training")
    assert training.usd == Decimal(usd)


def test_labels_cost_far_more_than_training():
    report = price(
        MAIL,
        {
            "kind": "hosted_tuning",
            "model": "gpt-4.1-mini",
            "training_examples": 2000,
            "tokens_per_example": 800,
            "runs": 1,
        },
    )
    lines = {x.label: x.usd for x in report.plans[0].lines}
    assert lines["Training"] == 24
    assert lines["Labelling"] == 2000


@pytest.mark.parametrize(
    ("model", "requests"),
    [("gpt-6-luna", 14.6e6), ("claude-haiku-4.5", 1.46e6), ("claude-sonnet-5.5", 0.73e6)],
)
def test_an_always_on_gpu_equals_an_api_at_this_volume(model, requests):
    api = {"kind": "prompt_only", "model": model, "prompt_tokens": 500, "output_tokens": 200}
    own = {
        "kind": "self_hosted",
        "prompt_tokens": 500,
        "hosting_usd_monthly": 2190,
        "training_usd": 0,
    }
    report = price({"monthly_requests": 1000}, api, own)
    assert report.crossover_requests == pytest.approx(requests)


def test_an_own_gpu_with_overhead_and_operations_equals_the_api_at_2_23_million():
    api = {
        "kind": "prompt_only",
        "model": "claude-haiku-4.5",
        "prompt_tokens": 500,
        "output_tokens": 200,
    }
    own = {"kind": "self_hosted", "gpu": "H100", "prompt_tokens": 500, "training_usd": 0}
    report = price({"monthly_requests": 1000}, api, own)
    assert report.plans[1].monthly_usd == Decimal("2190") * Decimal("1.3") + 500
    assert report.crossover_requests == pytest.approx(2.231e6, rel=0.001)


def test_an_idle_gpu_costs_its_rent_and_has_no_cost_per_request():
    report = price(
        {"monthly_requests": 0},
        {"kind": "prompt_only", "model": "gpt-6-luna"},
        {"kind": "self_hosted", "gpu": "H100", "training_usd": 0},
    )
    assert report.plans[1].monthly_usd == Decimal("3347")
    assert report.plans[1].per_request_usd is None
    assert report.break_even_months is None


TEACHER = {
    "monthly_requests": 1_000_000,
    "prompt_tokens": 600,
    "output_tokens": 300,
    "model": "claude-opus-5.5",
}
STUDENT = {
    "kind": "distillation",
    "prompt_tokens": 600,
    "training_examples": 50_000,
    "tokens_per_example": 900,
    "epochs": 2,
    "runs": 1,
    "usd_per_million_training_tokens": 0.48,
    "evaluation_usd": 500,
    "upkeep_usd_monthly": 0,
}


def test_distillation_adds_teacher_check_training_and_evaluation():
    student = STUDENT | {"model": "Llama 3.1 8B", "hosting_usd_monthly": 5110}
    report = price(TEACHER, {"kind": "prompt_only"}, student)
    lines = {x.label: x.usd for x in report.plans[1].lines}
    assert lines["Answers of the larger model"] == Decimal("262.50")
    assert lines["Checking a sample"] == 1250
    assert lines["Training"] == Decimal("43.20")
    assert report.plans[1].one_off_usd == Decimal("2055.70")
    assert report.plans[0].monthly_usd == 8400
    assert report.monthly_saving_usd == 3290
    assert round(report.break_even_months, 2) == 0.62


def test_a_distilled_model_on_an_own_gpu_pays_back_in_0_39_months():
    student = STUDENT | {"model": "Llama 3.1 8B", "hosting_usd_monthly": 3190}
    report = price(TEACHER, {"kind": "prompt_only"}, student)
    assert report.monthly_saving_usd == 5210
    assert round(report.break_even_months, 2) == 0.39


@pytest.mark.parametrize(("model", "monthly"), [("gpt-6-luna", 210), ("claude-sonnet-5.5", 4200)])
def test_a_cheap_untuned_model_is_the_bar_for_distillation(model, monthly):
    report = price(TEACHER, {"kind": "prompt_only", "model": model})
    assert report.plans[0].monthly_usd == monthly


@pytest.mark.parametrize(
    ("plan", "monthly", "total"),
    [
        (
            {
                "kind": "prompt_only",
                "model": "gpt-6.1-terra",
                "cache_hit_share": 0.9,
                "engineering_usd": 800,
                "upkeep_usd_monthly": 100,
            },
            "536.80",
            "13683.20",
        ),
        (
            {
                "kind": "prompt_only",
                "model": "gpt-6-luna",
                "cache_hit_share": 0.9,
                "engineering_usd": 800,
                "upkeep_usd_monthly": 100,
            },
            "146.11",
            "4306.64",
        ),
        (
            {
                "kind": "hosted_tuning",
                "model": "gpt-4.1-mini",
                "vendor": "azure",
                "prompt_tokens": 430,
                "stable_prompt_tokens": 180,
                "training_usd": 3624,
                "upkeep_usd_monthly": 287.33,
            },
            "1666.33",
            "43615.92",
        ),
        (
            {
                "kind": "self_hosted",
                "gpu": "H100",
                "prompt_tokens": 430,
                "stable_prompt_tokens": 180,
                "training_usd": 4810,
                "upkeep_usd_monthly": 187.33,
            },
            "3534.33",
            "89633.92",
        ),
    ],
)
def test_four_ways_over_two_years(plan, monthly, total):
    cost = price(BUSY, LONG | plan, horizon_months=24).plans[0]
    assert cost.monthly_usd == Decimal(monthly)
    assert cost.total_usd == Decimal(total)


def test_the_vectors_of_20_million_tokens_take_half_a_gigabyte_and_cost_cents():
    assert round(store_gigabytes(Decimal(20_000_000)), 2) == Decimal("0.46")
    rag = {"kind": "rag", "retrieved_tokens": 2000}
    store = next(
        line for line in price(RAG_FACTS, rag).plans[0].lines if line.label == "Vector store"
    )
    # 0.46 GB × 0.33 + 200,000 queries × 0.46 read units × 16 per million, below the least plan
    assert store.usd == 10
    assert "metered use would be $1.63" in store.how


@pytest.mark.parametrize(
    ("model", "rent", "requests"),
    [
        ("gpt-4.1-mini", 2190, 4.21e6),
        ("gpt-6-luna", 5110, 34.1e6),
        ("gpt-4.1-mini", 5110, 9.8e6),
        ("claude-haiku-4.5", 5110, 3.4e6),
        ("claude-sonnet-5.5", 5110, 1.7e6),
    ],
)
def test_a_rent_of_so_much_equals_an_api_at_this_volume(model, rent, requests):
    api = {"kind": "prompt_only", "model": model, "prompt_tokens": 500, "output_tokens": 200}
    own = {"kind": "self_hosted", "hosting_usd_monthly": rent, "training_usd": 0}
    report = price({"monthly_requests": 1000}, api, own)
    assert report.crossover_requests == pytest.approx(requests, rel=0.01)


@pytest.mark.parametrize(("billion", "usd"), [("8.03", "0.116"), ("70.6", "1.02")])
def test_training_a_million_tokens_oneself_costs_cents_to_a_dollar(billion, usd):
    work = training_work(
        billion_weights=Decimal(billion),
        tokens=Decimal(10**6),
        method="lora",
        card=tariffs().card("H100")[1],
    )
    assert 3 * work.gpu_hours == pytest.approx(Decimal(usd), rel=Decimal("0.01"))


def test_writing_a_cache_that_is_never_read_would_cost_more_than_none():
    tier = tariffs().token_price("gpt-6.1-terra", tariffs().checked).at(0)
    never = prefix_price(tier, Decimal(0), Assumptions())
    month = 300_000 * (1800 * never + 250 * tier.input + 180 * tier.output) / 10**6
    assert month == 1020
    assert price(BUSY, LONG | {"model": "gpt-6.1-terra"}).plans[0].monthly_usd == 885


def test_the_four_ways_rank_by_cost_as_published():
    shared = {"engineering_usd": 800, "upkeep_usd_monthly": 100, "cache_hit_share": 0.9}
    ways = (
        LONG | shared | {"model": "gpt-6.1-terra"},
        LONG | shared | {"model": "gpt-6-luna"},
        {"kind": "hosted_tuning", "model": "gpt-4.1-mini", "vendor": "azure"}
        | {"prompt_tokens": 430, "training_usd": 3624, "upkeep_usd_monthly": 287.33},
        {"kind": "self_hosted", "gpu": "H100", "training_usd": 4810, "upkeep_usd_monthly": 187.33},
    )
    report = price(BUSY, *ways, horizon_months=24)
    first, luna, azure, own = (plan.total_usd for plan in report.plans)
    assert luna < first < azure < own

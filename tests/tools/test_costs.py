import json
import subprocess
import sys
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.assumptions import defaults
from tools.costs import estimate_costs
from tools.errors import InvalidInput, UnknownModel, UnknownName
from tools.facts import ProjectFacts
from tools.outlook import Outlook
from tools.plans import KINDS, Plan, plans_from_json
from tools.results import as_json
from tools.tariffs import tariffs
from tools.vocabulary import STRATEGIES


def price(facts, *plans, **options):
    return estimate_costs(ProjectFacts.of(facts), plans_from_json(list(plans)), **options)


TUNED = {
    "kind": "hosted_tuning",
    "prompt_tokens_saved": 260,
    "usd_per_million_input_tokens": 4,
    "training_usd": 1800,
    "evaluation_usd": 400,
}
PROMPT = {"kind": "prompt_only", "extra_prompt_tokens": 420, "usd_per_million_input_tokens": 4}


def test_the_cost_workbench_is_reproduced_to_the_cent():
    report = price({"monthly_requests": 120_000}, PROMPT, TUNED)
    prompt, tuned = report.plans
    assert prompt.monthly_usd == Decimal("201.60")
    assert tuned.monthly_usd == Decimal("76.80")
    assert tuned.one_off_usd == Decimal(2200)
    assert report.monthly_saving_usd == Decimal("124.80")
    assert round(report.break_even_months, 1) == 17.6
    assert (prompt.total_usd, tuned.total_usd) == (Decimal("2419.20"), Decimal("3121.60"))
    assert report.net_value_usd == Decimal("-702.40")


@pytest.mark.parametrize("strategy", [*STRATEGIES, None])
@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"monthly_requests": 0},
        {"monthly_requests": 1e12, "model": "gpt-4o"},
        {"model": "Llama 3.1 8B", "self_hosted": True, "labeled_examples": 5000},
        {"model": "claude-sonnet-5.5", "task": "classification", "knowledge_update": "daily"},
        {"prompt_tokens": 0, "output_tokens": 0, "monthly_requests": 500},
        {"knowledge_tokens": 1e13, "monthly_requests": 1e6, "private_knowledge": "heavy"},
    ],
)
def test_every_strategy_is_priced_for_every_kind_of_project(facts, strategy):
    report = estimate_costs(ProjectFacts.of(facts), strategy=strategy)
    assert len(report.plans) == (1 if strategy == "prompting" else 2)
    for plan, spent in zip(report.plans, report.cumulative, strict=True):
        assert plan.monthly_usd == sum(x.usd for x in plan.lines if x.per == "month")
        assert plan.one_off_usd == sum(x.usd for x in plan.lines if x.per == "once")
        assert plan.total_usd == plan.one_off_usd + 12 * plan.monthly_usd
        assert (spent[0], spent[-1], len(spent)) == (plan.one_off_usd, plan.total_usd, 13)
        assert all(line.how for line in plan.lines)
    if len(report.plans) == 2:
        assert (report.break_even_months is None) == (report.never_because is not None)
    assert as_json(report)["horizon_months"] == 12


@pytest.mark.parametrize("kind", KINDS)
def test_one_plan_alone_of_any_kind_is_priced_without_a_comparison(kind):
    report = price({"monthly_requests": 1000}, {"kind": kind})
    assert report.plans[0].kind == kind
    assert report.monthly_saving_usd is None
    assert report.break_even_months is None
    assert report.never_because is None


def test_what_nobody_said_is_listed_as_assumed():
    said = " ".join(estimate_costs(ProjectFacts(), strategy="peft").assumed)
    for word in ("gpt-6.1-terra", "10,000 requests a month", "800 tokens", "50% of the prompt"):
        assert word in said


def test_facts_that_are_known_are_not_assumed():
    facts = {
        "monthly_requests": 5000,
        "prompt_tokens": 900,
        "output_tokens": 100,
        "model": "gpt-6-luna",
    }
    report = price(facts, {"kind": "prompt_only"})
    assert report.assumed == ()
    assert report.plans[0].monthly_usd == Decimal("0.70")


def test_several_plans_are_compared_with_the_first():
    report = price(
        {"monthly_requests": 1000}, *({"kind": k} for k in ("prompt_only", "rag", "guardrails"))
    )
    assert [plan.kind for plan in report.plans] == ["prompt_only", "rag", "guardrails"]
    assert len(report.cumulative) == 3


# --- bad input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ({"kind": "hosted"}, "unknown kind of plan 'hosted'; did you mean"),
        ({}, "a plan needs a kind"),
        ({"kind": None}, "a plan needs a kind"),
        ({"kind": 3}, "unknown kind of plan '3'"),
        ({"kind": "rag", "trainig_usd": 3}, "unknown key of a plan 'trainig_usd'; did you mean"),
        (
            {"kind": "rag", "training_usd": -5},
            "training_usd must be 0 or more, below 1,000 trillion; got -5",
        ),
        ({"kind": "rag", "training_usd": float("nan")}, "training_usd must be .* got nan"),
        ({"kind": "rag", "training_usd": float("inf")}, "training_usd must be .* got inf"),
        ({"kind": "rag", "training_usd": "5"}, "training_usd must be a number; got '5'"),
        ({"kind": "rag", "training_usd": True}, "training_usd must be a number; got True"),
        ({"kind": "rag", "cache_hit_share": 1.2}, "cache_hit_share must be .* 0 and 1; got 1.2"),
        ({"kind": "rag", "batch_share": -0.1}, "batch_share must be between 0 and 1; got -0.1"),
        ({"kind": "rag", "horizon_months": 0}, "horizon_months must be .* 1 and 120; got 0"),
        ({"kind": "rag", "horizon_months": 1000}, "horizon_months must be .* got 1000"),
        ({"kind": "rag", "horizon_months": 2.5}, "horizon_months must be a whole number; got 2.5"),
        ({"kind": "rag", "epochs": 0}, "epochs must be between 1 and 1,000; got 0"),
        ({"kind": "rag", "model": ""}, "model must be a text of 1 to 120 characters; got ''"),
        ({"kind": "rag", "model": 4}, "model must be a text"),
        ({"kind": "rag", "rerank": 1}, "rerank must be true or false; got 1"),
        ({"kind": "self_hosted", "method": "dora"}, "unknown training method 'dora'"),
        ({"kind": "self_hosted", "gpu": "TPU v9"}, "unknown GPU 'TPU v9'"),
        ("rag", "a plan must be an object"),
        ([], "a plan must be an object"),
    ],
)
def test_a_plan_that_cannot_be_used_is_refused_in_one_sentence(plan, message):
    with pytest.raises(InvalidInput, match=message) as caught:
        price({"monthly_requests": 1000}, plan)
    assert "\n" not in str(caught.value)


def test_no_plans_at_all_are_refused():
    with pytest.raises(InvalidInput, match="at least one"):
        plans_from_json([])
    with pytest.raises(InvalidInput, match="at least one"):
        estimate_costs(ProjectFacts(), [])


@pytest.mark.parametrize("horizon", [0, -1, 121, 1000, 2.5, True])
def test_an_impossible_horizon_is_refused_with_its_value(horizon):
    with pytest.raises(InvalidInput, match=r"horizon_months must be .* got"):
        estimate_costs(ProjectFacts(), horizon_months=horizon)


def test_the_horizon_of_a_plan_wins_and_two_must_agree():
    facts = {"monthly_requests": 1000}
    assert price(facts, {"kind": "rag", "horizon_months": 24}).horizon_months == 24
    with pytest.raises(InvalidInput, match=r"must be the same in all plans.* 6 and 24"):
        price(facts, {"kind": "rag", "horizon_months": 24}, {"kind": "rag", "horizon_months": 6})


def test_an_unknown_strategy_is_refused_with_the_closest():
    with pytest.raises(UnknownName, match="did you mean peft"):
        estimate_costs(ProjectFacts(), strategy="pefd")


def test_an_unknown_model_is_never_priced_by_a_guess():
    with pytest.raises(UnknownModel, match="gpt-4o-mini") as caught:
        price({"model": "gpt-4o-mimi"}, {"kind": "prompt_only"})
    assert "usd_per_million_input_tokens" in str(caught.value)


def test_an_unknown_model_with_a_given_price_is_priced():
    plan = {
        "kind": "prompt_only",
        "usd_per_million_input_tokens": 1,
        "usd_per_million_output_tokens": 2,
    }
    facts = {
        "model": "our own model",
        "monthly_requests": 1000,
        "prompt_tokens": 1000,
        "output_tokens": 500,
    }
    report = price(facts, plan)
    assert report.plans[0].monthly_usd == 2
    assert report.plans[0].prices[0].source == "given by you"


def test_a_price_of_output_alone_needs_a_price_of_input():
    with pytest.raises(InvalidInput, match="neither usd_per_million_input_tokens nor a model"):
        price({}, {"kind": "prompt_only", "usd_per_million_output_tokens": 2})


def test_half_a_price_is_completed_from_the_plans_own_model():
    plan = {"kind": "prompt_only", "model": "gpt-6.1-terra", "usd_per_million_output_tokens": 2}
    facts = {"monthly_requests": 1000, "prompt_tokens": 1000, "output_tokens": 500}
    assert price(facts, plan).plans[0].monthly_usd == 1 + 1


@pytest.mark.parametrize("key", ["prompt_tokens_saved", "stable_prompt_tokens"])
def test_more_tokens_cannot_be_saved_or_stable_than_there_are(key):
    with pytest.raises(InvalidInput, match=f"{key} must not exceed the 200 prompt tokens"):
        price({"prompt_tokens": 200}, {"kind": "hosted_tuning", "prompt_tokens": 200, key: 260})


def test_a_vendor_that_does_not_tune_the_model_is_refused_with_those_that_do():
    plan = {"kind": "hosted_tuning", "model": "gpt-4.1", "vendor": "Mistral"}
    with pytest.raises(InvalidInput, match="OpenAI, Azure does"):
        price({}, plan)


# --- edges -------------------------------------------------------------------------------------


def test_zero_volume_costs_nothing_variable_and_still_breaks_even_per_request():
    report = price({"monthly_requests": 0}, PROMPT, TUNED)
    assert report.plans[0].monthly_usd == 0
    assert report.plans[0].per_request_usd is None
    assert report.break_even_months is None
    assert report.break_even_requests == pytest.approx(2200 / (260 * 4e-6))


def test_equal_plans_never_pay_back_and_say_so():
    report = price({"monthly_requests": 1000}, PROMPT, {"kind": "prompt_only"})
    assert report.monthly_saving_usd == 0
    assert report.break_even_months is None
    assert "same every month" in report.never_because


def test_a_saving_without_one_off_cost_pays_back_at_once():
    plan = {"kind": "hosted_tuning", "prompt_tokens_saved": 260, "training_usd": 0}
    report = price({"monthly_requests": 1000}, PROMPT, plan)
    assert report.break_even_months == 0
    assert report.worthwhile


def test_a_billion_requests_are_added_up_without_rounding():
    report = price({"monthly_requests": 1e9}, PROMPT, TUNED)
    assert report.plans[0].monthly_usd == Decimal("1680000")


def test_a_prompt_above_the_length_threshold_is_dearer_as_a_whole():
    def month(tokens):
        plan = {"kind": "prompt_only", "model": "gpt-6.1-terra", "prompt_tokens": tokens}
        report = price({"monthly_requests": 1, "output_tokens": 0}, plan)
        return report.plans[0]

    assert month(271_999).monthly_usd == Decimal("0.271999")
    assert month(272_000).monthly_usd == Decimal("0.272")
    assert month(272_001).monthly_usd == Decimal("0.544002")
    assert "dearer tier" in month(272_001).warnings[0]


def test_batch_work_and_a_response_time_do_not_go_together():
    facts = {"monthly_requests": 1000, "latency_target_ms": 800}
    plan = price(facts, {"kind": "prompt_only", "batch_share": 0.5}).plans[0]
    assert any("may take a day" in warning for warning in plan.warnings)


def test_a_plan_above_the_budget_says_so():
    facts = {"monthly_requests": 1e6, "monthly_budget_usd": 10, "upfront_budget_usd": 50}
    tuned = estimate_costs(ProjectFacts.of(facts), strategy="peft").plans[1]
    assert sum("above the budget" in warning for warning in tuned.warnings) == 2


def test_tuning_at_a_closing_vendor_names_the_day_it_closes_and_the_model_ends():
    plan = price({"monthly_requests": 1000}, {"kind": "hosted_tuning", "model": "gpt-4o"}).plans[0]
    said = " ".join(plan.warnings)
    assert "takes no new tuning jobs after 2027-01-06" in said
    assert "2027-01-14" in said


def test_a_plan_that_pays_back_after_its_model_is_gone_is_not_worthwhile():
    report = price(
        {"monthly_requests": 120_000},
        PROMPT | {"model": "gpt-6.1-terra"},
        TUNED | {"model": "gpt-4o-mini", "extra_prompt_tokens": 420, "horizon_months": 24},
    )
    assert round(report.break_even_months, 1) == 17.6
    assert report.worthwhile is False
    assert "stops answering on 2027-01-14, 1.8 months from now" in report.warnings[0]


def test_a_retired_model_cannot_be_tuned_and_another_is_named():
    facts = {"model": "gpt-3.5-turbo", "monthly_requests": 1000}
    report = price(facts, {"kind": "prompt_only"}, {"kind": "hosted_tuning"})
    assert "stopped answering on 2026-10-23" in report.plans[0].warnings[0]
    assert report.plans[1].model == "gpt-oss-20b"
    assert any("gpt-3.5-turbo stopped answering" in said for said in report.assumed)


def test_advice_on_a_model_about_to_end_prices_an_open_model_instead():
    facts = ProjectFacts.of({"model": "GPT-4o", "monthly_requests": 1000})
    report = estimate_costs(facts, strategy="peft")
    assert report.plans[1].model == "gpt-oss-20b"
    assert any("GPT-4o stops answering on 2027-01-14" in said for said in report.assumed)


def test_old_prices_are_flagged_with_their_age():
    plan = {"kind": "hosted_tuning", "model": "gemini-2.5-flash"}
    cost = price({"monthly_requests": 1000}, plan).plans[0]
    assert any(
        "older than 180 days" in warning and "gemini-2.5-flash at google (2025-06-30)" in warning
        for warning in cost.warnings
    )


def test_a_project_whose_data_may_not_leave_runs_every_plan_on_own_gpus():
    facts = ProjectFacts.of({"self_hosted": True, "monthly_requests": 1000})
    report = estimate_costs(facts, strategy="peft")
    for plan in report.plans:
        assert plan.model == "Llama 3.1 8B"
        assert any(line.label == "GPU hosting" for line in plan.lines)
    assert "on GPUs paid by the hour a shorter prompt saves nothing" in report.never_because


def test_a_fine_tune_in_use_costs_what_its_vendor_asks_for_tuned_models():
    facts = {"monthly_requests": 1_000_000, "prompt_tokens": 1000, "output_tokens": 0}
    report = price(facts, {"kind": "prompt_only", "model": "ft:gpt-4.1-mini:acme"})
    assert report.plans[0].monthly_usd == 800


def test_the_cheaper_model_behind_a_saving_is_named():
    facts = ProjectFacts.of({"monthly_requests": 1_000_000})
    report = estimate_costs(facts, strategy="peft")
    assert "gpt-oss-20b, untuned and with the full prompt, would cost $116" in report.warnings[-1]
    assert "the saving is in a smaller model, not in the tuning" in report.warnings[-1]
    assert report.savings_from


def test_every_price_has_a_source_and_a_day():
    report = estimate_costs(ProjectFacts.of({"monthly_requests": 1000}), strategy="rag")
    for plan in report.plans:
        assert plan.prices
        for used in plan.prices:
            assert used.source
            assert used.as_of.startswith("20")
            assert not used.unit.startswith("USD")


def test_a_users_price_file_wins_and_a_wrong_unit_names_file_and_key(tmp_path):
    own = tmp_path / "prices.toml"
    row = (
        '[price."people/label"]\nusd = 3\nunit = "{unit}"\nas_of = 2026-11-01\n'
        'source = "our agency"\nwhy = "offer"\n'
    )
    own.write_text(row.format(unit="USD per item"))
    facts = ProjectFacts.of({"monthly_requests": 1000})
    report = estimate_costs(facts, strategy="rag", table=tariffs(own))
    evaluation = next(x for x in report.plans[1].lines if x.label == "Evaluation set")
    assert evaluation.usd == 900
    broken = tmp_path / "broken.toml"
    broken.write_text(row.format(unit="EUR"))
    with pytest.raises(Exception, match=r"broken.toml: price.people/label.unit"):
        tariffs(broken)


def test_ranges_enclose_the_estimate_and_name_what_moves_it():
    facts = ProjectFacts.of({}, {"monthly_requests": [50_000, 500_000]})
    report = estimate_costs(facts, strategy="peft", samples=100, seed=1)
    again = estimate_costs(facts, strategy="peft", samples=100, seed=1)
    assert report.ranges == again.ranges
    assert report.ranges != estimate_costs(facts, strategy="peft", samples=100, seed=2).ranges
    for row, plan in zip(report.ranges.plans, report.plans, strict=True):
        assert row.monthly_low_usd < plan.monthly_usd < row.monthly_high_usd
    assert 0 < report.ranges.pays_back_share < 1
    assert len(report.ranges.moves_most) == 2


def test_nothing_uncertain_has_ranges_of_no_width():
    facts = {
        "monthly_requests": 5000,
        "prompt_tokens": 900,
        "output_tokens": 100,
        "model": "gpt-6-luna",
    }
    ranges = price(facts, {"kind": "prompt_only"}, samples=20).ranges
    assert ranges.plans[0].monthly_low_usd == ranges.plans[0].monthly_high_usd
    assert ranges.moves_most == ()


def test_importing_costs_does_not_load_the_price_lists():
    code = "import tools.costs, sys; assert not {'genai_prices', 'bpe_openai'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


# --- properties --------------------------------------------------------------------------------

MODELS = st.sampled_from(["gpt-6-luna", "gpt-6.1-terra", "claude-haiku-4.5", "gpt-4.1-mini"])
VOLUMES = st.integers(1, 10**8)
TOKENS = st.integers(1, 20_000)
modest = settings(max_examples=60, deadline=None, derandomize=True)


@modest
@given(model=MODELS, volume=VOLUMES, tokens=TOKENS, times=st.integers(2, 50))
def test_token_costs_are_linear_in_volume(model, volume, tokens, times):
    plan = {"kind": "prompt_only", "model": model, "prompt_tokens": tokens, "output_tokens": 100}
    one = price({"monthly_requests": volume}, plan).plans[0].monthly_usd
    many = price({"monthly_requests": volume * times}, plan).plans[0].monthly_usd
    assert abs(many - one * times) <= Decimal("0.000002") * times


@modest
@given(kind=st.sampled_from(KINDS), low=VOLUMES, more=VOLUMES, model=MODELS)
def test_no_plan_gets_cheaper_with_volume(kind, low, more, model):
    plan = {"kind": kind, "model": "llama-3.1-8b" if kind == "self_hosted" else model}
    months = [price({"monthly_requests": n}, plan).plans[0].monthly_usd for n in (low, low + more)]
    assert months[0] <= months[1]


@modest
@given(
    kind=st.sampled_from([k for k in KINDS if k != "self_hosted"]),
    cheap=st.floats(0, 50),
    dearer=st.floats(0, 50),
)
def test_no_plan_gets_cheaper_with_a_dearer_price(kind, cheap, dearer):
    def month(usd):
        plan = {
            "kind": kind,
            "usd_per_million_input_tokens": usd,
            "usd_per_million_output_tokens": usd,
        }
        return price({"monthly_requests": 1000}, plan).plans[0].monthly_usd

    assert month(cheap) <= month(cheap + dearer)


@modest
@given(
    volume=VOLUMES,
    extra=st.integers(1, 5000),
    share=st.floats(0.01, 1),
    usd=st.floats(0.01, 100),
    once=st.floats(1, 1e6),
)
def test_months_to_break_even_times_the_saving_are_the_one_off_cost(
    volume, extra, share, usd, once
):
    report = price(
        {"monthly_requests": volume},
        {
            "kind": "prompt_only",
            "extra_prompt_tokens": extra,
            "usd_per_million_input_tokens": usd,
        },
        {"kind": "hosted_tuning", "prompt_tokens_saved": extra * share, "training_usd": once},
    )
    if report.monthly_saving_usd > 0:
        paid = report.break_even_months * float(report.monthly_saving_usd)
        assert paid == pytest.approx(float(report.plans[1].one_off_usd))
        per_month = report.break_even_requests / volume
        assert per_month == pytest.approx(report.break_even_months)
    else:
        assert report.never_because


@modest
@given(hits=st.floats(0, 1), batch=st.floats(0, 1), model=MODELS)
def test_neither_caching_nor_batching_ever_makes_a_plan_dearer(hits, batch, model):
    plan = {
        "kind": "prompt_only",
        "model": model,
        "prompt_tokens": 8000,
        "stable_prompt_tokens": 6000,
        "output_tokens": 100,
    }
    facts = {"monthly_requests": 1000}
    plain = price(facts, plan).plans[0].monthly_usd
    both = plan | {"cache_hit_share": hits, "batch_share": batch, "batch_uses_cache": True}
    assert price(facts, both).plans[0].monthly_usd <= plain


@modest
@given(
    st.builds(
        Plan,
        kind=st.sampled_from(KINDS),
        model=st.none() | st.just("gpt-4o"),
        training_usd=st.none() | st.floats(0, 1e6),
        batch_share=st.none() | st.floats(0, 1),
        rerank=st.booleans(),
        epochs=st.none() | st.integers(1, 10),
    )
)
def test_a_plan_survives_json(plan):
    assert Plan.from_json(plan.to_json()) == plan


# --- advice beside the figures -----------------------------------------------------------------


def test_a_long_prompt_is_told_what_caching_would_save():
    facts = {"monthly_requests": 300_000, "prompt_tokens": 4000, "output_tokens": 100}
    plan = {"kind": "prompt_only", "model": "gpt-6.1-terra"}
    long = price(facts, plan).plans[0]
    assert any("2,800 prompt tokens" in warning for warning in long.warnings)
    for quiet in ({"prompt_tokens": 800}, {"cache_hit_share": 0.5}):
        cost = price(facts, plan | quiet).plans[0]
        assert not any("would bring" in warning for warning in cost.warnings)


def test_structured_output_needs_no_second_reading_unless_it_is_risky():
    def labels(**facts):
        report = price({"monthly_requests": 1000, **facts}, {"kind": "guardrails"})
        return [line.label for line in report.plans[0].lines]

    reading = "Second check of each answer"
    assert reading not in labels(output_format="structured")
    assert reading in labels(output_format="structured", regulated=True)
    assert reading in labels(output_format="free_text")


def test_a_model_that_would_teach_itself_is_pointed_out():
    plan = {"kind": "distillation", "model": "gpt-oss-20b", "teacher_model": "gpt-oss-20b"}
    cost = price({"monthly_requests": 1000}, plan).plans[0]
    assert any("would teach itself" in warning for warning in cost.warnings)


def test_reasons_for_never_have_no_full_stop_so_that_sentences_can_hold_them():
    for strategy in STRATEGIES:
        facts = ProjectFacts.of({"monthly_requests": 1000})
        report = estimate_costs(facts, strategy=strategy)
        assert not (report.never_because or "").endswith(".")


def test_the_fit_of_tuning_is_judged_only_where_something_is_tuned():
    facts = ProjectFacts.of({"failure_mode": "missing_knowledge"})
    assert "retrieval" in estimate_costs(facts, strategy="peft").fit
    assert estimate_costs(facts, strategy="rag").fit is None


def test_every_default_and_price_has_a_reason_and_a_source():
    for name, row in defaults().items():
        assert row.why, name
        assert row.source, name
        if row.low is not None:
            assert row.low <= row.value <= row.high, name
    for key, row in tariffs().price.items():
        assert row.why, key
        assert row.source, key


def test_growth_and_falling_prices_move_the_break_even_of_a_report():
    facts = {"monthly_requests": 120_000}
    growing = price(facts, PROMPT, TUNED, outlook=Outlook(monthly_growth_share=0.05))
    assert growing.break_even_months == 13
    falling = Outlook(yearly_price_decline_share=0.6)
    fading = price(facts, PROMPT, TUNED, outlook=falling)
    assert fading.break_even_months is None
    assert "fades before it has paid for itself" in fading.never_because
    discounted = price(facts, PROMPT, TUNED, outlook=Outlook(yearly_discount_share=0.1))
    assert round(discounted.net_value_usd, 2) == Decimal("-777.22")
    assert discounted.break_even_months == pytest.approx(17.628, abs=0.001)


def test_the_cumulative_series_of_a_growing_volume_bends_upwards():
    outlook = Outlook(monthly_growth_share=0.10)
    series = price({"monthly_requests": 120_000}, PROMPT, TUNED, outlook=outlook).cumulative[0]
    steps = [later - sooner for sooner, later in pairwise(series)]
    assert steps[0] == Decimal("201.60")
    assert all(later > sooner for sooner, later in pairwise(steps))


def test_an_assumed_prompt_is_long_enough_for_what_the_plans_save():
    plan = {"kind": "hosted_tuning", "prompt_tokens_saved": 2000, "training_usd": 10}
    report = price({"monthly_requests": 1000}, {"kind": "prompt_only"}, plan, samples=30)
    assert any("at least 4,000 tokens" in said for said in report.assumed)
    assert report.ranges.samples == 30


def test_cases_that_contradict_what_is_given_are_left_out_of_the_ranges():
    facts = ProjectFacts.of({"monthly_requests": 1000}, {"prompt_tokens": [100, 1000]})
    plans = plans_from_json(
        [{"kind": "prompt_only"}, {"kind": "hosted_tuning", "prompt_tokens_saved": 500}]
    )
    ranges = estimate_costs(facts, plans, samples=50).ranges
    assert 0 < ranges.samples < 50


def test_a_hosted_fine_tune_with_a_given_token_price_is_trained_at_a_vendors_price():
    plan = {
        "kind": "hosted_tuning",
        "usd_per_million_input_tokens": 3,
        "usd_per_million_output_tokens": 6,
    }
    named = price({"monthly_requests": 1000, "model": "gpt-4.1-mini"}, plan).plans[0]
    training = next(line for line in named.lines if line.label == "Training")
    assert "× $5 per million" in training.how
    unnamed = price({"monthly_requests": 1000}, plan)
    training = next(line for line in unnamed.plans[0].lines if line.label == "Training")
    assert "× $3.60 per million" in training.how
    assert any("training is priced like that of gpt-oss-20b" in said for said in unnamed.assumed)


def test_a_plan_that_says_hosted_is_hosted_even_where_data_may_not_leave():
    facts = {"self_hosted": True, "monthly_requests": 1000}
    hosted = price(facts, {"kind": "hosted_tuning", "model": "gpt-oss-20b"}).plans[0]
    assert not any(line.label == "GPU hosting" for line in hosted.lines)
    closed = price(facts, {"kind": "prompt_only", "model": "gpt-6-luna"}).plans[0]
    assert closed.model == "gpt-6-luna"
    assert closed.monthly_usd < 10


def test_gpu_hosting_says_how_much_memory_the_model_needs():
    cost = price({"monthly_requests": 1000}, {"kind": "self_hosted"}).plans[0]
    line = next(line for line in cost.lines if line.label == "GPU hosting")
    assert "the model needs 2" in line.how


def test_checks_are_work_for_own_gpus_too():
    facts = {"self_hosted": True, "output_format": "free_text", "monthly_requests": 300_000_000}
    plain, checked = price(facts, {"kind": "prompt_only"}, {"kind": "guardrails"}).plans
    assert checked.hardware[0].cards > plain.hardware[0].cards
    assert checked.monthly_usd > plain.monthly_usd


def test_retrieval_stays_at_home_where_data_may_not_leave():
    facts = {"self_hosted": True, "knowledge_update": "daily", "monthly_requests": 1000}
    plan = price(facts, {"kind": "rag", "rerank": True}).plans[0]
    labels = {line.label for line in plan.lines}
    assert "Vector store" in labels
    assert not labels & {"Query embeddings", "Embedding the documents", "Embedding what changed"}
    assert not any("embedding" in row.what or "rerank" in row.what for row in plan.prices)
    said = " ".join(price(facts, {"kind": "rag", "rerank": True}).assumed)
    assert "An open embedder runs on the same GPUs" in said
    assert "An open reranker runs on the same GPUs" in said
    named = price(facts, {"kind": "rag", "embedder": "text-embedding-3-small"}).plans[0]
    warning = "Retrieval (RAG) sends text to text-embedding-3-small, but data may not leave."
    assert named.warnings.count(warning) == 1
    assert "Query embeddings" in {line.label for line in named.lines}


def test_the_embedder_and_the_reranker_can_be_chosen_and_unknown_ones_are_refused():
    facts = {"monthly_requests": 10_000, "knowledge_tokens": 1_000_000}
    plan = {"kind": "rag", "embedder": "text-embedding-3-large", "reranker": "amazon-rerank"}
    lines = {line.label: line.usd for line in price(facts, plan).plans[0].lines}
    assert lines["Embedding the documents"] == Decimal("0.13")
    assert lines["Reranking"] == 10
    with pytest.raises(InvalidInput, match="embedding/text-embedding-3-large"):
        price(facts, {"kind": "rag", "embedder": "text-embedding-3-huge"})


def test_a_report_with_ranges_is_plain_json():
    report = estimate_costs(ProjectFacts(), strategy="peft", samples=20)
    text = json.dumps(as_json(report), allow_nan=False)
    assert json.loads(text)["ranges"]["samples"] == 20


def test_an_open_model_that_nobody_sells_by_the_token_is_tuned_on_a_dedicated_endpoint():
    facts = {"monthly_requests": 1000}
    cost = price(facts, {"kind": "hosted_tuning", "model": "qwen-2.5-14b"}).plans[0]
    assert cost.model == "qwen-2.5-14b"
    assert {"Dedicated endpoint", "Training"} <= {line.label for line in cost.lines}


@pytest.mark.parametrize(
    ("examples", "trained_on"),
    [(9_999, 9_999), (10_000, 10_000), (10_001, 10_000), (300_000_000, 10_000)],
)
def test_no_more_examples_are_trained_on_than_help(examples, trained_on):
    facts = ProjectFacts.of({"labeled_examples": examples, "monthly_requests": 2_000_000})
    report = estimate_costs(facts, strategy="peft")
    line = next(x for x in report.plans[-1].lines if x.label == "Training")
    assert f"{trained_on:,} examples" in line.how
    capped = any("Trained on, of all there are: 10,000" in text for text in report.assumed)
    assert capped == (examples > 10_000)

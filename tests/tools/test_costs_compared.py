"""Every plan beside the baseline: what it saves, when it pays back, and what to beware of."""

import itertools
from datetime import date
from decimal import Decimal

import pytest

from tools.costs import estimate_costs
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.outlook import Outlook, outlook_from_json
from tools.plans import Plan, plans_from_json
from tools.tariffs import tariffs


def price(facts, *plans, **options):
    return estimate_costs(ProjectFacts.of(facts), plans_from_json(list(plans)), **options)


PROMPT = {"kind": "prompt_only", "extra_prompt_tokens": 420, "usd_per_million_input_tokens": 4}
TUNED = {"kind": "hosted_tuning", "prompt_tokens_saved": 260, "training_usd": 2200}
DEAR = TUNED | {"label": "Dear", "training_usd": 22_000}
WORSE = TUNED | {"label": "Worse", "upkeep_usd_monthly": 500}
VOLUME = {"monthly_requests": 120_000}


def test_every_plan_says_for_itself_when_it_pays_back_against_the_first():
    report = price(VOLUME, PROMPT, TUNED, DEAR, WORSE)
    first, tuned, dear, worse = report.plans
    assert first.against_baseline is None
    assert round(tuned.against_baseline.break_even_months, 1) == 17.6
    assert round(dear.against_baseline.break_even_months, 1) == 176.3
    assert worse.against_baseline.break_even_months is None
    assert "upkeep of $500.00" in worse.against_baseline.never_because
    assert worse.against_baseline.monthly_saving_usd == Decimal("-375.20")


def test_the_keys_of_the_report_are_those_of_the_second_plan():
    report = price(VOLUME, PROMPT, TUNED, WORSE)
    second = report.plans[1].against_baseline
    for name in (
        "monthly_saving_usd",
        "break_even_months",
        "break_even_requests",
        "never_because",
        "crossover_requests",
        "savings_from",
        "worthwhile",
        "net_value_usd",
    ):
        assert getattr(report, name) == getattr(second, name)


def test_the_volume_that_would_pay_back_in_time_does():
    facts = {"monthly_requests": 120_000}
    needed = price(facts, PROMPT, TUNED).plans[1].against_baseline.requests_to_pay_back
    assert needed == pytest.approx(2200 / 12 / (260 * 4e-6))
    enough = price({"monthly_requests": round(needed) + 1}, PROMPT, TUNED)
    assert enough.worthwhile
    assert enough.break_even_months == pytest.approx(12, abs=0.001)
    assert price({"monthly_requests": round(needed) - 1000}, PROMPT, TUNED).worthwhile is False


def test_the_volume_at_which_gpus_beat_tokens_counts_the_cards_it_takes():
    api = {
        "kind": "prompt_only",
        "usd_per_million_input_tokens": 0.2,
        "usd_per_million_output_tokens": 1.7,
    }
    own = {"kind": "self_hosted", "gpu": "H100", "prompt_tokens": 500, "training_usd": 0}
    facts = {"prompt_tokens": 500, "output_tokens": 1000}
    cross = price(facts | VOLUME, api, own).crossover_requests
    below, above = (
        price(facts | {"monthly_requests": int(cross) + step}, api, own) for step in (-5000, 5000)
    )
    assert below.monthly_saving_usd < 0 < above.monthly_saving_usd
    assert above.plans[1].hardware[0].cards > 1


def test_cards_that_cost_more_than_the_tokens_they_replace_never_do():
    api = {"kind": "prompt_only", "model": "gpt-6-luna"}
    own = {"kind": "self_hosted", "gpu": "H100", "training_usd": 0}
    report = price(VOLUME | {"prompt_tokens": 10, "output_tokens": 1000}, api, own)
    assert report.crossover_requests is None
    assert report.break_even_months is None


def test_growing_volume_needs_more_cards_month_by_month():
    own = {"kind": "self_hosted", "gpu": "H100", "training_usd": 0}
    facts = {"monthly_requests": 3_000_000, "prompt_tokens": 500, "output_tokens": 200}
    growing = Outlook(monthly_growth_share=0.3)
    spent = price(facts, own, outlook=growing).cumulative[0]
    months = [later - sooner for sooner, later in itertools.pairwise(spent)]
    assert months[0] == Decimal("3347")
    rent = Decimal(3 * 730) * Decimal("1.3")
    assert all((month - months[0]) % rent == 0 for month in months)
    assert months[-1] > 3 * months[0]


def test_a_plan_whose_vendor_takes_no_more_jobs_is_not_worthwhile():
    cheap = {"kind": "prompt_only", "model": "gpt-4.1", "upkeep_usd_monthly": 10_000}
    tuned = TUNED | {"model": "gpt-4.1-mini", "vendor": "OpenAI"}
    facts = {"monthly_requests": 1000, "prompt_tokens": 500, "output_tokens": 10}
    before, after = (
        price(facts, cheap, tuned, as_of=day) for day in (date(2027, 1, 6), date(2027, 1, 7))
    )
    assert before.worthwhile
    assert "takes no new tuning jobs after 2027-01-06" in " ".join(before.plans[1].warnings)
    assert not after.worthwhile
    assert "has taken no new tuning jobs since 2027-01-06" in " ".join(after.plans[1].warnings)
    assert "can no longer be started" in " ".join(after.warnings)


def test_a_vendor_that_still_takes_jobs_comes_before_one_that_does_not():
    book = tariffs()
    assert book.offer_of("gpt-4.1", None, date(2027, 1, 6)).label == "OpenAI"
    assert book.offer_of("gpt-4.1", None, date(2027, 1, 7)).label == "Azure"


def test_the_months_after_the_end_of_a_model_are_named():
    plan = {"kind": "prompt_only", "model": "gpt-4o"}
    cost = price({"monthly_requests": 1000}, plan, horizon_months=24).plans[0]
    assert cost.warnings[0] == (
        "gpt-4o stops answering on 2027-01-14; 23 months beyond that are counted as if it went on."
    )


def test_a_saving_that_a_smaller_model_brings_untuned_is_not_credited_to_tuning():
    facts = {"monthly_requests": 800_000, "prompt_tokens": 2500, "output_tokens": 300}
    baseline = {"kind": "prompt_only", "model": "gpt-6.1-sol"}
    report = price(facts, baseline, {"kind": "hosted_tuning", "model": "gpt-oss-20b"})
    assert report.monthly_saving_usd > 0
    assert "the saving is in a smaller model, not in the tuning" in report.warnings[-1]


@pytest.mark.parametrize(
    ("model", "cheapest"), [("Llama 3.1 8B", "8B-Instruct-Turbo"), ("gpt-4.1-mini", "gpt-6-luna")]
)
def test_distillation_is_set_against_the_cheapest_untuned_model(model, cheapest):
    facts = {"monthly_requests": 1_000_000, "prompt_tokens": 600, "output_tokens": 300}
    teacher = {"kind": "prompt_only", "model": "claude-opus-5.5"}
    student = {"kind": "distillation", "model": model, "hosting_usd_monthly": 5110}
    said = price(facts, teacher, student).warnings[-1]
    assert f"{cheapest}, untuned and with the full prompt, would cost" in said


def test_data_that_may_not_leave_is_never_set_against_a_cloud_model():
    facts = {"self_hosted": True, "monthly_requests": 1_000_000}
    report = estimate_costs(ProjectFacts.of(facts), strategy="peft")
    assert "gpt-6-luna" not in " ".join(report.warnings)


def test_the_fit_of_tuning_is_said_whichever_plan_tunes():
    facts = {"monthly_requests": 1000, "failure_mode": "missing_knowledge"}
    assert "retrieval" in price(facts, {"kind": "rag"}, {"kind": "hosted_tuning"}).fit
    assert price(facts, {"kind": "prompt_only"}, {"kind": "rag"}).fit is None


def test_ranges_hold_for_every_plan_and_every_month():
    facts = ProjectFacts.of({}, {"monthly_requests": [50_000, 500_000]})
    plans = [Plan(kind="prompt_only"), Plan(kind="rag"), Plan(kind="hosted_tuning")]
    report = estimate_costs(facts, plans, samples=60, seed=3)
    for plan, row, spent in zip(report.plans, report.ranges.plans, report.cumulative, strict=True):
        assert len(row.cumulative_low_usd) == len(spent) == 13
        bounds = zip(row.cumulative_low_usd, spent, row.cumulative_high_usd, strict=True)
        assert all(low <= base <= high for low, base, high in bounds)
        assert row.total_high_usd == row.cumulative_high_usd[-1]
        assert (row.pays_back_share is None) == (plan.against_baseline is None)
    assert report.ranges.pays_back_share == report.ranges.plans[1].pays_back_share


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"growth": 0.1}, "unknown key of an outlook 'growth'"),
        ({"monthly_growth_share": "10 %"}, "monthly_growth_share must be a number; got '10 %'"),
        ({"monthly_growth_share": True}, "must be a number; got True"),
        ({"yearly_price_decline_share": 2}, "must be between 0.0 and 0.95; got 2"),
        ([0.1], "outlook must be an object of shares"),
    ],
)
def test_an_outlook_that_cannot_be_used_is_refused_with_its_value(value, message):
    with pytest.raises(InvalidInput, match=message):
        outlook_from_json(value)


def test_no_outlook_means_that_every_month_is_like_the_first():
    assert outlook_from_json(None) == Outlook()
    assert outlook_from_json({"monthly_growth_share": 0.05}).monthly_growth_share == 0.05


@pytest.mark.parametrize("samples", [-1, 1.5, True, "many", 10**9])
def test_an_impossible_number_of_samples_is_refused_with_its_value(samples):
    with pytest.raises(InvalidInput, match=r"samples must be a whole number from 0 to 10,000; got"):
        estimate_costs(ProjectFacts(), samples=samples)


def test_what_a_cached_prompt_saves_is_counted_at_what_it_costs_cached():
    cached = {
        "kind": "prompt_only",
        "model": "gpt-6.1-terra",
        "prompt_tokens": 100_000,
        "stable_prompt_tokens": 90_000,
        "cache_hit_share": 0.9,
    }
    rag = {"kind": "rag", "prompt_tokens": 1000, "retrieved_tokens": 1000}
    facts = {"monthly_requests": 10_000, "output_tokens": 100}
    report = price(facts, cached, rag)
    saved = next(text for text in report.savings_from if "tokens in each request" in text)
    month = report.plans[0].monthly_usd
    assert saved.startswith("Fewer tokens in each request: $2")
    assert Decimal(saved.split("$")[1].split(" ")[0].replace(",", "")) < month


def test_an_old_price_is_named_once_in_a_comparison():
    own = {"kind": "self_hosted", "gpu": "A100"}
    report = price({"monthly_requests": 1000}, own, own | {"label": "Again"})
    named = [w for plan in report.plans for w in plan.warnings if "older than 180 days" in w]
    assert len(named) == 1


def test_a_teacher_in_the_cloud_is_pointed_out_where_data_may_not_leave():
    facts = {"self_hosted": True, "monthly_requests": 1000}
    cloud = estimate_costs(ProjectFacts.of(facts), strategy="distillation").plans[1]
    assert any("name an open teacher_model" in warning for warning in cloud.warnings)
    plans = [{"kind": "prompt_only"}, {"kind": "distillation", "teacher_model": "Llama 3.3 70B"}]
    local = price(facts, *plans).plans[1]
    assert not any("teacher_model" in warning for warning in local.warnings)


def test_tuning_does_not_shorten_the_documents_in_a_prompt():
    plans = ({"kind": "prompt_only"}, {"kind": "hosted_tuning", "model": "gpt-4.1-mini"})
    report = price({"monthly_requests": 1, "prompt_tokens": 100_000}, *plans)
    line = next(x for x in report.plans[1].lines if x.label == "Prompt tokens")
    assert "96,000 tokens" in line.how
    assert any("the rest are documents" in said for said in report.assumed)


def test_a_plan_in_a_cloud_is_pointed_out_where_data_may_not_leave():
    facts = {"self_hosted": True, "monthly_requests": 1000}
    plans = ({"kind": "prompt_only"}, {"kind": "prompt_only", "model": "gpt-6-luna"})
    own, cloud = price(facts, *plans).plans
    assert not any("may not leave" in warning for warning in own.warnings)
    assert cloud.warnings[0] == "Prompt only sends data to a cloud, but data may not leave."
    given = {"kind": "prompt_only", "usd_per_million_input_tokens": 1}
    assert price(facts, given).plans[0].warnings == ()

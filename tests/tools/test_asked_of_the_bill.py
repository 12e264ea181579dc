"""What is asked of a bill: prices, other models, discounts, own cards, the sum of a pay-back."""

from datetime import date
from decimal import Decimal

import pytest

from tools.costs import estimate_costs, untuned_kind
from tools.discounts import try_discount
from tools.errors import UnknownName
from tools.facts import ProjectFacts, make_fact
from tools.modelprices import compare_models, model_prices
from tools.owngpus import on_own_gpus
from tools.plans import plans_from_json
from tools.prices import current_models, models_like
from tools.whatif import what_if
from tools.working import payback_working

DAY = date(2026, 11, 21)
ROUTING = {
    "task": "classification",
    "monthly_requests": 60_000,
    "model": "gpt-4o",
    "prompt_tokens": 1000,
    "output_tokens": 10,
}


def facts(**more: object) -> ProjectFacts:
    return ProjectFacts.of({**ROUTING, **more})


def test_the_prices_of_a_bill_are_those_of_the_models_that_answer():
    report = estimate_costs(facts(task="summarization"), strategy="peft", as_of=DAY)
    judged = {price.model for plan in report.plans for price in plan.prices if price.part}
    first, tuned = model_prices(report)
    assert (first.model, first.input_usd, first.output_usd) == ("gpt-4o", Decimal("2.5"), 10)
    assert tuned.model.startswith("tuned ")
    assert "genai-prices" in first.source
    assert date.fromisoformat(first.as_of) <= DAY
    assert len(judged) > 2  # a judge has a price, too, which nobody pays every month


def test_where_machines_are_paid_no_model_has_a_price_by_the_token():
    report = estimate_costs(facts(self_hosted=True), strategy="distillation", as_of=DAY)
    assert model_prices(report) == ()


def test_another_model_is_billed_for_the_same_requests():
    found = compare_models(facts(), "prompting", ["gpt-4o-mini"], as_of=DAY)
    (other,) = found.others
    # 60,000 requests of 1,000 tokens in at $0.15 and 10 out at $0.60 per million
    assert other.monthly_usd == Decimal("9.36")
    assert found.today is not None
    assert found.today.monthly_usd == Decimal("156")
    assert other.per_request_usd == Decimal("0.000156")


def test_without_a_name_current_models_that_cost_less_are_offered_the_cheapest_first():
    found = compare_models(facts(), as_of=DAY)
    assert found.today is not None
    months = [row.monthly_usd for row in found.others]
    assert months == sorted(months)
    assert 0 < len(months) <= 3
    assert months[-1] < found.today.monthly_usd
    assert {row.model for row in found.others} <= set(current_models())


def test_a_model_without_a_price_is_named_and_those_called_like_it_are_billed():
    found = compare_models(facts(), models=["gpt-4o-minni", "gpt-4.1-mini"], as_of=DAY)
    assert found.unknown == {"gpt-4o-minni": models_like("gpt-4o-minni")}
    assert found.unknown["gpt-4o-minni"][0] == "gpt-4o-mini"
    assert {"gpt-4.1-mini", "gpt-4o-mini"} <= {row.model for row in found.others}


def test_a_plan_that_searches_is_billed_with_its_search():
    plain, searched = (compare_models(facts(), s, ["gpt-4o-mini"]) for s in ("prompting", "rag"))
    assert searched.others[0].monthly_usd > plain.others[0].monthly_usd
    assert untuned_kind("peft") == untuned_kind("prompting") == "prompt_only"
    with pytest.raises(UnknownName):
        untuned_kind("magic")


def test_in_house_there_is_no_bill_of_today_by_the_token():
    found = compare_models(facts(self_hosted=True), as_of=DAY)
    assert found.today is None
    assert found.on_own_gpus
    assert found.others == ()


@pytest.mark.parametrize(
    ("prompt_tokens", "saves", "why"),
    [
        (1000, False, "below the 1,024"),  # 700 of them are the same in every call
        (1462, False, "below the 1,024"),
        (1463, True, ""),
        (4000, True, ""),
    ],
)
def test_a_cache_helps_from_the_length_that_the_vendor_holds(prompt_tokens, saves, why):
    found = try_discount(facts(prompt_tokens=prompt_tokens), "prompting", "caching", as_of=DAY)
    (plan,) = found.plans
    assert (plan.then_usd < plan.monthly_usd) == saves
    assert why in plan.why_not
    assert bool(plan.why_not) != saves
    assert any("The same in every call" in text for text in found.assumed)


def test_a_batch_halves_what_is_paid_by_the_token_and_nothing_else():
    found = try_discount(facts(), "peft", "batching", as_of=DAY)
    plain, tuned = found.plans
    assert plain.then_usd == plain.monthly_usd / 2
    assert plain.why_not == ""
    assert "only" in tuned.why_not
    assert 0 < tuned.saved_usd < tuned.monthly_usd / 10


def test_a_batch_is_doubted_where_an_answer_has_to_come_soon():
    told = try_discount(facts(latency_target_ms=700), "prompting", "batching", as_of=DAY)
    assert any("response time" in text for text in told.plans[0].mind)
    silent = try_discount(facts(monthly_budget_usd=5), "prompting", "batching", as_of=DAY)
    assert silent.plans[0].mind == ()


def test_machines_by_the_hour_have_no_discount_on_tokens():
    for discount in ("caching", "batching"):
        found = try_discount(facts(self_hosted=True), "peft", discount, as_of=DAY)
        assert all("by the hour" in plan.why_not for plan in found.plans)
    with pytest.raises(UnknownName):
        try_discount(facts(), "peft", "haggling", as_of=DAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("strategy", ["prompting", "rag", "peft", "full_finetune"])
def test_on_owned_cards_the_rent_falls_away_and_the_work_stays(strategy):
    found = on_own_gpus(facts(), strategy, as_of=DAY)
    rent = sum(line.usd for line in found.rented.lines if line.label == "GPU hosting")
    assert rent > 0
    left = found.rented.monthly_usd - found.owned.monthly_usd
    assert rent <= left < rent * Decimal("1.2")  # retraining rents a card as well
    assert found.owned.monthly_usd > 0
    assert "self_hosted" not in facts()


def test_the_sum_of_a_pay_back_divides_what_is_spent_by_what_is_saved():
    report = estimate_costs(facts(monthly_requests=2_000_000), strategy="peft", as_of=DAY)
    formula, first, second, result = payback_working(report)
    assert "÷" in formula
    assert first.startswith("Prompt only, a month: ")
    assert second.startswith("Hosted fine-tune, a month: ")
    assert report.break_even_months is not None
    assert "saved a month) = " in result
    assert result.endswith(" days.")


def test_the_published_sum_is_told_with_its_exact_figures():
    plans = [
        {
            "kind": "prompt_only",
            "extra_prompt_tokens": 420,
            "usd_per_million_input_tokens": 4,
        },
        {
            "kind": "hosted_tuning",
            "prompt_tokens_saved": 260,
            "training_usd": 1800,
            "evaluation_usd": 400,
        },
    ]
    report = estimate_costs(
        ProjectFacts.of({"monthly_requests": 120_000}), plans_from_json(plans), as_of=DAY
    )
    assert payback_working(report)[-1] == (
        "$2,200.00 once ÷ ($201.60 − $76.80 = $124.80 saved a month) = 17.6 months."
    )


def test_a_plan_that_saves_nothing_is_shown_to_have_nothing_to_divide_by():
    *_, result = payback_working(estimate_costs(facts(), strategy="rag", as_of=DAY))
    assert "more a month, so it never pays back" in result
    assert payback_working(estimate_costs(facts(), strategy="prompting", as_of=DAY)) == ()


def test_a_supposed_model_without_a_price_says_why_there_is_no_bill():
    found = what_if(facts(), {"model": make_fact("model", "gpt-99-nano")}, as_of=DAY)
    assert found.costs_after is None
    assert "no price is known for the model 'gpt-99-nano'" in found.costs_note
    known = what_if(facts(), {"model": make_fact("model", "gpt-4o-mini")}, as_of=DAY)
    assert known.costs_note == ""


def test_a_supposed_model_is_billed_where_todays_has_no_price():
    found = what_if(facts(model="gpt-9"), {"model": make_fact("model", "gpt-4o")}, as_of=DAY)
    assert found.costs_before is None
    assert found.costs_after == estimate_costs(facts(), strategy=found.after.primary, as_of=DAY)
    assert found.costs_note == ""
    more = {"monthly_requests": make_fact("monthly_requests", 9000)}
    assert "'gpt-9'" in what_if(facts(model="gpt-9"), more, as_of=DAY).costs_note

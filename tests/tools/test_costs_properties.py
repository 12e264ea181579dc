"""What must hold of every bill, whatever the figures."""

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tools.costs import billed_for, estimate_costs
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.plans import KINDS, Plan
from tools.vocabulary import STRATEGIES, vocabulary

CENT = Decimal("0.01")
MODELS = st.sampled_from(["gpt-6-luna", "gpt-6.1-terra", "claude-haiku-4.5", "gpt-4.1-mini"])
modest = settings(max_examples=50, deadline=None, derandomize=True)


def bill(plans, horizon=12, **facts):
    return estimate_costs(ProjectFacts.of(facts), plans, horizon_months=horizon)


@modest
@given(
    kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=4),
    volume=st.integers(0, 10**9),
    prompt=st.integers(0, 50_000),
    output=st.integers(0, 8000),
    horizon=st.integers(1, 120),
)
def test_a_bill_is_the_sum_of_its_lines_and_its_months(kinds, volume, prompt, output, horizon):
    facts = {"monthly_requests": volume, "prompt_tokens": prompt, "output_tokens": output}
    report = bill([Plan(kind=kind) for kind in kinds], horizon, **facts)
    for plan, spent in zip(report.plans, report.cumulative, strict=True):
        assert plan.monthly_usd == sum(x.usd for x in plan.lines if x.per == "month")
        assert plan.one_off_usd == sum(x.usd for x in plan.lines if x.per == "once")
        assert spent == tuple(plan.one_off_usd + n * plan.monthly_usd for n in range(horizon + 1))
        assert plan.total_usd == spent[-1]
        assert all(line.usd > 0 for line in plan.lines)


@modest
@given(
    kind=st.sampled_from(["rag", "hosted_tuning", "distillation", "preference_tuning"]),
    volume=st.integers(1, 10**9),
    once=st.floats(0.01, 1e7),
    model=MODELS,
)
def test_break_even_times_saving_is_the_one_off_cost_to_the_cent(kind, volume, once, model):
    plans = [
        Plan(kind="prompt_only", model="gpt-6-astra", prompt_tokens=3000, output_tokens=300),
        Plan(kind=kind, model=model, prompt_tokens=300, engineering_usd=once),
    ]
    row = bill(plans, monthly_requests=volume).plans[1].against_baseline
    if row.break_even_months is None:
        assert row.never_because
    else:
        paid = Decimal(row.break_even_months) * row.monthly_saving_usd
        assert abs(paid - row.upfront_usd) <= max(CENT, row.upfront_usd * Decimal("1e-12"))
        assert row.net_value_usd == 12 * row.monthly_saving_usd - row.upfront_usd


@modest
@given(
    volume=st.integers(1, 10**8),
    times=st.integers(2, 20),
    hits=st.floats(0, 1),
    batch=st.floats(0, 1),
    model=MODELS,
)
def test_tokens_cost_so_many_times_as_much_for_so_many_times_the_requests(
    volume, times, hits, batch, model
):
    plan = Plan(
        kind="prompt_only",
        model=model,
        prompt_tokens=6000,
        stable_prompt_tokens=5000,
        output_tokens=200,
        cache_hit_share=hits,
        batch_share=batch,
    )
    one, many = (
        bill([plan], monthly_requests=n).plans[0].monthly_usd for n in (volume, volume * times)
    )
    assert abs(many - times * one) <= Decimal("0.000002") * times


@modest
@given(volume=st.integers(0, 10**8), more=st.integers(0, 10**8), output=st.integers(1, 2000))
def test_gpus_come_one_by_one_and_never_go_with_more_requests(volume, more, output):
    plan = Plan(kind="self_hosted", gpu="H100", output_tokens=output, training_usd=0)
    few, many = (bill([plan], monthly_requests=n).plans[0] for n in (volume, volume + more))
    assert few.monthly_usd <= many.monthly_usd
    step = Decimal(3 * 730) * Decimal("1.3")
    assert (many.monthly_usd - few.monthly_usd) % step == 0


@modest
@given(cents=st.lists(st.integers(1, 10**9), min_size=4, max_size=4), horizon=st.integers(1, 120))
def test_given_amounts_are_added_up_exactly(cents, horizon):
    training, labels, hosting, upkeep = (Decimal(n) / 100 for n in cents)
    plan = Plan(
        kind="hosted_tuning",
        training_usd=float(training),
        labelling_usd=float(labels),
        hosting_usd_monthly=float(hosting),
        upkeep_usd_monthly=float(upkeep),
        usd_per_million_input_tokens=0,
    )
    cost = bill([plan], horizon, monthly_requests=0).plans[0]
    assert cost.one_off_usd == training + labels
    assert cost.total_usd == training + labels + horizon * (hosting + upkeep)


@modest
@given(
    price=st.floats(0.001, 100),
    dearer=st.floats(0, 100),
    output=st.floats(0.001, 100),
    model=MODELS,
)
def test_a_dearer_tuned_token_never_pays_back_sooner(price, dearer, output, model):
    base = Plan(kind="prompt_only", model=model, prompt_tokens=2000, output_tokens=100)

    def months(usd):
        tuned = Plan(
            kind="hosted_tuning",
            prompt_tokens=500,
            usd_per_million_input_tokens=usd,
            usd_per_million_output_tokens=output,
            training_usd=1000,
        )
        row = bill([base, tuned], monthly_requests=100_000).plans[1].against_baseline
        return float("inf") if row.break_even_months is None else row.break_even_months

    assert months(price) <= months(price + dearer)


def values_of(row):
    if row.numeric:
        return st.integers(max(int(row.low), 0), int(min(row.high, 10**6)))
    if row.kind == "flag":
        return st.booleans()
    if row.kind == "strategies":
        return st.lists(st.sampled_from(STRATEGIES), max_size=3)
    return MODELS if row.name == "model" else st.sampled_from(row.choices)


PROJECTS = st.fixed_dictionaries(
    {name: st.none() | values_of(row) for name, row in vocabulary().items()}
)


def amounts(facts, strategy):
    try:
        report = estimate_costs(facts, strategy=strategy)
    except InvalidInput as error:
        return str(error)
    each = [(p.label, p.model, p.monthly_usd, p.one_off_usd, p.total_usd) for p in report.plans]
    prices = [{price.what for price in plan.prices} for plan in report.plans]
    return each, prices, report.break_even_months, report.net_value_usd, report.worthwhile


@pytest.mark.parametrize("strategy", STRATEGIES)
@settings(modest, max_examples=120)
@given(known=PROJECTS)
@example(known={"failure_mode": "unsafe_output", "output_format": "structured"})
def test_amounts_follow_only_the_facts_that_are_named_for_their_plan(strategy, known):
    facts = ProjectFacts.of(known)
    assert amounts(facts, strategy) == amounts(billed_for(facts, strategy), strategy)


def test_ranges_are_those_of_the_facts_that_amounts_follow():
    facts = ProjectFacts.of(
        {"failure_mode": "wrong_behavior", "monthly_budget_usd": 3, "model": "gpt-4.1-mini"},
        {"monthly_requests": [20_000, 90_000], "target_accuracy": [80, 95]},
    )
    whole = estimate_costs(facts, strategy="peft", samples=20).ranges
    bare = estimate_costs(billed_for(facts, "peft"), strategy="peft", samples=20).ranges
    assert whole == bare
    assert "accuracy" not in " ".join(whole.moves_most).lower()

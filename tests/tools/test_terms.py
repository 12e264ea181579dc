"""The bill on other terms: today's own bill, money on top, other token prices, a longer time."""

from datetime import date
from decimal import Decimal

import pytest

from tools.costs import estimate_costs
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.tariffs import tariffs
from tools.terms import Terms, on_terms

DAY = date(2026, 11, 21)
FACTS = ProjectFacts.of(
    {
        "task": "generation",
        "monthly_requests": 200_000,
        "model": "gpt-4.1",
        "prompt_tokens": 2000,
        "output_tokens": 200,
    }
)


def priced(strategy: str = "peft", **terms: float) -> tuple:
    found = on_terms(FACTS, strategy, Terms(**terms), as_of=DAY)
    return found, found.report.plans[0], found.report.plans[-1]


def test_against_a_bill_as_told_the_saving_is_that_bill_less_the_plans_month():
    found, _, plan = priced(today_usd_monthly=7000)
    assert found.saving_usd == 7000 - plan.monthly_usd
    assert found.upfront_usd == plan.one_off_usd
    assert found.break_even_months == pytest.approx(float(plan.one_off_usd / found.saving_usd))


def test_a_bill_as_told_below_the_plans_month_never_pays_back():
    found, _, _ = priced(today_usd_monthly=1)
    assert found.saving_usd < 0
    assert found.break_even_months is None


@pytest.mark.parametrize(("share", "far"), [("0.49", True), ("0.51", False), ("1", False)])
def test_a_bill_as_told_far_from_list_prices_is_marked(share: str, far: bool):
    prompt = estimate_costs(FACTS, strategy="peft", as_of=DAY).plans[0].monthly_usd
    assert priced(today_usd_monthly=float(prompt * Decimal(share)))[0].gap is far


def test_money_on_top_comes_to_what_is_paid_once():
    bare, first, plan = priced()
    found, _, _ = priced(extra_once_usd=30_000)
    assert found.upfront_usd == bare.upfront_usd + 30_000
    assert found.saving_usd == first.monthly_usd - plan.monthly_usd
    assert found.break_even_months == pytest.approx(float(found.upfront_usd / found.saving_usd))


def test_half_the_token_price_halves_a_bill_that_is_only_tokens():
    found, first, _ = priced(token_price_factor=0.5)
    assert first.monthly_usd == found.listed.plans[0].monthly_usd / 2


def test_machines_by_the_hour_and_training_keep_their_price_when_tokens_get_cheaper():
    found, _, plan = priced(token_price_factor=0.5)
    now = {line.label: line.usd for line in plan.lines}
    was = {line.label: line.usd for line in found.listed.plans[-1].lines}
    assert {"Hosting", "Training"} <= was.keys()
    for label in ("Hosting", "Training", "Labelling"):
        assert now[label] == was[label]
    for label in ("Prompt tokens", "Output tokens"):
        assert now[label] == was[label] / 2


def test_only_prices_of_running_tokens_are_multiplied_in_the_table():
    book, half = tariffs(), tariffs().at_token_prices(Decimal("0.5"))
    assert half.row("input/openai/gpt-4.1").usd == book.row("input/openai/gpt-4.1").usd / 2
    for key in ("training/openai/gpt-4.1", "gpu/H100"):
        assert half.row(key) == book.row(key)


def test_totals_run_over_the_months_that_are_asked_for():
    found, first, plan = priced(horizon_months=36)
    assert found.report.horizon_months == 36
    assert first.total_usd == 36 * first.monthly_usd
    assert plan.total_usd == plan.one_off_usd + 36 * plan.monthly_usd


@pytest.mark.parametrize("name", ["today_usd_monthly", "extra_once_usd", "token_price_factor"])
def test_terms_below_nothing_are_refused_with_their_name(name: str):
    with pytest.raises(InvalidInput, match=name):
        Terms(**{name: -1})

from decimal import Decimal

import pytest

from tools.costs import estimate_costs
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.outlook import MOST_MONTHS, Outlook, net_present_value
from tools.plans import plans_from_json
from tools.workbench import implied, workbench

PUBLISHED = {
    "monthly_requests": 120_000,
    "extra_prompt_tokens": 420,
    "training_usd": 1800,
    "evaluation_usd": 400,
    "prompt_tokens_saved": 260,
}


def test_the_published_case_comes_out_to_the_cent():
    bench = workbench(**PUBLISHED)
    assert bench.prompt_monthly_usd == Decimal("201.60")
    assert bench.tuned_monthly_usd == Decimal("76.80")
    assert bench.one_off_usd == 2200
    assert bench.saving_usd == Decimal("124.80")
    assert round(bench.break_even_months, 1) == 17.6
    assert (bench.prompt_total_usd, bench.tuned_total_usd) == (
        Decimal("2419.20"),
        Decimal("3121.60"),
    )


def test_the_workbench_adds_warnings_of_its_own():
    said = " ".join(workbench(**PUBLISHED).warnings)
    assert "$702.40 more" in said
    assert "$12.48 a month, too little to pay back within 5 years" in said
    assert "saves $48.00 a month" in said


def test_a_volume_ten_times_as_large_pays_back_ten_times_as_fast():
    bench = workbench(**PUBLISHED | {"monthly_requests": 1_200_000})
    assert bench.break_even_months == pytest.approx(1.7628, abs=1e-4)
    assert "within the 12" in bench.signal


@pytest.mark.parametrize(
    ("training_usd", "says"),
    [
        (7_000, "pays back after 59.3 months, but not within the 12 you plan for."),
        (7_088, "pays back after 60 months, but not within the 12 you plan for."),
        (7_100, "too little to pay back $7,500.00 within 5 years."),
        (90_000, "too little to pay back $90,400.00 within 5 years."),
    ],
)
def test_a_pay_back_out_of_sight_is_no_date_and_the_prompt_alone_is_counted(training_usd, says):
    signal = workbench(**PUBLISHED | {"training_usd": training_usd}).signal
    assert signal.startswith("On prompt tokens alone it saves $124.80 a month")
    assert signal.endswith(says)


@pytest.mark.parametrize(
    "changes",
    [
        {"monthly_requests": 0},
        {"prompt_tokens_saved": 0},
        {"usd_per_million_tokens": 0},
        {"extra_prompt_tokens": 0, "prompt_tokens_saved": 0},
    ],
)
def test_without_a_saving_the_workbench_says_never(changes):
    bench = workbench(**PUBLISHED | changes)
    assert bench.break_even_months is None
    assert bench.signal.startswith("Never pays back")


def test_without_a_one_off_cost_a_saving_pays_back_at_once():
    bench = workbench(**PUBLISHED | {"training_usd": 0, "evaluation_usd": 0})
    assert bench.break_even_months == 0


def test_more_tokens_cannot_be_saved_than_there_are():
    with pytest.raises(
        InvalidInput, match="must not exceed the 420 prompt tokens there are; got 430"
    ):
        workbench(**PUBLISHED | {"prompt_tokens_saved": 430})


@pytest.mark.parametrize(
    ("failure", "helps", "path"),
    [
        ("missing_knowledge", False, "rag"),
        ("wrong_behavior", True, "peft"),
        ("wrong_format", False, "guardrails"),
        ("cost_latency", True, "distillation"),
    ],
)
def test_the_fit_check_asks_whether_tuning_solves_the_problem(failure, helps, path):
    fit = workbench(**PUBLISHED, facts=ProjectFacts.of({"failure_mode": failure})).fit
    assert (fit.tuning_helps, fit.path) == (helps, path)


def test_the_fit_check_does_not_guess_what_is_wrong():
    assert workbench(**PUBLISHED).fit.tuning_helps is None


def test_rules_that_change_weekly_speak_against_tuning():
    facts = ProjectFacts.of({"failure_mode": "wrong_behavior", "requirement_change": "weekly"})
    assert workbench(**PUBLISHED, facts=facts).fit.tuning_helps is False


@pytest.mark.parametrize(
    ("outlook", "month"),
    [
        (Outlook(), 2200 / 124.80),
        (Outlook(monthly_growth_share=0.05), 13),
        (Outlook(yearly_price_decline_share=0.30), 25),
        (Outlook(yearly_price_decline_share=0.50), 79),
        (Outlook(yearly_price_decline_share=0.60), None),
    ],
)
def test_growth_brings_the_break_even_forward_and_falling_prices_delay_it(outlook, month):
    prompt = {"kind": "prompt_only", "extra_prompt_tokens": 420, "usd_per_million_input_tokens": 4}
    tuned = {"kind": "hosted_tuning", "prompt_tokens_saved": 260, "training_usd": 1800}
    plans = plans_from_json(
        [prompt, tuned | {"usd_per_million_input_tokens": 4, "evaluation_usd": 400}]
    )
    facts = ProjectFacts.of({"monthly_requests": 120_000})
    found = estimate_costs(facts, plans, outlook=outlook).break_even_months
    assert found == (month if month is None else pytest.approx(month))


def test_savings_halving_every_year_never_add_up_to_much_more_than_2_223_dollars():
    halving = Outlook(yearly_price_decline_share=0.50)
    savings = (halving.spent(0, 124.80, month) for month in range(1, MOST_MONTHS + 1))
    assert sum(savings) == pytest.approx(2223.58, abs=0.005)


@pytest.mark.parametrize(
    ("months", "rate", "value"),
    [
        (12, 0.10, -777.22),
        (24, 0.10, 516.22),
        (36, 0.10, 1692.07),
        (12, 0.0, -702.40),
        (24, 0.0, 795.20),
        (36, 0.0, 2292.80),
    ],
)
def test_the_net_present_value_of_the_published_case(months, rate, value):
    outlook = Outlook(yearly_discount_share=rate)
    assert net_present_value(2200, [124.80] * months, outlook) == pytest.approx(value, abs=0.005)


def test_discounted_savings_pay_back_in_month_20():
    discounted = Outlook(yearly_discount_share=0.10)
    assert net_present_value(2200, [124.80] * 19, discounted) < 0
    assert net_present_value(2200, [124.80] * 20, discounted) >= 0


@pytest.mark.parametrize(
    ("one_off", "monthly", "value"),
    [(800, 536.80, 12_483), (800, 146.11, 3_980), (3624, 1666.33, 39_891), (4810, 3534.33, 81_733)],
)
def test_the_present_cost_of_four_ways_over_two_years(one_off, monthly, value):
    outlook = Outlook(yearly_discount_share=0.10)
    assert -net_present_value(one_off, [-monthly] * 24, outlook) == pytest.approx(value, abs=0.6)


@pytest.mark.parametrize("value", [1.5, float("nan"), -1])
def test_an_impossible_outlook_is_refused_with_its_value(value):
    with pytest.raises(InvalidInput, match="yearly_discount_share must be between"):
        Outlook(yearly_discount_share=value)


# --- from the published results back to what was put in ------------------------------------------


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        # the published workbench: 201.60 for 420 tokens, 76.80 once 260 of them are gone
        ({"monthly_usd": 201.60, "monthly_requests": 120_000, "tokens": 420}, 4),
        ({"monthly_usd": 201.60, "monthly_requests": 120_000, "usd_per_million_tokens": 4}, 420),
        ({"monthly_usd": 201.60, "tokens": 420, "usd_per_million_tokens": 4}, 120_000),
        ({"monthly_usd": 76.80, "monthly_requests": 120_000, "usd_per_million_tokens": 4}, 160),
        ({"monthly_usd": 124.80, "monthly_requests": 120_000, "usd_per_million_tokens": 4}, 260),
        # the published comparison with an API: 1,500 + 1,200, then 120; training for 20
        ({"monthly_usd": 1500, "monthly_requests": 100_000, "tokens": 500}, 30),
        ({"monthly_usd": 1200, "monthly_requests": 100_000, "tokens": 200}, 60),
        ({"monthly_usd": 120, "monthly_requests": 100_000, "tokens": 100}, 12),
        ({"monthly_usd": 20, "monthly_requests": 5000, "tokens": 500}, 8),
    ],
)
def test_a_published_bill_leads_back_to_the_figure_behind_it(given, missing):
    assert implied(**given) == missing


def test_the_published_break_even_leads_back_to_the_training_bill():
    bench = workbench(**PUBLISHED)
    assert Decimal(bench.break_even_months) * bench.saving_usd == pytest.approx(Decimal(2200))
    gap = Decimal(2700) / 100_000 - Decimal(120) / 100_000
    assert round(Decimal("775.1937984") * gap, 2) == 20


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"monthly_usd": 5}, "leave one of .* out; got none"),
        ({"monthly_usd": 5, "tokens": 3}, "leave one of .* out; got tokens"),
        (
            {"monthly_usd": 5, "tokens": 3, "monthly_requests": 4, "usd_per_million_tokens": 1},
            "leave one of",
        ),
        ({"monthly_usd": -5, "tokens": 3, "monthly_requests": 4}, "monthly_usd must be 0 or more"),
        ({"monthly_usd": 5, "tokens": 3, "monthly_requests": float("nan")}, "got nan"),
        ({"monthly_usd": 5, "tokens": 3, "monthly_requests": 0}, r"no figure explains .* \$5.00"),
    ],
)
def test_a_bill_that_nothing_explains_is_refused(given, message):
    with pytest.raises(InvalidInput, match=message):
        implied(**given)

"""When a plan pays back, in words: one rule for the chat, the charts, the pages and the record."""

from dataclasses import replace

import pytest

from tools.charts.costwords import cost_text, cost_title
from tools.costs import estimate_costs
from tools.costwords import payback, payback_in_short
from tools.facts import ProjectFacts
from tools.paybacks import is_out_of_sight, payback_roughly, payback_time
from tools.plans import Plan
from tools.results import CostReport

VOLUME = ProjectFacts.of({"task": "generation", "monthly_requests": 120_000})


def _late(training_usd: float) -> CostReport:
    prices = {"usd_per_million_input_tokens": 4.0}
    prompt = Plan(kind="prompt_only", extra_prompt_tokens=420, **prices)
    tuned = Plan(
        kind="hosted_tuning",
        extra_prompt_tokens=420,
        prompt_tokens_saved=260,
        training_usd=training_usd,
        evaluation_usd=0,
        **prices,
    )
    return estimate_costs(VOLUME, [prompt, tuned])


@pytest.mark.parametrize(
    ("span", "exactly", "roughly"),
    [
        (0.5, "15 days", "15 days"),
        (17.6, "17.6 months", "18 months"),
        (59.9, "59.9 months", "60 months"),
        (60, "60 months", "60 months"),
        (60.1, "more than 5 years", "more than 5 years"),
        (214, "more than 5 years", "more than 5 years"),
    ],
)
def test_a_pay_back_beyond_what_can_be_foreseen_names_no_month(span, exactly, roughly):
    assert payback_time(span) == exactly
    assert payback_roughly(span) == roughly
    assert is_out_of_sight(span) == (span > 60)


def test_charts_and_sentences_name_no_month_out_of_sight():
    report = _late(50_000)
    assert report.break_even_months is not None
    assert report.break_even_months > 60
    told = [
        cost_title(report),
        cost_text(report),
        payback(report, report.plans[1]),
        payback_in_short(report, report.plans[1]),
    ]
    for text in told:
        assert "more than 5 years" in text
        assert f"{report.break_even_months:.0f}" not in text
    assert "beyond" not in cost_title(report)


def test_a_pay_back_behind_the_horizon_but_in_sight_is_still_told_in_months():
    report = replace(_late(4_000), ranges=None)
    assert "32.1 months, beyond the 12 shown" in cost_title(report)

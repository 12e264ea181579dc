from decimal import Decimal

import pytest

from tools import costwords
from tools.costs import estimate_costs
from tools.facts import ProjectFacts
from tools.money import about, counted, span
from tools.plans import plans_from_json


def report(facts, *plans, ranges=None, **options):
    known = ProjectFacts.of(facts, ranges)
    return estimate_costs(known, plans_from_json(list(plans)) if plans else None, **options)


EXACT = (
    {"kind": "prompt_only", "extra_prompt_tokens": 420, "usd_per_million_input_tokens": 4},
    {"kind": "hosted_tuning", "prompt_tokens_saved": 260, "training_usd": 2200},
)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0", "$0"),
        ("0.0042", "$0.0042"),
        ("0.5", "$0.50"),
        ("1.256", "$1.26"),
        ("9.999", "$10"),
        ("13.46", "$13"),
        ("99.96", "$100"),
        ("286.94", "$287"),
        ("999.7", "$1,000"),
        ("12345.6", "$12,300"),
        ("-286.94", "-$287"),
    ],
)
def test_an_estimate_is_said_without_idle_cents(value, said):
    assert about(Decimal(value)) == said


def test_two_bounds_that_say_the_same_are_one_figure():
    assert span(Decimal("240.2"), Decimal("309.8")) == "$240–$310"
    assert span(Decimal("240.2"), Decimal("240.4")) == "$240"


def test_one_thing_is_not_several():
    assert (counted(1, "run"), counted(0, "run"), counted(3, "run")) == (
        "1 run",
        "0 runs",
        "3 runs",
    )


def test_what_is_given_is_said_to_the_cent():
    found = report({"monthly_requests": 120_000}, *EXACT, samples=20)
    assert not found.estimated
    first, second = found.plans
    assert costwords.bill(found, first) == "Prompt only $201.60 a month"
    assert costwords.bill(found, second) == "Hosted fine-tune $76.80 a month plus $2,200.00 once"
    assert costwords.total(found, second) == "$3,121.60"
    assert costwords.payback(found, first) == ""
    assert costwords.payback(found, second) == (
        "Saves $124.80 a month; pays back after 17.6 months, 2,115,385 requests. Within 12 months "
        "it would take 176,000 requests a month."
    )


def test_what_is_estimated_is_rounded_and_has_a_range_where_it_was_sampled():
    bare = report({"monthly_requests": 120_000})
    assert bare.estimated
    assert costwords.monthly(bare, bare.plans[0]) == "$216 a month"
    ranged = report({"monthly_requests": 120_000}, samples=50)
    assert costwords.monthly(ranged, ranged.plans[0]).startswith("$216 a month ($")
    assert "–" in costwords.once(ranged, ranged.plans[1])
    assert costwords.once(ranged, ranged.plans[0]) == ""


def test_a_range_that_reaches_from_loss_to_saving_says_both():
    ranges = {"monthly_requests": [60_000, 400_000]}
    found = report(
        {}, *EXACT[:1], EXACT[1] | {"upkeep_usd_monthly": 150}, ranges=ranges, samples=99
    )
    said = costwords.payback(found, found.plans[1])
    assert " more to $" in said
    assert "to never)" in said
    assert "The chance that it pays back within 12 months is" in said


def test_a_plan_for_better_answers_is_not_blamed_for_its_price():
    found = report({"monthly_requests": 1000}, {"kind": "prompt_only"}, {"kind": "rag"})
    assert found.never_because
    said = costwords.payback(found, found.plans[1])
    assert said.endswith("more a month: it buys better answers, not a saving.")


def test_a_saving_for_nothing_has_nothing_to_pay_back():
    cheaper = EXACT[0] | {"usd_per_million_input_tokens": 1}
    found = report({"monthly_requests": 120_000}, EXACT[0], cheaper)
    assert costwords.payback(found, found.plans[1]) == (
        "Saves $151.20 a month; there is nothing to pay back."
    )


def test_the_days_on_which_prices_were_seen_are_said_unless_all_are_given():
    assert costwords.prices_seen(report({"monthly_requests": 1000}, *EXACT)) == ""
    seen = costwords.prices_seen(report({"monthly_requests": 1000}, {"kind": "prompt_only"}))
    assert seen == "Prices as last seen 2026-10-14."

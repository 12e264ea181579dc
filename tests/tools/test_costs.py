from decimal import Decimal

from tools.costs import estimate_costs
from tools.facts import ProjectFacts
from tools.plans import plans_from_json


def test_the_cost_workbench_is_reproduced_to_the_cent():
    facts = ProjectFacts.of({"monthly_requests": 120_000})
    plans = plans_from_json(
        [
            {"kind": "prompt_only", "extra_prompt_tokens": 420, "usd_per_million_input_tokens": 4},
            {
                "kind": "hosted_tuning",
                "extra_prompt_tokens": 420,
                "prompt_tokens_saved": 260,
                "usd_per_million_input_tokens": 4,
                "training_usd": 1800,
                "evaluation_usd": 400,
            },
        ]
    )
    report = estimate_costs(facts, plans)
    prompt, tuned = report.plans
    assert prompt.monthly_usd == Decimal("201.60")
    assert tuned.monthly_usd == Decimal("76.80")
    assert tuned.one_off_usd == Decimal(2200)
    assert report.monthly_saving_usd == Decimal("124.80")
    assert round(report.break_even_months, 1) == 17.6
    assert (prompt.total_usd, tuned.total_usd) == (Decimal("2419.20"), Decimal("3121.60"))

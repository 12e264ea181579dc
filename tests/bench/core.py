"""How fast the calculators are once they run."""

from tests.bench.timing import table, timed
from tools.costs import estimate_costs
from tools.facts import ProjectFacts
from tools.interview import next_question
from tools.plans import plans_from_json
from tools.scoring import assess

SOME = {"task": "generation", "monthly_requests": 120_000, "labeled_examples": 3000}
PLANS = [
    {"kind": "prompt_only", "extra_prompt_tokens": 420, "usd_per_million_input_tokens": 4},
    {"kind": "hosted_tuning", "prompt_tokens_saved": 260, "training_usd": 1800}
    | {"extra_prompt_tokens": 420, "usd_per_million_input_tokens": 4},
]


def report() -> str:
    """The table."""
    facts = ProjectFacts.of(SOME)
    plans = plans_from_json(PLANS)
    volumes = [ProjectFacts.of({**SOME, "monthly_requests": 1000 + n}) for n in range(1000)]

    def a_thousand_bills() -> None:
        for project in volumes:
            estimate_costs(project, plans)

    rows = [
        timed("assessment, 2,000 samples", lambda: assess(facts), runs=20),
        timed("assessment of an empty project", lambda: assess(ProjectFacts()), runs=20),
        timed("next question", lambda: next_question(facts), runs=20),
        timed("bill of two plans", lambda: estimate_costs(facts, plans), runs=50),
        timed("bills of 1,000 projects", a_thousand_bills, runs=3),
    ]
    return table("Calculators", rows)

"""How fast plans of every strategy are priced, figures ranged, and data sets checked."""

import json
from datetime import date
from typing import Any

from agent.settings import load_settings
from tests.bench.timing import table, timed
from tools.costs import estimate_costs
from tools.dataset import check_dataset
from tools.facts import ProjectFacts
from tools.results import as_json
from tools.vocabulary import STRATEGIES
from ui.calculators import cost

MODELS = ("gpt-4o", "gpt-6-luna", "claude-haiku-4.5", "gpt-6.1-terra")
PROJECTS = 1000
EXAMPLES = 1000


def project(number: int) -> ProjectFacts:
    """A project that differs from its neighbours in volume, tokens and model."""
    return ProjectFacts.of(
        {
            "monthly_requests": 1000 + 997 * number,
            "prompt_tokens": 300 + number % 3000,
            "output_tokens": 20 + number % 500,
            "model": MODELS[number % len(MODELS)],
        }
    )


def examples() -> list[str]:
    """Chat examples of about 250 tokens."""
    return [
        json.dumps(
            {
                "messages": [
                    {"role": "user", "content": " ".join(f"q{n}w{k}" for k in range(40))},
                    {"role": "assistant", "content": " ".join(f"a{n}w{k}" for k in range(20))},
                ]
            }
        )
        for n in range(EXAMPLES)
    ]


def report() -> str:
    """The table."""
    projects, lines = [project(n) for n in range(PROJECTS)], examples()

    def every_strategy() -> None:
        for n, facts in enumerate(projects):
            estimate_costs(facts, strategy=STRATEGIES[n % len(STRATEGIES)])

    def ranged() -> None:
        estimate_costs(projects[1], strategy="peft", samples=200)

    settings = load_settings(as_of=date(2026, 11, 21))
    compared = [{"facts": facts.values()} for facts in projects]
    plans = [
        {"kind": "prompt_only"},
        {"kind": "hosted_tuning", "prompt_tokens_saved": 100, "training_usd": 2000},
    ]
    given = [row | {"plan": plans} for row in compared]

    def command(lines: list[dict[str, Any]]) -> None:
        for line in lines:
            as_json(cost(line, settings))

    rows = [
        timed("1,000 lines of `cost --json`, two plans each", lambda: command(given), runs=3),
        timed("1,000 lines without a plan, with the advice", lambda: command(compared), runs=3),
        timed("1,000 projects over the eight strategies", every_strategy, runs=3),
        timed("ranges from 200 sampled cases", ranged, runs=5),
        timed("data-set check of 1,000 examples", lambda: check_dataset(lines), runs=3),
    ]
    return table("Costs", rows)

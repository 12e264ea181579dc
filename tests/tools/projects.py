"""Projects that the tests of the decision engine share: spoken ones, and random ones."""

from typing import Any

from hypothesis import strategies as st

from tools.facts import ProjectFacts
from tools.vocabulary import STRATEGIES, vocabulary

SUPPORT_EMAILS: dict[str, Any] = {
    "task": "generation",
    "monthly_requests": 120_000,
    "labeled_examples": 3000,
    "consistency_need": "high",
    "requirement_change": "rarely",
    "knowledge_update": "yearly",
}
LAB = {
    "requirement_stability": 82,
    "labeled_data": 72,
    "request_volume": 84,
    "freshness_need": 18,
    "long_prompt_tolerance": 36,
}
NUMBERS = {
    "monthly_requests": (0, 10**9),
    "labeled_examples": (0, 10**6),
    "knowledge_tokens": (1000, 10**10),
    "current_accuracy": (0, 100),
    "target_accuracy": (50, 100),
    "prompt_tokens": (10, 10**5),
    "monthly_budget_usd": (0, 10**6),
    "upfront_budget_usd": (0, 10**6),
    "latency_target_ms": (10, 10**5),
    "time_to_launch_days": (0, 700),
}


def project(**facts: Any) -> ProjectFacts:
    """A project from plain values."""
    return ProjectFacts.of(facts)


def _values(name: str) -> st.SearchStrategy[Any]:
    rule = vocabulary()[name]
    if rule.kind == "choice":
        return st.sampled_from(rule.choices)
    if rule.kind == "flag":
        return st.booleans()
    if rule.kind == "strategies":
        return st.lists(st.sampled_from(STRATEGIES), min_size=1, max_size=3, unique=True)
    return st.integers(*NUMBERS[name])


COUNTING = tuple(
    name
    for name, rule in vocabulary().items()
    if rule.kind in ("choice", "flag", "strategies") or name in NUMBERS
)
plain_projects: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {}, optional={name: _values(name) for name in COUNTING}
)

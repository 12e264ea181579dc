from collections.abc import Mapping

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("known", "text", "facts"),
    [
        (
            {"monthly_requests": 300_000},
            "sorry, that's 30k, not 300k",
            {"monthly_requests": 30_000},
        ),
        ({"monthly_requests": 2_000}, "I meant per week", {"monthly_requests": 8_690}),
        ({"monthly_requests": 500_000}, "one zero too many", {"monthly_requests": 50_000}),
        ({"labeled_examples": 700}, "add another 300 examples", {"labeled_examples": 1_000}),
        (
            {"current_accuracy": 90, "target_accuracy": 75},
            "the other way round!",
            {"current_accuracy": 75, "target_accuracy": 90},
        ),
        ({"model": "gpt-4o"}, "I said gpt-4o but it's claude-3-haiku", {"model": "claude-3-haiku"}),
        ({"self_hosted": True}, "drop the on-prem requirement", {"self_hosted": False}),
        ({"knowledge_update": "weekly"}, "not weekly, monthly", {"knowledge_update": "monthly"}),
        ({"time_to_launch_days": 42}, "12 weeks instead of 6", {"time_to_launch_days": 84}),
    ],
)
def test_a_correction_gives_the_new_absolute_value(
    known: Mapping[str, object], text: str, facts: Mapping[str, object]
) -> None:
    reading = Reader().read(text, known=known)
    assert reading.kind == "correct"
    assert dict(reading.facts) == facts


@pytest.mark.parametrize(
    ("known", "text", "cleared"),
    [
        ({"monthly_budget_usd": 500}, "scratch the budget", ("monthly_budget_usd",)),
        ({"latency_target_ms": 500}, "forget what I said about latency", ("latency_target_ms",)),
        ({"regulated": True, "task": "chat"}, "take back the regulated part", ("regulated",)),
        (
            {"monthly_budget_usd": 5, "upfront_budget_usd": 9},
            "forget both budgets",
            ("monthly_budget_usd", "upfront_budget_usd"),
        ),
    ],
)
def test_a_retraction_clears_and_sets_nothing(
    known: Mapping[str, object], text: str, cleared: tuple[str, ...]
) -> None:
    reading = Reader().read(text, known=known)
    assert (reading.kind, reading.cleared, dict(reading.facts)) == ("correct", cleared, {})


@pytest.mark.parametrize(
    ("known", "text", "proposed"),
    [
        ({"monthly_requests": 40_000}, "what if traffic triples", {"monthly_requests": 120_000}),
        ({"labeled_examples": 5_000}, "and with 10x fewer labels?", {"labeled_examples": 500}),
        ({"prompt_tokens": 3_000}, "suppose we cut the prompt in half", {"prompt_tokens": 1_500}),
        ({"monthly_requests": 10_000}, "say usage drops by 30%", {"monthly_requests": 7_000}),
        ({"current_accuracy": 80}, "what if we get 5 points more", {"current_accuracy": 85}),
        ({}, "what if volume doubles", {}),
        ({"labeled_examples": 9}, "what if we had no labels at all", {"labeled_examples": 0}),
        (
            {"labeled_examples": 9},
            "say we're not allowed to use any of the examples",
            {"labeled_examples": 0},
        ),
        (
            {"monthly_requests": 8_000},
            "what if 30% of the traffic goes away",
            {"monthly_requests": 5_600},
        ),
        (
            {"monthly_requests": 8_000},
            "what if a quarter of the requests disappear",
            {"monthly_requests": 6_000},
        ),
        (
            {"labeled_examples": 800},
            "and if a quarter of the labels had to be thrown away?",
            {"labeled_examples": 600},
        ),
        (
            {"monthly_requests": 6_000, "monthly_budget_usd": 300},
            "picture half the budget and twice the volume",
            {"monthly_requests": 12_000, "monthly_budget_usd": 150},
        ),
        (
            {"monthly_requests": 6_000, "monthly_budget_usd": 300},
            "twice the requests on a third of the budget, what then?",
            {"monthly_requests": 12_000, "monthly_budget_usd": 100},
        ),
        (
            {"monthly_requests": 500},
            "what would twice the requests do",
            {"monthly_requests": 1_000},
        ),
        (
            {"labeled_examples": 3_000},
            "what if we lost all the labels and started with 400?",
            {"labeled_examples": 400},
        ),
        (
            {"monthly_budget_usd": 700},
            "what if there is zero monthly budget",
            {"monthly_budget_usd": 0},
        ),
        ({"labeled_examples": 90}, "what if we lost all our labels", {"labeled_examples": 0}),
        (
            {"labeled_examples": 90},
            "suppose we weren't permitted to use any of the labels",
            {"labeled_examples": 0},
        ),
        (
            {"labeled_examples": 500},
            "suppose only a fifth of our data is kept",
            {"labeled_examples": 100},
        ),
        ({"current_accuracy": 70}, "if a judge won us 6 more points?", {"current_accuracy": 76}),
        ({"self_hosted": True}, "in case they do permit the cloud?", {"self_hosted": False}),
        (
            {"target_accuracy": 95},
            "would 88% accuracy as the goal make things cheaper",
            {"target_accuracy": 88},
        ),
        (
            {"ml_expertise": "strong"},
            "suppose our whole data science team leaves",
            {"ml_expertise": "none"},
        ),
        (
            {"current_accuracy": 80},
            "what if few-shot gave us 5 points more",
            {"current_accuracy": 85},
        ),
        (
            {"prompt_tokens": 1_000, "labeled_examples": 3_000},
            "suppose we shorten the prompt by 40% and get 2k more labels",
            {"prompt_tokens": 600, "labeled_examples": 5_000},
        ),
        (
            {"knowledge_update": "static"},
            "if the docs changed daily?",
            {"knowledge_update": "daily"},
        ),
        ({"self_hosted": True}, "what if we could use the cloud", {"self_hosted": False}),
        ({}, "what if we only had 100 examples?", {"labeled_examples": 100}),
    ],
)
def test_a_what_if_is_absolute_and_sets_no_fact(
    known: Mapping[str, object], text: str, proposed: Mapping[str, object]
) -> None:
    reading = Reader().read(text, known=known)
    assert reading.kind == "what_if"
    assert dict(reading.hypothetical) == proposed
    assert dict(reading.facts) == {}


@pytest.mark.parametrize(
    "text", ["we assume 500 requests a day", "if one answer is wrong, people get hurt."]
)
def test_a_statement_with_if_or_assume_is_no_what_if(text: str) -> None:
    assert Reader().read(text).kind == "describe"

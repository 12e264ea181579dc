"""What-ifs of many shapes: figures put in the place of known ones, money, what is in place."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("text", "known", "proposed"),
    [
        ("pretend our 300 ms became 900", {"latency_target_ms": 300}, {"latency_target_ms": 900}),
        ("say the 95 was a 92", {"target_accuracy": 95}, {"target_accuracy": 92}),
        ("what if the 30 days became 45", {"time_to_launch_days": 30}, {"time_to_launch_days": 45}),
        (
            "what if the 800 labels were 8,000",
            {"labeled_examples": 800},
            {"labeled_examples": 8000},
        ),
        ("say our 12 classes turned into 30", {"label_classes": 12}, {"label_classes": 30}),
        ("say 12 categories instead of 40", {"label_classes": 40}, {"label_classes": 12}),
        (
            "suppose the monthly bill could be 3k",
            {"monthly_budget_usd": 800},
            {"monthly_budget_usd": 3000},
        ),
        (
            "what if the upfront money was gone",
            {"upfront_budget_usd": 10000},
            {"upfront_budget_usd": 0},
        ),
        ("say we already fine-tuned with LoRA", {"task": "chat"}, {"tried": ("peft",)}),
        (
            "pretend we had guardrails and RAG in place already",
            {"task": "chat"},
            {"tried": ("rag", "guardrails")},
        ),
        ("same but with 6 classes", {"label_classes": 14}, {"label_classes": 6}),
        ("same, only with 90 pairs", {"labeled_examples": 600}, {"labeled_examples": 90}),
        (
            "now with claude-3-5-haiku-20241022?",
            {"model": "gpt-4o"},
            {"model": "claude-3-5-haiku-20241022"},
        ),
        (
            "say ten times the calls and a tenth of the budget",
            {"monthly_requests": 3000, "monthly_budget_usd": 500},
            {"monthly_requests": 30000, "monthly_budget_usd": 50},
        ),
        (
            "20% more labels, and 20% less traffic?",
            {"labeled_examples": 1000, "monthly_requests": 50000},
            {"labeled_examples": 1200, "monthly_requests": 40000},
        ),
        (
            "what about 500 more examples and 3 months longer?",
            {"labeled_examples": 200, "time_to_launch_days": 30},
            {"labeled_examples": 700, "time_to_launch_days": 120},
        ),
        (
            "and with 2,500 pairs and no regulator?",
            {"regulated": True, "labeled_examples": 300},
            {"regulated": False, "labeled_examples": 2500},
        ),
        (
            "suppose tone didn't count, json did, and nobody reviewed anything",
            {"consistency_need": "high", "output_format": "free_text", "human_review": True},
            {"consistency_need": "low", "output_format": "structured", "human_review": False},
        ),
    ],
)
def test_a_what_if_proposes_what_its_words_say(
    text: str, known: dict[str, Any], proposed: dict[str, Any]
) -> None:
    reading = Reader().read(text, known=known)
    assert (reading.kind, dict(reading.hypothetical)) == ("what_if", proposed)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("what if we used RAG instead", {"task": "chat"}),
        ("what if the 700 ms became green", {"latency_target_ms": 700}),
        ("what if the 40 became 50", {"labeled_examples": 40, "label_classes": 40}),
    ],
)
def test_what_is_not_surely_meant_is_not_supposed(
    reader: Reader, text: str, known: dict[str, Any]
) -> None:
    proposed = reader.read(text, known=known).hypothetical
    assert "tried" not in proposed
    assert not any(proposed.get(fact) not in (None, value) for fact, value in known.items())

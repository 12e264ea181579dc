"""How often things change, told under a heading: "handbook updates: monthly"."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Handbook updates: weekly.", {"knowledge_update": "weekly"}),
        ("Changes to the price list: daily", {"knowledge_update": "daily"}),
        ("Document changes: once a year", {"knowledge_update": "yearly"}),
        ("policy changes: every month", {"knowledge_update": "monthly"}),
        ("Wiki edits: a couple of times a day", {"knowledge_update": "daily"}),
        ("Label changes: quarterly", {"requirement_change": "quarterly"}),
        ("Category updates: every month", {"requirement_change": "monthly"}),
        ("changes to the categories: weekly", {"requirement_change": "weekly"}),
    ],
)
@pytest.mark.parametrize("asked", [None, "monthly_requests", "latency_target_ms"])
def test_a_heading_tells_what_changes_so_often(
    text: str, facts: dict[str, Any], asked: str | None
) -> None:
    assert dict(Reader().read(text, asked=asked).facts) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Changes: 600 a month", {"monthly_requests": 600}),
        ("letters: weekly", {}),
        ("policy changes: nobody likes them. Weekly meetings", {}),
        ("handbook: monthly", {}),
        ("team changes: often", {}),
    ],
)
def test_a_heading_that_names_no_change_tells_none(text: str, facts: dict[str, Any]) -> None:
    assert dict(Reader().read(text).facts) == facts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the manuals change a couple times a week", "weekly"),
        ("manuals get updated a couple of times a month", "monthly"),
        ("our price list changes 3 times a week", "weekly"),
        ("the manuals change four times a day", "daily"),
    ],
)
def test_so_many_times_in_a_period_is_how_often(text: str, value: str) -> None:
    reading = Reader().read(text)
    assert dict(reading.facts) == {"knowledge_update": value}
    assert reading.unplaced == ()

"""Needs and permissions that are lifted, supposed or told, several of them in one sentence."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("text", "known", "proposed"),
    [
        (
            "suppose the identical wording stopped mattering and we had 6,500 pairs",
            {"consistency_need": "high", "labeled_examples": 300},
            {"consistency_need": "low", "labeled_examples": 6500},
        ),
        (
            "imagine wording that stays the same no longer mattered",
            {"consistency_need": "high"},
            {"consistency_need": "low"},
        ),
        (
            "would it matter if answers no longer needed to sound alike",
            {"consistency_need": "high"},
            {"consistency_need": "low"},
        ),
        (
            "say the schema were no longer required",
            {"output_format": "structured"},
            {"output_format": "free_text"},
        ),
        (
            "what if we dropped json and humans checked everything",
            {"output_format": "structured", "human_review": False},
            {"output_format": "free_text", "human_review": True},
        ),
        (
            "when the schema goes away, is it still peft?",
            {"output_format": "structured"},
            {"output_format": "free_text"},
        ),
        ("suppose we weren't regulated", {"regulated": True}, {"regulated": False}),
        (
            "once the regulator lets go of us, what then?",
            {"regulated": True},
            {"regulated": False},
        ),
        (
            "suppose the supervisory authority released us and traffic tripled",
            {"regulated": True, "monthly_requests": 900},
            {"regulated": False, "monthly_requests": 2700},
        ),
        (
            "what difference does it make if we drop the on-prem rule",
            {"self_hosted": True},
            {"self_hosted": False},
        ),
        (
            "say legal drops its objections to the cloud and volume triples",
            {"self_hosted": True, "monthly_requests": 4000},
            {"self_hosted": False, "monthly_requests": 12000},
        ),
        (
            "pretend on-prem wasn't a must",
            {"self_hosted": True},
            {"self_hosted": False},
        ),
    ],
)
def test_a_need_that_is_lifted_is_supposed_away(
    text: str, known: dict[str, Any], proposed: dict[str, Any]
) -> None:
    reading = Reader().read(text, known=known)
    assert (reading.kind, dict(reading.hypothetical)) == ("what_if", proposed)


@pytest.mark.parametrize(
    ("text", "known", "proposed"),
    [
        (
            "as soon as we may leave our own servers, what's better?",
            {"task": "chat", "self_hosted": True},
            {"self_hosted": False},
        ),
        (
            "what shifts the moment we can use a hosted API",
            {"self_hosted": True},
            {"self_hosted": False},
        ),
        (
            "what's different after we're cleared to run it in a public cloud?",
            {"self_hosted": True},
            {"self_hosted": False},
        ),
        (
            "once we're allowed in the cloud and have 3,000 pairs, what changes?",
            {"self_hosted": True, "labeled_examples": 100},
            {"self_hosted": False, "labeled_examples": 3000},
        ),
        (
            "Does anything change as soon as a reviewer reads each one?",
            {"human_review": False},
            {"human_review": True},
        ),
        (
            "what happens to the ranking once style stops mattering?",
            {"consistency_need": "high"},
            {"consistency_need": "low"},
        ),
        (
            "after we hire an ML team, would you still say prompting?",
            {"ml_expertise": "none"},
            {"ml_expertise": "strong"},
        ),
    ],
)
def test_a_condition_that_proposes_a_value_is_a_what_if(
    text: str, known: dict[str, Any], proposed: dict[str, Any]
) -> None:
    reading = Reader().read(text, known=known)
    assert (reading.kind, dict(reading.hypothetical)) == ("what_if", proposed)


@pytest.mark.parametrize(
    "text",
    [
        "what changes after we're live?",
        "When we launch, what should we monitor?",
        "Does the score change after a model is replaced?",
        "what changed in the last version?",
    ],
)
def test_a_condition_that_proposes_nothing_stays_a_question(reader: Reader, text: str) -> None:
    reading = reader.read(text, known={"task": "chat", "self_hosted": True})
    assert (reading.kind, dict(reading.hypothetical)) == ("question", {})


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("JSON output isn't required.", {"output_format": "free_text"}),
        ("the reply has to be JSON, it is required", {"output_format": "structured"}),
        ("we drop json into a bucket", {"output_format": "structured"}),
        ("nothing but json is accepted", {"output_format": "structured"}),
        ("self-hosting was dropped", {"self_hosted": False}),
        ("sameness of tone is immaterial", {"consistency_need": "low"}),
        ("the same phrasing everywhere is beside the point", {"consistency_need": "low"}),
        ("a steady voice is not needed", {"consistency_need": "low"}),
        ("the colour is unimportant", {}),
    ],
)
def test_what_is_not_asked_for_is_told_as_such(text: str, facts: dict[str, Any]) -> None:
    assert Reader().read(text).facts == facts


@pytest.mark.parametrize(
    ("text", "known", "proposed"),
    [
        (
            "what if nobody is allowed to use the cloud",
            {"self_hosted": False},
            {"self_hosted": True},
        ),
        ("suppose the cloud were forbidden", {"self_hosted": False}, {"self_hosted": True}),
        ("what if nothing may leave the building", {"self_hosted": False}, {"self_hosted": True}),
    ],
)
def test_a_permission_that_nobody_has_is_none(
    text: str, known: dict[str, Any], proposed: dict[str, Any]
) -> None:
    assert dict(Reader().read(text, known=known).hypothetical) == proposed

"""How people really write: roundabout, corrected halfway, with sayings and half sentences."""

from collections.abc import Mapping
from typing import Any

import pytest

from agent.offline.reading.reader import Reader


def read(text: str, asked: str | None = None, **known: Any) -> Any:
    return Reader().read(text, asked=asked, known=known)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("a few hundred thousand labelled chats", {"labeled_examples": 300_000}),
        ("no draft is sent unless a nurse has checked it", {"human_review": True}),
        ("never published before an editor signs off", {"human_review": True}),
        ("no data may ever leave the hospital", {"self_hosted": True}),
        ("we may not put patient notes into the cloud", {"self_hosted": True}),
        ("We haven't got 900 examples, just 90", {"labeled_examples": 90}),
        (
            "no labelled data here, nor a developer who ever fine-tuned a model",
            {"labeled_examples": 0, "ml_expertise": "none"},
        ),
        (
            "we type name, dose and date from referrals into the system",
            {"task": "extraction"},
        ),
        ("The bot quotes rulings that don't exist", {"failure_mode": "missing_knowledge"}),
        ("it makes up opening hours", {"failure_mode": "missing_knowledge"}),
        ("it grants discounts which it mustn't", {"failure_mode": "unsafe_output"}),
        ("40 nurses, each asks 5 questions a day", {"monthly_requests": 6_000}),
        ("800k rulings, fresh ones every week", {"knowledge_update": "weekly"}),
        ("2,500 Confluence pages", {"knowledge_tokens": 1_000_000}),
        (
            "answers come from a 250-page manual",
            {"knowledge_tokens": 100_000, "private_knowledge": "heavy"},
        ),
        ("12 x 500 x 2, so 12,000 a month", {"monthly_requests": 12_000}),
    ],
)
def test_a_roundabout_description_is_read(text: str, facts: Mapping[str, object]) -> None:
    got = read(text).facts
    assert {f: got.get(f) for f in facts} == facts


def test_a_big_model_that_is_good_but_dear_is_a_matter_of_cost() -> None:
    facts = read("claude-3-opus nails it, great, but way too expensive at our volume").facts
    assert facts["failure_mode"] == "cost_latency"
    assert facts["stronger_model_works"] is True


@pytest.mark.parametrize(
    "text",
    ["~2 new labels / month", "about 4 extra categories a year", "two new intents per quarter"],
)
def test_new_classes_are_no_requests(text: str) -> None:
    known = {"monthly_requests": 12_000}
    for asked in (None, "requirement_change", "monthly_requests"):
        assert "monthly_requests" not in Reader().read(text, asked=asked, known=known).facts


@pytest.mark.parametrize(
    ("known", "text", "value"),
    [
        (15_000_000, "oh sorry, that's per month", 500_000),
        (1_303.5, "sorry, a month", 300),
        (4_000, "I meant per day", 120_000),
        (1_303.5, "I meant per day, sorry", 9_000),
    ],
)
def test_a_rate_set_right_starts_from_the_figure_that_was_said(
    known: float, text: str, value: float
) -> None:
    assert read(text, monthly_requests=known).facts == {"monthly_requests": value}


def test_a_rate_whose_figure_cannot_be_told_is_asked_again() -> None:
    reading = read("per month, sorry", monthly_requests=71_237)
    assert (reading.cleared, dict(reading.facts)) == (("monthly_requests",), {})


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        (
            "failure_mode",
            "knowledge is good, the style is what people complain about",
            "wrong_behavior",
        ),
        ("failure_mode", "the logic is right but it leaks personal data", "unsafe_output"),
        ("failure_mode", "nothing really", "none"),
        ("private_knowledge", "nothing at all", "none"),
        ("knowledge_update", "they don't change", "static"),
    ],
)
def test_an_answer_is_read_by_what_it_complains_of(asked: str, text: str, value: str) -> None:
    assert read(text, asked).facts == {asked: value}


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("failure_mode", "nothing can leave the building"),
        ("private_knowledge", "nothing must leave our servers"),
        ("failure_mode", "go on, do the maths"),
        ("regulated", "no worries"),
        ("knowledge_update", "We don't care about benchmarks"),
        ("consistency_need", "I do not really care about latency"),
        ("labeled_examples", "5 x 40 x 20, call it 4,000 a month"),
        ("labeled_examples", "1.5 million patents, new ones every week"),
    ],
)
def test_a_sentence_about_something_else_is_no_answer(asked: str, text: str) -> None:
    reading = read(text, asked)
    assert asked not in reading.facts
    assert asked not in reading.cleared


def test_two_corrections_in_one_message_are_both_kept() -> None:
    reading = read(
        "it's 300 not 200, and really 1,500 forms", upfront_budget_usd=200, monthly_requests=900
    )
    assert reading.facts == {"upfront_budget_usd": 300, "monthly_requests": 1_500}


@pytest.mark.parametrize(
    ("known", "text", "proposed"),
    [
        (
            {"self_hosted": True},
            "what if compliance allowed us to use azure?",
            {"self_hosted": False},
        ),
        (
            {"requirement_change": "weekly"},
            "what if rules frozen?",
            {"requirement_change": "rarely"},
        ),
        ({"labeled_examples": 60}, "five times as many forms", {"labeled_examples": 300}),
        ({"monthly_requests": 800}, "twice the traffic?", {"monthly_requests": 1_600}),
        ({"model": "gpt-4o"}, "claude-3-haiku instead?", {"model": "claude-3-haiku"}),
    ],
)
def test_a_half_sentence_can_be_a_what_if(
    known: Mapping[str, object], text: str, proposed: Mapping[str, object]
) -> None:
    reading = Reader().read(text, known=known)
    assert (reading.kind, dict(reading.hypothetical)) == ("what_if", proposed)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("keep", "keep"),
        ("yes, keep", "keep"),
        ("retry", "help"),
        ("what have you assumed so far?", "show_facts"),
        ("ok just tell us what to start with", "recommend_now"),
        ("these prices are rubbish", "show_costs"),
        ("Your scores are a joke, how did you get them?", "show_scores"),
    ],
)
def test_a_terse_or_blunt_wish_is_understood(text: str, command: str) -> None:
    assert read(text).command == command


def test_an_insult_at_the_advisor_stays_one() -> None:
    assert read("you are useless").kind == "adversarial"


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Sensitivity analysis", "change_mind"),
        ("why are you so certain?", "how_scores_work"),
        ("confident based on what?", "how_scores_work"),
        ("why rag not first", "why_not_rag"),
        ("can LoRA end hallucinations?", "hallucination"),
    ],
)
def test_a_curt_question_keeps_its_topic_and_states_nothing(text: str, topic: str) -> None:
    for asked in (None, "failure_mode"):
        reading = read(text, asked)
        assert (reading.kind, reading.topic, dict(reading.facts)) == ("question", topic, {})


@pytest.mark.parametrize(
    ("text", "args"),
    [
        ("it went 61, 66, 67 on 50 items", {"scores": [0.61, 0.66, 0.67], "items": 50}),
        ("scores 0.7 -> 0.74 -> 0.75, n = 1,200", {"scores": [0.7, 0.74, 0.75], "items": 1200}),
        ("we went 61, 66, 67", {"scores": [0.61, 0.66, 0.67]}),
    ],
)
def test_a_plateau_tells_its_scores_and_their_basis(text: str, args: Mapping[str, object]) -> None:
    reading = read(text)
    assert (reading.topic, dict(reading.args)) == ("plateau", args)


@pytest.mark.parametrize("text", ["hm, thanks", "thank you!", "hi?", "hello there?"])
@pytest.mark.parametrize("asked", [None, "self_hosted", "failure_mode", "labeled_examples"])
def test_a_greeting_answers_nothing(text: str, asked: str | None) -> None:
    reading = read(text, asked)
    assert (reading.kind, dict(reading.facts), reading.cleared) == ("smalltalk", {}, ())

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("monthly_requests", "about ten thousand", 10_000),
        ("monthly_requests", "800 a day", 24_000),
        ("knowledge_update", "weekly I think", "weekly"),
        ("knowledge_update", "the manuals? every January", "yearly"),
        ("self_hosted", "nope", False),
        ("self_hosted", "yes, our own servers only", True),
        ("latency_target_ms", "2s", 2_000),
        ("latency_target_ms", "half a second", 500),
        ("time_to_launch_days", "two months tops", 60),
        ("target_accuracy", "0.92", 92),
        ("current_accuracy", "4 in 5 are correct", 80),
        ("labeled_examples", "none", 0),
        ("labeled_examples", "not a single one", 0),
        ("labeled_examples", "one binder, so about 420", 420),
        ("monthly_budget_usd", "six hundred, plus 4k up front for the setup", 600),
        ("upfront_budget_usd", "we could put in 20 grand", 20_000),
        ("consistency_need", "critical", "high"),
        ("consistency_need", "not that important", "low"),
        ("ml_expertise", "nobody", "none"),
        ("output_format", "JSON please", "structured"),
        ("requirement_change", "every sprint", "weekly"),
        ("tried", "rag and some validation", ("rag", "guardrails")),
    ],
)
def test_short_answers_are_read_in_the_light_of_the_question(
    asked: str, text: str, value: object
) -> None:
    reading = Reader().read(text, asked=asked)
    assert reading.kind == "answer"
    assert reading.facts[asked] == value


@pytest.mark.parametrize("text", ["no idea", "we never measured it", "not sure yet", "skip that"])
def test_an_unknown_answer_clears_the_fact(text: str) -> None:
    reading = Reader().read(text, asked="current_accuracy")
    assert (reading.kind, reading.cleared, dict(reading.facts)) == (
        "answer",
        ("current_accuracy",),
        {},
    )


def test_no_idea_about_money_is_not_a_budget_of_nothing() -> None:
    assert Reader().read("no idea", asked="monthly_budget_usd").facts == {}


def test_an_answer_may_bring_more_than_was_asked() -> None:
    reading = Reader().read("2s, and it has to run on prem", asked="latency_target_ms")
    assert reading.facts == {"latency_target_ms": 2_000, "self_hosted": True}


def test_a_counter_question_is_a_question_with_its_topic() -> None:
    reading = Reader().read("why do you ask?", asked="labeled_examples")
    assert (reading.kind, reading.topic) == ("question", "why_asked:labeled_examples")

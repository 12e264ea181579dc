"""How well people agree is no accuracy, what they compare no example, twice a year no rate."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader

KNOWN = {"task": "classification", "monthly_requests": 201_000}
ACCURACIES = ("current_accuracy", "target_accuracy")


@pytest.mark.parametrize("asked", [None, *ACCURACIES])
@pytest.mark.parametrize("known", [KNOWN, {**KNOWN, "target_accuracy": 90}])
@pytest.mark.parametrize(
    "text",
    [
        "Cohen's kappa of 0.66",
        "our two raters agree in 84% of cases",
        "inter-annotator agreement is 84%",
        "F1 between the annotators is 0.83",
        "Krippendorff's alpha was 0.7",
        "Would a kappa of 0.7 be enough to train on?",
    ],
)
def test_how_well_people_agree_is_no_accuracy(
    reader: Reader, text: str, known: dict[str, Any], asked: str | None
) -> None:
    facts = reader.read(text, asked=asked, known=known).facts
    assert not set(ACCURACIES) & set(facts)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Kappa is 0.7, but the prompt gets 88% right", 88),
        ("it agrees with our experts in 84% of cases", 84),
        ("F1 is 0.83", 83),
    ],
)
def test_what_the_model_gets_right_is_one(reader: Reader, text: str, value: float) -> None:
    facts = reader.read(text, asked="current_accuracy", known=KNOWN).facts
    assert facts["current_accuracy"] == value


@pytest.mark.parametrize("asked", [None, "failure_mode", "labeled_examples"])
@pytest.mark.parametrize(
    ("text", "pace"),
    [
        ("set it back to twice a year", "yearly"),
        ("ok, back to once a month", "monthly"),
        ("set it back to weekly, please", "weekly"),
        ("revert to monthly", "monthly"),
        ("No, twice a year", "yearly"),
    ],
)
def test_a_pace_gone_back_to_is_that_of_what_changes(
    reader: Reader, text: str, pace: str, asked: str | None
) -> None:
    known = {**KNOWN, "knowledge_update": "daily"}
    assert dict(reader.read(text, asked=asked, known=known).facts) == {"knowledge_update": pace}


@pytest.mark.parametrize("asked", [None, "failure_mode", "labeled_examples"])
@pytest.mark.parametrize(
    "text", ["set it back to three times a year", "back to once a month", "No, twice a year"]
)
def test_a_pace_of_nothing_known_tells_nothing(
    reader: Reader, text: str, asked: str | None
) -> None:
    assert dict(reader.read(text, asked=asked, known=KNOWN).facts) == {}


@pytest.mark.parametrize(
    ("text", "value"), [("back to 3,000 a month", 3_000), ("I meant per year", 16_750)]
)
def test_a_rate_gone_back_to_is_one(reader: Reader, text: str, value: float) -> None:
    known = {**KNOWN, "requirement_change": "daily"} if "back" in text else KNOWN
    assert reader.read(text, known=known).facts["monthly_requests"] == value


@pytest.mark.parametrize("asked", [None, "labeled_examples", "training_signal"])
@pytest.mark.parametrize(
    ("text", "examples"),
    [
        ("400 letters corrected by lawyers. They have compared 700 pairs as well.", 400),
        ("Our nurses judged about 700 pairs of drafts", None),
        ("we hold 700 rated pairs", None),
    ],
)
def test_rated_pairs_are_preferences_and_no_examples(
    reader: Reader, text: str, examples: int | None, asked: str | None
) -> None:
    facts = reader.read(text, asked=asked, known={"task": "generation"}).facts
    assert facts.get("labeled_examples") == examples
    assert facts["training_signal"] == "preferences"


@pytest.mark.parametrize(
    "text", ["800 input-output pairs", "800 rated question-answer pairs", "800 labelled pairs"]
)
def test_pairs_of_question_and_answer_are_examples(reader: Reader, text: str) -> None:
    assert reader.read(text).facts["labeled_examples"] == 800


@pytest.mark.parametrize("asked", [None, "failure_mode"])
@pytest.mark.parametrize(
    "text",
    [
        "it invents complaints the callers never mentioned",
        "It makes up what no one in the room said",
        "the summary adds wishes that the guest never told us",
    ],
)
def test_words_put_into_a_mouth_are_a_fault_and_no_task(
    reader: Reader, text: str, asked: str | None
) -> None:
    facts = reader.read(text, asked=asked, known={"task": "summarization"}).facts
    assert dict(facts) == {"failure_mode": "missing_knowledge"}


def test_the_task_told_beside_such_a_fault_is_read(reader: Reader) -> None:
    text = "A bot for callers. It makes up what they never asked."
    facts = reader.read(text).facts
    assert (facts["task"], facts["failure_mode"]) == ("chat", "missing_knowledge")


def test_what_must_not_be_made_up_is_no_fault_of_today(reader: Reader) -> None:
    text = "it must never invent what the caller never said"
    assert "failure_mode" not in reader.read(text).facts

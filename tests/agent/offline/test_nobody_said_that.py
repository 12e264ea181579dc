"""What looks like a fact and is none: ages, opening hours, pay, plans, orders to us, protests."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("knowledge_tokens", "could my nephew build it? he's 22 and loves gadgets"),
        ("knowledge_tokens", "our apprentice is 17, can she look after it?"),
        ("labeled_examples", "my wife turned 50 and she does the books"),
        ("monthly_requests", "my father is 71 so it has to be easy"),
        ("output_tokens", "she is nineteen, by the way"),
        ("label_classes", "I'm 63 and not a computer person"),
    ],
)
def test_nobodys_age_is_a_figure_of_the_project(reader: Reader, asked: str, text: str) -> None:
    reading = reader.read(text, asked=asked)
    assert asked not in reading.facts
    assert not any(text.count(words) for words in ("22", "17", "50") if words in reading.unplaced)


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("labeled_examples", "we're at 22", 22),
        ("label_classes", "it is 17", 17),
        ("knowledge_tokens", "they are 50 pages", 20_000),
    ],
)
def test_a_figure_of_what_was_asked_stays(
    reader: Reader, asked: str, text: str, value: int
) -> None:
    assert reader.read(text, asked=asked).facts[asked] == value


@pytest.mark.parametrize("asked", [None, "time_to_launch_days", "knowledge_update"])
@pytest.mark.parametrize(
    "text",
    [
        "the surgery is open 50 hours a week",
        "I work 30 hours a week",
        "we are staffed 60 hours per week",
        "our opening hours are 45 hours a week",
    ],
)
def test_so_many_hours_a_week_are_no_deadline(reader: Reader, asked: str | None, text: str) -> None:
    assert not reader.read(text, asked=asked).facts


@pytest.mark.parametrize("asked", [None, "time_to_launch_days"])
def test_a_deadline_stays_one(reader: Reader, asked: str | None) -> None:
    reading = reader.read("we have to be live within 6 weeks", asked=asked)
    assert reading.facts == {"time_to_launch_days": 42}


@pytest.mark.parametrize("asked", [None, "monthly_requests"])
@pytest.mark.parametrize(
    "text",
    [
        "A nurse needs 6 minutes per form at 31 an hour.",
        "I pay the student 15 an hour",
        "we are paying him about 24 an hour",
        "our bookkeeper earns 29 per hour",
        "each temp costs us 22 an hour",
    ],
)
def test_what_somebody_is_paid_is_no_volume(reader: Reader, asked: str | None, text: str) -> None:
    assert "monthly_requests" not in reader.read(text, asked=asked).facts


@pytest.mark.parametrize(
    ("text", "monthly"),
    [("we answer 20 an hour", 14_400), ("40 letters an hour come in", 28_800)],
)
def test_what_comes_in_by_the_hour_is_one(reader: Reader, text: str, monthly: int) -> None:
    assert reader.read(text).facts["monthly_requests"] == monthly


@pytest.mark.parametrize(
    "text",
    [
        "My firm would like to use AI",
        "my department is thinking about using AI for its letters",
        "Our agency wants to invest in training a model",
        "my colleagues would like to pay 5,000 for training a model",
    ],
)
def test_what_people_mean_to_do_is_no_skill(reader: Reader, text: str) -> None:
    facts = reader.read(text).facts
    assert not {"ml_expertise", "labeled_examples"} & set(facts)


def test_what_people_have_done_is_one(reader: Reader) -> None:
    assert reader.read("our team has trained ranking models for years").facts == {
        "ml_expertise": "strong"
    }


@pytest.mark.parametrize(
    "text",
    [
        "write me a mail to my chef",
        "please draft a short memo for our director about this",
        "can you write a letter to the board?",
        "now prepare a slide for my CFO",
    ],
)
def test_a_letter_we_are_asked_to_write_is_no_task(reader: Reader, text: str) -> None:
    assert not reader.read(text).facts


@pytest.mark.parametrize(
    "text", ["write letters to customers who are late", "it should draft replies to complaints"]
)
def test_letters_the_model_is_to_write_are_one(reader: Reader, text: str) -> None:
    assert reader.read(text).facts == {"task": "generation"}


@pytest.mark.parametrize("asked", ["private_knowledge", "human_review", "labeled_examples"])
@pytest.mark.parametrize(
    "text",
    [
        "no, we didn't say that",
        "this is not true, I never wrote that",
        "I never mentioned anything of the sort",
        "i no understand your question",
        "no understand",
        "sorry, me not understand what you ask",
    ],
)
def test_a_protest_answers_nothing(reader: Reader, asked: str, text: str) -> None:
    assert not reader.read(text, asked=asked).facts


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("private_knowledge", "no, never", "none"),
        ("private_knowledge", "none, I never said we had documents", "none"),
        ("human_review", "no, nobody does", False),
    ],
)
def test_a_no_answers(reader: Reader, asked: str, text: str, value: Any) -> None:
    assert reader.read(text, asked=asked).facts[asked] == value


@pytest.mark.parametrize(
    "text",
    [
        "nothing so far, we tried nothing",
        "nothing yet, we haven't begun",
        "no issues, it isn't live yet",
        "none, nobody has tested it",
        "all good, but it has not been built yet",
        "nothing goes wrong since we have not started",
    ],
)
def test_where_nothing_was_tried_nothing_went_right(reader: Reader, text: str) -> None:
    reading = reader.read(text, asked="failure_mode")
    assert (reading.facts, reading.cleared) == ({}, ("failure_mode",))


@pytest.mark.parametrize("text", ["nothing goes wrong", "nothing really", "no complaints so far"])
def test_no_fault_of_what_runs_stays_one(reader: Reader, text: str) -> None:
    assert reader.read(text, asked="failure_mode").facts == {"failure_mode": "none"}


@pytest.mark.parametrize("asked", [None, "failure_mode"])
@pytest.mark.parametrize(
    "text",
    [
        "chatgpt not know our pumps",
        "he no know our price",
        "the model not know our forms",
    ],
)
def test_a_model_that_not_know_us_lacks_our_facts(
    reader: Reader, asked: str | None, text: str
) -> None:
    assert reader.read(text, asked=asked).facts == {"failure_mode": "missing_knowledge"}


@pytest.mark.parametrize(
    ("asked", "text", "facts"),
    [
        ("failure_mode", "replies rest entirely on our handbook", {"private_knowledge": "heavy"}),
        (None, "the verdict relies heavily on our precedents", {}),
        ("failure_mode", "the rulebook is 30 pages", {"knowledge_tokens": 12_000}),
        ("tried", "there are 12 pages of fees", {"knowledge_tokens": 4800}),
        (None, "our manual changes one time in year", {"knowledge_update": "yearly"}),
    ],
)
def test_what_is_told_out_of_turn_counts(
    asked: str | None, text: str, facts: dict[str, Any]
) -> None:
    read = Reader().read(text, asked=asked).facts
    assert facts.items() <= read.items()
    assert set(read) <= {*facts, "private_knowledge"}

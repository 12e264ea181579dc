"""What is a fault of the model, and what only sounds like one."""

import pytest

ASKED = "failure_mode"


@pytest.mark.parametrize(
    "text",
    [
        "mostly it confuses similar queues, such as leak and overflow",
        "it mixes up refunds with returns",
        "the model can't tell a burst main from a leak",
        "it mistakes explosives for fireworks",
        "sometimes toxic waste ends up under recycling",
        "weapon shops get filed under toys",
        "it takes a leak for a flood",
    ],
)
def test_one_thing_taken_for_another_is_a_wrong_label(reader, text):
    read = reader.read(text, asked=ASKED, known={"task": "classification"})
    assert read.facts == {"failure_mode": "wrong_behavior"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("it leaks customer data", "unsafe_output"),
        ("data leaks, sometimes", "unsafe_output"),
        ("toxic answers", "unsafe_output"),
        ("its replies are harmful at times", "unsafe_output"),
        ("offensive or unsafe", "unsafe_output"),
        ("it gets the leaks wrong", "wrong_behavior"),
        ("it makes up prices", "missing_knowledge"),
        ("hallucinates", "missing_knowledge"),
        ("the labels it picks are off", "wrong_behavior"),
    ],
)
def test_the_other_faults_stay_what_they_were(reader, text, fault):
    assert reader.read(text, asked=ASKED).facts == {"failure_mode": fault}


@pytest.mark.parametrize(
    "text",
    [
        "maybe 4,000 labelled, but the labels are dirty",
        "our labels are noisy",
        "the training data is a bit messy",
        "dirty labels, from years of tickets",
        "It must never make things up",
        "it should not invent prices",
        "the bot may never leak personal data",
        "it doesn't make things up",
    ],
)
def test_noisy_data_and_what_must_not_happen_are_no_fault_of_today(reader, text):
    for asked in (ASKED, None):
        assert "failure_mode" not in reader.read(text, asked=asked).facts


@pytest.mark.parametrize("asked", [None, "training_signal", "labeled_examples"])
@pytest.mark.parametrize(
    "text",
    [
        "We haven't tried any model yet.",
        "no model has been tried so far",
        "our clerks do it by hand, we never ran an LLM on it",
    ],
)
def test_where_no_model_was_tried_no_fault_and_no_accuracy_stands(reader, text, asked):
    known = {"task": "classification", "failure_mode": "wrong_behavior", "current_accuracy": 70}
    read = reader.read(text, asked=asked, known=known)
    assert set(read.cleared) == {"failure_mode", "current_accuracy"}
    assert not read.facts


def test_that_nothing_is_known_to_go_wrong_yet_takes_the_fault_back(reader):
    known = {"task": "classification", "failure_mode": "wrong_behavior"}
    for text in (
        "Correction: nothing is known to go wrong, because we have not tried a model.",
        "nothing is known to go wrong today, no model was tried yet",
    ):
        read = reader.read(text, asked="training_signal", known=known)
        assert (read.cleared, dict(read.facts)) == (("failure_mode",), {}), text


@pytest.mark.parametrize(
    "text", ["We haven't tried a bigger model yet", "we haven't tried RAG yet"]
)
def test_another_approach_that_was_not_tried_leaves_the_faults_alone(reader, text):
    known = {"task": "classification", "failure_mode": "wrong_behavior"}
    assert "failure_mode" not in reader.read(text, known=known).cleared


def test_not_having_tried_answers_the_questions_that_only_a_test_answers(reader):
    for asked in ("failure_mode", "current_accuracy"):
        read = reader.read("We haven't tried any model yet.", asked=asked)
        assert read.cleared == (asked,)
    read = reader.read("We haven't tried any model yet.", asked="labeled_examples")
    assert read.cleared == ()
    assert reader.read("haven't tried any model", asked="tried").facts == {"tried": ()}

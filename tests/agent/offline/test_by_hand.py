"""How well people do the work is no accuracy of the model."""

import pytest


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("The seasonal staff get 88% right, our bot 79, target is 94.", 79),
        ("Our interns code 90 % correctly, the model gets 76% right.", 76),
        ("Human coders reach 93%, zero-shot is at 81%.", 81),
        ("experienced adjusters are at 95 percent, the prompt gets 82%", 82),
        ("our clerks get 9 out of 10 right, the bot 70%", 70),
        ("a trained nurse spots 97% of them, gpt-4o gets 84%", 84),
        ("annotators agree with each other 91% of the time, we need 90", None),
        ("Radiologists are right in 92% of cases", None),
        ("Our clerks get 88% right, the bot 79% right.", 79),
    ],
)
def test_what_people_get_right_is_not_what_the_model_does(reader, text, now):
    assert reader.read(text).facts.get("current_accuracy") == now


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("our agents get 88% right with the bot", 88),
        ("The people in support say it gets 75% right", 75),
        ("It gets 82% right, our staff expect 95", 82),
        ("Sorting mails for our staff: 83% correct today, want 95.", 83),
        ("for our nurses the model gets 81% right", 81),
        ("The students get 70% correct answers from the prompt", 70),
        ("Customers get 80% correct answers from our bot", 80),
    ],
)
def test_what_the_model_does_for_people_is_its_own(reader, text, now):
    assert reader.read(text).facts.get("current_accuracy") == now


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("Our graders get 87% right, the assistant 71", 71),
        ("adjusters manage 92 percent, the model 85", 85),
        ("specialists 96%, LLM 83%", 83),
        ("the model 74, our nurses 91%", 74),
        ("Our editors get 86% right. The prompt: 73.", 73),
        ("Experts are right 97% of the time; gpt-4o only 82", 82),
        ("Manual coding is 95% accurate, the LLM 77", 77),
        ("By hand it's 93% correct, with the prompt 76", 76),
        ("Trainees get it right 9 times in 10, the bot 7 times in 10", 70),
        ("a nurse is right 89% of the time and the model about 74", 74),
    ],
)
def test_the_model_is_read_beside_people_without_its_percent(reader, text, now):
    assert reader.read(text).facts.get("current_accuracy") == now


@pytest.mark.parametrize(
    "text",
    [
        "Our graders get 87% right, the bot has 79 rules",
        "Our graders get 87% right, the bot costs 79",
        "Our graders get 87% right, the bot answers 79 cases a day",
        "Our graders get 87% right, version 79 of it is out",
        "We have two groups: clerks 30%, lawyers 70%",
        "The graders have 12 screens, the bot 79",
    ],
)
def test_another_figure_of_the_model_is_no_accuracy(reader, text):
    assert "current_accuracy" not in reader.read(text).facts


@pytest.mark.parametrize(
    ("text", "now"), [("our assistant gets 81% right", 81), ("our agents get 81% right", None)]
)
def test_an_assistant_alone_is_the_model(reader, text, now):
    assert reader.read(text).facts.get("current_accuracy") == now

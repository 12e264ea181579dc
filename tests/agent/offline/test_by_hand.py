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

"""What somebody else has to be asked, or what nobody decided yet, is no fact."""

import pytest

HOSTING = "self_hosted"


@pytest.mark.parametrize(
    "text",
    [
        "As for hosting: I'd have to ask legal.",
        "I need to check with our IT people whether the drawings may leave the building.",
        "We'd have to ask the data protection officer if a cloud API is fine.",
        "Our lawyers have yet to tell us whether it must run on our own servers.",
        "I still have to find out from compliance if we are allowed to use a hosted API.",
        "We are waiting for the works council to decide whether it has to stay on-prem.",
        "Whether the cloud is okay depends on what our security team says about on-prem hosting.",
        "We haven't decided whether to self-host.",
        "It is not clear yet whether it must run on our own hardware.",
        "I'll ask my boss whether nothing may go to OpenAI.",
    ],
)
def test_what_others_have_to_answer_is_not_noted(reader, text):
    assert HOSTING not in reader.read(text).facts


@pytest.mark.parametrize(
    "text",
    [
        "I'd have to ask legal",
        "need to check with the IT department whether we may send it out",
        "have to ask our lawyers if the cloud is ok",
        "legal has to tell me whether it must stay on-prem",
        "that depends on what compliance says",
        "we're waiting for security to say whether we may use OpenAI",
        "I'd need to run it by the data protection officer",
        "let me check with my manager if our own servers are a must",
    ],
)
def test_an_answer_that_others_have_to_give_leaves_the_question_open(reader, text):
    read = reader.read(text, asked=HOSTING)
    assert read.cleared == (HOSTING,)
    assert not read.facts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Legal says nothing may leave our servers.", True),
        ("We asked our lawyers, and it must run on-prem.", True),
        ("IT checked it: a cloud API is fine.", False),
        ("I need to ask legal about the wording, but it must run on our own servers.", True),
        ("Data can't leave the building, our security officer decided.", True),
        ("Compliance forbids any cloud, it has to be on-prem.", True),
    ],
)
def test_what_others_have_answered_is_noted(reader, text, value):
    assert reader.read(text).facts[HOSTING] is value


def test_a_task_that_checks_whether_something_holds_is_no_open_question(reader):
    read = reader.read("It has to decide whether a claim is valid or not, 300 claims a day.")
    assert read.facts["monthly_requests"] == 9000
    assert read.facts["task"] == "classification"


def test_what_is_told_beside_an_open_question_is_noted(reader):
    text = "I'd have to ask legal whether it may leave the building. We get 200 letters a day."
    read = reader.read(text)
    assert read.facts["monthly_requests"] == 6000
    assert HOSTING not in read.facts

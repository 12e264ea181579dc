"""Questions that the plan and its bill answer, and what is said of money that never comes back."""

import pytest

from agent.offline.reading.asides import by_words
from tests.agent.conftest import reply, ungrounded

SMALL = (
    "We write 60 grant letters a month with a prompt; the style is off. 500 labelled letters exist."
)


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("Please list everything you assume.", "assumed"),
        ("show me all you are taking for granted", "assumed"),
        ("what should I tell the works council?", "tell_others"),
        ("how do I explain this to our board?", "tell_others"),
        ("What should I tell you?", "needs"),
        ("who do I need to hire?", "who_does"),
        ("which people do we have to find for this?", "who_does"),
        ("Convince me in one sentence.", "opinion"),
        ("so engineering is right?", "opinion"),
        ("is my boss wrong?", "opinion"),
        ("Compare both projects", "side_by_side"),
    ],
)
def test_what_is_asked_of_the_plan_is_known_by_its_words(text, aside):
    assert by_words(text) == aside


@pytest.fixture
def thread(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, SMALL)
    return thread


def test_where_it_never_pays_back_the_advice_says_what_the_money_buys(advisor, thread):
    done = reply(advisor, thread, "just tell me")
    assert done.board.assessment.primary == "peft"
    head, body = done.reply.split("\n")[0], done.reply
    assert "money" in head
    assert "never pays back" in body
    assert "consistent behaviour" in body
    assert "Prompting" in body.split("never pays back")[1]
    assert ungrounded(advisor, thread, done) == []


def test_where_it_pays_back_nothing_is_said_of_what_the_money_buys(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, "We label 2 million products a month, 9,000 labelled. Wrong labels.")
    said = reply(advisor, thread, "just tell me").reply
    assert "pays back after" in said
    assert "buys" not in said
    assert "money" not in said.split("\n")[0]


def test_the_sum_behind_a_payback_shows_both_bills(advisor, thread):
    reply(advisor, thread, "how much do we save?")
    done = reply(advisor, thread, "show the sum")
    assert "Prompt only, a month" in done.reply
    assert "Hosted fine-tune, a month" in done.reply
    assert "more a month" in done.reply
    assert set(ungrounded(advisor, thread, done)) <= {"8", "10"}  # "in 8 of 10 cases"


def test_others_are_told_the_advice_in_plain_words_and_who_checks(advisor, thread):
    said = reply(advisor, thread, "what should I tell the works council?").reply
    assert "looks at the outputs" in said or "look at the outputs" in said
    assert "good examples" in said

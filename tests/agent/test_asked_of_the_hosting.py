"""Whether it may run in the house, on which cards, and what that costs."""

import pytest

from tests.agent.conftest import reply, ungrounded

PROJECT = (
    "We sort 40,000 claims a month into 12 reasons with gpt-4o-mini, 9,000 were sorted by hand,"
    " the labels are often wrong"
)


@pytest.fixture
def told(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, PROJECT)
    return thread


@pytest.mark.parametrize(
    "text",
    [
        "could we host it ourselves?",
        "can I run this on my own server?",
        "Would it be possible to keep all of it in-house?",
        "what about self-hosting?",
        "is there a way to run the model on premise?",
        "does it have to be in the cloud?",
        "could this run in our data centre?",
        "does it fit on one A100?",
    ],
)
def test_whether_it_may_run_in_the_house_is_answered_with_the_bill_and_the_cards(
    advisor, told, text
):
    done = reply(advisor, told, text)
    assert "open model" in done.reply
    assert "Cost:" in done.reply
    assert "The bill counts on" in done.reply
    assert ungrounded(advisor, told, done) == []
    assert not any(fact.name == "self_hosted" for fact in done.board.facts)


def test_what_is_told_already_is_not_supposed_again(advisor, told):
    reply(advisor, told, "it has to run on our own servers")
    done = reply(advisor, told, "can we host it ourselves?")
    assert "counts on your own machines already" in done.reply
    assert "keep that" not in done.reply.lower()
    assert ungrounded(advisor, told, done) == []


def test_without_a_project_the_guidance_answers(advisor):
    thread = advisor.new_thread()
    done = reply(advisor, thread, "could we host this ourselves?")
    assert "[1]" in done.reply
    assert not done.board.facts


@pytest.mark.parametrize("text", ["what hardware do we need?", "do we need a GPU?", "which GPU?"])
def test_no_question_for_hardware_is_answered_with_yes_or_no(advisor, told, text):
    done = reply(advisor, told, text)
    assert not done.reply.startswith(("**No.", "**Yes"))


@pytest.mark.parametrize("text", ["it must run on our own servers", "we host everything ourselves"])
def test_who_says_that_it_runs_in_the_house_is_noted(advisor, told, text):
    done = reply(advisor, told, text)
    assert any(fact.name == "self_hosted" for fact in done.board.facts)


@pytest.mark.parametrize("text", ["what does an engineer cost?", "how much does a mistake cost?"])
def test_people_and_mistakes_have_no_price_per_request(advisor, told, text):
    assert "Per " not in reply(advisor, told, text).reply


@pytest.mark.parametrize(
    "text",
    [
        "so should I just keep prompting?",
        "is 97% not enough?",
        "can we stay with the prompt?",
        "why should we change anything?",
    ],
)
def test_whether_what_there_is_will_do_is_answered_by_the_target(advisor, text):
    thread = advisor.new_thread()
    reply(
        advisor,
        thread,
        "We sort 20,000 invoices a month into 14 categories, a plain prompt gets 97% right and we"
        " need 95%, 5,000 are labelled",
    )
    done = reply(advisor, thread, text)
    assert "meets the target, 97% against 95%" in done.reply
    assert ungrounded(advisor, thread, done) == []

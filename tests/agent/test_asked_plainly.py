"""What people ask who know none of the trade's words: ChatGPT, euros, money, simpler words."""

import pytest

from tests.agent.conftest import reply, ungrounded

PLAIN = "we answer 30 emails a day about our opening hours, the answers are fine"
TUNED = "we sort 40,000 claims a month into 9 reasons, 6,000 are sorted, the labels are often wrong"


def told(advisor, project):
    thread = advisor.new_thread()
    reply(advisor, thread, project)
    return thread


@pytest.mark.parametrize(
    ("project", "said"),
    [(PLAIN, "Yes, to begin with"), (TUNED, "It is the cheapest way to see what goes wrong")],
)
@pytest.mark.parametrize(
    "text", ["couldnt i just use chatgpt", "why not just ChatGPT?", "what about Chat GPT then?"]
)
def test_a_chat_product_is_a_plain_prompt(advisor, project, said, text):
    thread = told(advisor, project)
    done = reply(advisor, thread, text)
    assert said in done.reply
    assert ungrounded(advisor, thread, done) == []


def test_a_chat_product_is_a_fair_start_where_nothing_is_known(advisor):
    thread = advisor.new_thread()
    assert "a fair start" in reply(advisor, thread, "can't I just use ChatGPT?").reply


@pytest.mark.parametrize(
    "text", ["in euros?", "is it in dollars?", "what is that in pounds?", "which currency is that?"]
)
def test_other_currencies_are_left_to_whoever_knows_the_rate(advisor, text):
    done = reply(advisor, told(advisor, PLAIN), text)
    assert "US dollars" in done.reply
    assert "$" not in done.reply


@pytest.mark.parametrize("text", ["how much money is need?", "how much money do we need for it"])
def test_money_by_that_name_is_the_bill(advisor, text):
    assert "a month" in reply(advisor, told(advisor, PLAIN), text).reply


@pytest.mark.parametrize(
    "text", ["can you ask it more simply?", "please put the question in other words"]
)
def test_a_question_is_put_in_simpler_words(advisor, text):
    thread = told(advisor, TUNED)
    asked = reply(advisor, thread, text)
    assert asked.board.question is not None
    assert "You could say" in asked.reply or "“" in asked.reply
    assert "guidance" not in asked.reply


def test_a_model_that_is_used_is_no_wish_for_a_chat_product(advisor):
    thread = told(advisor, PLAIN)
    done = reply(advisor, thread, "we use ChatGPT today and it makes prices up")
    assert any(fact.name == "failure_mode" for fact in done.board.facts)

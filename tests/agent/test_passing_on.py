"""The advice in words for somebody else, and the old value that is kept: whole conversations."""

import pytest

from tests.agent.conftest import reply, ungrounded

MAIL = "We sort 3,000 letters a month into 8 trays and have 500 labelled ones."
pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "text",
    [
        "in plain words, what should I tell my boss?",
        "What do I say to our director?",
        "what should I tell my manager, in simple words?",
        "give me the elevator pitch",
        "how would you put this to my boss?",
        "how do I sell that to the board",
        "what do I tell them when the board asks?",
        "write me a 30-second pitch",
    ],
)
def test_who_has_to_tell_a_boss_gets_a_few_plain_sentences(advisor, text):
    thread = advisor.new_thread()
    reply(advisor, thread, MAIL)
    said = reply(advisor, thread, text)
    pitch = said.reply.split("\n\n")[0]
    assert "practises on your good examples" in pitch  # what to do
    assert "$" in pitch  # what it costs
    assert "comes first for" in pitch  # why
    assert "Run the plain prompt on 100 real cases" in pitch  # the first step
    assert 3 <= pitch.count(". ") + pitch.count(".**") + 1 <= 6
    assert ungrounded(advisor, thread, said) == []
    assert "free text" not in said.reply


@pytest.mark.parametrize(
    "text", ["what do I say to my CFO?", "what should I tell the finance people?"]
)
def test_who_pays_hears_the_money_first(advisor, text):
    thread = advisor.new_thread()
    reply(advisor, thread, MAIL)
    said = reply(advisor, thread, text)
    assert said.reply.startswith("**The money first:** about $")
    assert "practises on your good examples" in said.reply
    assert ungrounded(advisor, thread, said) == []


@pytest.mark.parametrize(
    "text",
    ["explain it like I'm five", "explain this as if I were ten", "eli5 it like I'm a kid"],
)
def test_who_wants_it_simple_gets_no_term_of_the_trade_first(advisor, text):
    thread = advisor.new_thread()
    reply(advisor, thread, MAIL)
    said = reply(advisor, thread, text).reply
    assert said.index("ready-made model") < said.index("LoRA")


@pytest.mark.parametrize(
    "text", ["what should I tell the customers?", "what do I put in the prompt?", "sum it up"]
)
def test_other_wishes_are_no_pitch(advisor, text):
    thread = advisor.new_thread()
    reply(advisor, thread, MAIL)
    said = reply(advisor, thread, text).reply
    assert "The money first" not in said
    assert "You could put it like this" not in said
    assert "In words to pass on" not in said


def test_before_anything_is_told_plain_words_are_no_fact(advisor):
    thread = advisor.new_thread()
    said = reply(advisor, thread, "in plain words, what should I tell my boss?")
    assert "Noted" not in said.reply


@pytest.mark.parametrize(
    "text", ["keep the old one", "no, stick with the first number", "keep my earlier figure"]
)
def test_who_keeps_the_old_of_two_values_hears_nothing_of_what_ifs(advisor, text):
    thread = advisor.new_thread()
    reply(advisor, thread, MAIL)
    reply(advisor, thread, "We have 9,000 letters a month.")
    said = reply(advisor, thread, text)
    assert "what-if" not in said.reply
    assert "can't use" not in said.reply
    assert any(t in said.reply for t in ("stays as it was", "keep the earlier one"))


@pytest.mark.parametrize(
    "text", ["keep the old one", "no, keep the old one", "leave it as it was", "keep my old figure"]
)
def test_who_keeps_the_old_value_drops_the_what_if(advisor, text):
    thread = advisor.new_thread()
    reply(advisor, thread, MAIL)
    reply(advisor, thread, "what if we had 90 letters a month?")
    said = reply(advisor, thread, text)
    assert "Kept" not in said.reply
    assert "90 requests" not in said.reply
    assert "documents of your own" not in said.reply.split("\n\n")[0]


@pytest.mark.parametrize("text", ["keep it", "keep the new one", "keep that"])
def test_who_keeps_the_new_value_has_the_what_if(advisor, text):
    thread = advisor.new_thread()
    reply(advisor, thread, MAIL)
    reply(advisor, thread, "what if we had 90 letters a month?")
    assert "90 requests" in reply(advisor, thread, text).reply

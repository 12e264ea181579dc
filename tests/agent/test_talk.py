"""Talk about the conversation: what was said, asked and advised, where words go, who helps."""

import re
import tomllib

import pytest

from agent.offline.reading.asides import aside_of
from agent.offline.reading.reader import Reader
from agent.offline.speaking.phrases import PACKAGED
from tests.agent.conftest import reply, ungrounded

TRIAGE = "We sort 9,000 repair requests a month into 14 classes and have 600 labelled ones"
# Phrases that end a reply with a question of their own, so that no other question follows them.
ASKING = ("absurd", "dislike", "foreign_money", "hostile", "plateau_ask", "tell_me")


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("how many labels did I mention?", "my_figure"),
        ("have I told you our budget?", "my_figure"),
        ("sorry, what did you want to know?", "asked_what"),
        ("I've lost your question", "asked_what"),
        ("ok where did we leave off?", "where_were_we"),
        ("what did you suggest again?", "advised_what"),
        ("and what's your gut feeling?", "opinion"),
        ("does that make sense for us?", "opinion"),
        ("so?", "opinion"),
        ("wait, you told me something different earlier", "changed"),
        ("what a silly question", "bad_question"),
        ("are you logging this conversation?", "private"),
        ("who can read what we write here?", "private"),
        ("does Google get to see my messages?", "private"),
        ("is our patients' data secure?", "private_data"),
        ("how often are you right?", "validated"),
        ("was any of this ever tested?", "validated"),
        ("can we do it without a data scientist?", "who_does"),
        ("what skills do we need?", "who_does"),
        ("could you build the bot for us?", "do_it"),
        ("what if it doesn't work out?", "if_wrong"),
        ("what if we used a smaller model?", "cheaper_model"),
        ("how much and how long does it take?", "money_and_time"),
        ("what's the first thing I should do tomorrow?", "next_steps"),
        ("what are the assumptions?", "assumed"),
        ("which is cheaper?", "costs"),
        ("what is Steerwise?", "who"),
        ("where does this run?", "private"),
        ("how soon can we go live?", "how_soon"),
        ("still not convinced", "dislike"),
        ("ok which one then", "opinion"),
        ("open source or a hosted one?", ""),
        ("I don't know what this means", "meaning"),
        ("why should I believe you?", "about_me"),
        ("can a tuned model leak our training data?", ""),
        ("which data do we need to train on?", ""),
        ("what if we had 900 examples?", ""),
        ("how much data do we need?", ""),
    ],
)
def test_talk_about_the_conversation_is_told_from_questions_about_methods(text, aside):
    assert aside_of(Reader().read(text), text) == aside


def test_only_phrases_that_close_a_reply_ask_anything():
    asking = set()
    for file in PACKAGED:
        for name, texts in tomllib.loads(file.read_text(encoding="utf-8")).items():
            said = " ".join([texts] if isinstance(texts, str) else texts)
            if "?" in re.sub(r"“[^”]*”|\{%.*?%\}|\{\{.*?\}\}", "", said):
                asking.add(name)
    assert asking == set(ASKING)


@pytest.mark.slow
def test_what_was_told_is_said_back_with_its_words_and_what_was_not_with_what_is_assumed(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    told = reply(advisor, thread, "how many requests did I say?").reply
    assert "9,000 requests a month" in told
    assert TRIAGE in told
    untold = reply(advisor, thread, "did I tell you the budget?").reply
    assert "“monthly budget”" in untold
    assert "assume" in untold
    assert "14 classes" in reply(advisor, thread, "where were we?").reply


@pytest.mark.slow
def test_a_lost_question_is_put_again_and_nothing_is_taken_for_its_answer(advisor):
    thread = advisor.new_thread()
    asked = reply(advisor, thread, TRIAGE).board.question
    done = reply(advisor, thread, "I forgot what you asked")
    assert done.board.question.fact == asked.fact
    assert done.reply.rstrip("*").endswith("?")
    assert "“skip it”" not in done.reply
    plainly = reply(advisor, thread, "in plain English please")
    assert plainly.board.facts == done.board.facts


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["is what I type stored?", "who can see this?", "does OpenAI read this?"]
)
def test_where_words_go_is_answered_without_a_quote(advisor, text):
    said = reply(advisor, advisor.new_thread(), text).reply
    assert "unencrypted" in said
    assert "[1]" not in said


@pytest.mark.slow
def test_the_safety_of_their_data_is_answered_by_where_the_model_runs(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    assert "vendor receives every request" in reply(advisor, thread, "is our data safe?").reply
    reply(advisor, thread, "it must run on our own servers")
    done = reply(advisor, thread, "is our data safe?")
    assert "stays with you" in done.reply
    assert re.search(r"” \[\d+\]", done.reply)
    assert ungrounded(advisor, thread, done) == []


@pytest.mark.slow
def test_undoing_names_what_counts_again(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    reply(advisor, thread, "sorry, 9,000 a week")
    assert re.search(r"counts again: 9,000 requests", reply(advisor, thread, "undo").reply)


@pytest.mark.slow
def test_whether_it_is_a_plateau_is_answered_from_the_scores_or_asks_for_them(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    assert "“70, 75, 78 on 400 items”" in reply(advisor, thread, "is that a plateau?").reply
    judged = reply(advisor, thread, "it went 71, 74, 74.5 on 300 items").reply
    again = reply(advisor, thread, "so is that a plateau?").reply
    assert judged.partition("\n")[0] in again
    assert "[1]" not in again


@pytest.mark.slow
def test_two_strategies_in_one_why_are_set_against_each_other(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    said = reply(advisor, thread, "why is RAG so far behind LoRA?").reply
    assert "LoRA / PEFT leads Retrieval (RAG) by" in said


@pytest.mark.slow
def test_what_cannot_be_placed_never_brings_the_whole_recommendation(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    for _ in range(12):
        if reply(advisor, thread, "no idea").board.question is None:
            break
    said = reply(advisor, thread, "purple monkeys dance on tuesdays").reply
    assert "**First step:**" not in said


@pytest.mark.slow
def test_how_sure_we_are_is_answered_by_the_chance_not_by_the_bill(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    reply(advisor, thread, "show the costs")
    assert "chance that" in reply(advisor, thread, "how sure are you?").reply
    reply(advisor, thread, "show the costs")
    assert "×" in reply(advisor, thread, "why is it so cheap?").reply
    reply(advisor, thread, "show the costs")
    assert "8 of 10 cases" in reply(advisor, thread, "where does that number come from?").reply


@pytest.mark.slow
def test_a_question_that_a_second_sentence_hides_is_answered(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    said = reply(advisor, thread, "Who should build it? My cousin knows Python.").reply
    assert "LoRA / PEFT" in said
    assert "training experience" in said


@pytest.mark.slow
def test_told_and_assumed_are_both_listed_when_both_are_asked_for(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    said = reply(advisor, thread, "What did I tell you, and what are you assuming?").reply
    assert "**What you told me**" in said
    assert "**What I assume**" in said


@pytest.mark.slow
def test_who_leads_is_not_added_to_every_answer_from_the_guidance(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    said = [
        reply(advisor, thread, text).reply
        for text in ("what are embeddings?", "what is a test set for?", "does temperature matter?")
    ]
    assert sum("LoRA / PEFT" in text for text in said) <= 1


@pytest.mark.slow
def test_thanks_in_another_language_are_no_greeting(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    assert "Hello again" not in reply(advisor, thread, "merci").reply


@pytest.mark.slow
def test_what_ifs_that_put_the_same_strategy_first_are_named_together(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, "Product texts, 2,000 a month, 5 examples")
    for text in (
        "what if 900 examples?",
        "call it more",
        "what if 2,500 examples?",
        "call it lots",
    ):
        reply(advisor, thread, text)
    last = reply(advisor, thread, "compare more and lots").reply
    assert "“more” and “lots” put LoRA / PEFT first." in last


@pytest.mark.parametrize(
    "text",
    ["I want to talk to a human", "could you write me a limerick?", "sing us a song about tokens"],
)
def test_a_wish_for_something_else_changes_no_fact(advisor, text):
    thread = advisor.new_thread()
    before = reply(advisor, thread, "We sort 4,000 claims a month into queues.").board.facts
    done = reply(advisor, thread, text)
    assert done.board.facts == before
    assert re.search(r"a program|not my trade|good at one thing", done.reply, re.IGNORECASE)


@pytest.mark.parametrize(
    "text", ["Sum it up in two lines for finance", "I need one sentence for the board"]
)
def test_an_order_for_a_few_words_gets_the_summary(advisor, text):
    thread = advisor.new_thread()
    before = reply(advisor, thread, "We sort 4,000 claims a month into queues.").board.facts
    done = reply(advisor, thread, text)
    assert done.board.facts == before
    assert "**Advice:**" in done.reply

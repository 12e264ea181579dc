"""The bill against one's own, with money on top, at other prices, over years; what follows."""

import pytest

from tests.agent.conftest import reply, ungrounded

CHAT = (
    "Our house style bot writes 200,000 product texts a month with gpt-4.1, prompts have 2,000 "
    "tokens, answers 200; the tone drifts, and we kept 4,000 good texts"
)
PLAIN = "we translate 500 memos a month with gpt-4o-mini"
ASKED = (
    "does it pay back against the $5,000 we pay a month now?",
    "an agency wants $15k for it. when does that pay back?",
    "what if token prices drop by half?",
    "what does each option cost over 2 years?",
)


@pytest.fixture
def told(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, CHAT)
    return thread


@pytest.mark.parametrize("project", [CHAT, PLAIN])
def test_every_figure_of_the_replies_on_other_terms_is_supported(advisor, project):
    thread = advisor.new_thread()
    reply(advisor, thread, project)
    for text in ASKED:
        assert ungrounded(advisor, thread, reply(advisor, thread, text)) == [], text


def test_a_bill_as_told_is_what_the_saving_is_counted_from(advisor, told):
    text = reply(advisor, told, ASKED[0]).reply
    assert "pays back after" in text
    assert "$5,000" in text
    assert "whole bill" in text
    assert "list prices" in text
    assert "two so different" in text or "between the two" in text


def test_money_on_top_is_counted_and_never_noted(advisor, told):
    done = reply(advisor, told, ASKED[1])
    assert "$15,000" in done.reply
    assert "I note none of it" in done.reply or "Nothing is stored" in done.reply
    assert not any(fact.name == "upfront_budget_usd" for fact in done.board.facts)


def test_other_token_prices_are_told_beside_todays(advisor, told):
    text = reply(advisor, told, ASKED[2]).reply
    assert "at 50% of the price" in text
    assert "Prompt only" in text
    assert "batch" not in text.lower()


def test_totals_over_years_stand_in_a_table(advisor, told):
    text = reply(advisor, told, ASKED[3]).reply
    assert "| plan | a month | once | 2 years |" in text
    assert "per option" not in text


def test_without_a_project_there_is_nothing_to_hold_a_bill_against(advisor):
    text = reply(advisor, advisor.new_thread(), ASKED[0]).reply
    assert "pays back after" not in text


@pytest.mark.parametrize(
    "text",
    [
        "ok what do I actually do tomorrow",
        "what do we do on Friday, in simple words?",
        "and what should we really do? in plain English please",
    ],
)
def test_who_asks_what_to_do_gets_the_plan(advisor, told, text):
    assert "1. **Now:**" in reply(advisor, told, text).reply


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("what model did you cost the fine-tune with?", "tuned "),
        ("which model was this bill priced with?", "gpt-4.1"),
    ],
)
def test_the_model_behind_a_price_is_named_with_day_and_source(advisor, told, text, first):
    said = reply(advisor, told, text).reply
    assert said.split("$")[0].count(first)
    assert "Last seen 2026-" in said
    assert "](http" in said


@pytest.mark.parametrize(
    "text", ["does retrieval make any sense for us?", "is it better than RAG here?"]
)
def test_whether_a_strategy_makes_sense_is_answered_from_its_place(advisor, told, text):
    said = reply(advisor, told, text).reply
    assert said.startswith("**Retrieval (RAG)")
    assert "of eight" in said or "not the first" in said.lower() or "place" in said.lower()


@pytest.mark.parametrize(
    "text", ["where is that percentage from?", "what's that 91%?", "what is that percentage?"]
)
def test_the_percentage_is_explained_as_a_chance_after_quotes_too(advisor, told, text):
    reply(advisor, told, "why not RAG?")
    assert "the chance that" in reply(advisor, told, text).reply


def test_a_percentage_that_was_told_is_the_users_own(advisor, told):
    reply(advisor, told, "accuracy is 83% today and has to be 92%")
    text = reply(advisor, told, "what is the 83%?").reply
    assert "83% accuracy today" in text
    assert "the chance that" not in text

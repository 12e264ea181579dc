"""What a speaker puts right while still talking: the last words hold, and count once."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader
from agent.offline.words.message import take_apart
from tests.agent.offline.conftest import READERS


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("We get 700 letters a day, hang on, 900", {"monthly_requests": 27_000}),
        ("we get 700 letters a day... no, per week", {"monthly_requests": 3041.5}),
        ("The answer must be there within 6 s; make that 9", {"latency_target_ms": 9000}),
        ("It has to answer in 900 ms, oops, 9 seconds", {"latency_target_ms": 9000}),
        ("The budget is 4k a month, or rather 7k", {"monthly_budget_usd": 7000}),
        ("we can spend $12k up front - make that $18k", {"upfront_budget_usd": 18_000}),
        ("We have 5,200 labelled letters. Scrap that, 640.", {"labeled_examples": 640}),
        ("we have 5,200 labelled letters. Scratch that, we have 640 labelled ones.",
         {"labeled_examples": 640}),
        ("about 5,200 examples, well not 5,200, rather 4,100", {"labeled_examples": 4100}),
        ("Launch is in 6 weeks (correction: 8)", {"time_to_launch_days": 56}),
        ("launch in 7 weeks, or rather 4 months", {"time_to_launch_days": 120}),
        ("Accuracy is 71%, sorry, 76% today", {"current_accuracy": 76}),
        ("the target is 91%. Hmm, no, 88%.", {"target_accuracy": 88}),
        ("11 categories, I mean 16", {"label_classes": 16}),
        ("monthly budget 700, I mean weekly", {"monthly_budget_usd": 3041.5}),
        ("Prompts have 1,800 tokens, no sorry 2,600", {"prompt_tokens": 2600}),
        ("The handbook changes every month. Well, not every month, twice a year",
         {"knowledge_update": "yearly"}),
        ("our categories change weekly - sorry, quarterly", {"requirement_change": "quarterly"}),
        ("The price list is updated hourly, I mean daily", {"knowledge_update": "daily"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", READERS)
def test_of_two_tries_in_one_message_the_last_is_noted(
    name: str, text: str, facts: dict[str, Any]
) -> None:
    reading = READERS[name].read(text)
    assert {fact: reading.facts.get(fact) for fact in facts} == facts
    assert reading.unplaced == ()


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("We want to summarise letters, no wait, classify them", "classification"),
        (
            "It drafts replies to letters, or rather it extracts the dates from letters",
            "extraction",
        ),
        ("a summarisation project, sorry, a translation project", "translation"),
    ],
)
def test_of_two_choices_in_one_message_the_last_is_noted(text: str, task: str) -> None:
    assert Reader().read(text).facts["task"] == task


@pytest.mark.parametrize(
    ("text", "asked", "facts"),
    [
        ("9k, hang on, 900", "labeled_examples", {"labeled_examples": 900}),
        ("70 a day. Sorry, an hour", "monthly_requests", {"monthly_requests": 50_400}),
        ("weekly, no wait, monthly", "requirement_change", {"requirement_change": "monthly"}),
        ("4 seconds, make that 6", "latency_target_ms", {"latency_target_ms": 6000}),
    ],
)
def test_an_answer_put_right_in_one_breath_is_the_last_one(
    text: str, asked: str, facts: dict[str, Any]
) -> None:
    assert dict(Reader().read(text, asked=asked).facts) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Replies within 6 s. Sorry, 30 clerks wait for it", {"latency_target_ms": 6000}),
        ("5,200 labelled letters, no wait, 90 of them are bad", {"labeled_examples": 5200}),
        ("accuracy is 71%, actually 64% on the hard letters", {"current_accuracy": 71}),
        ("no labels, 420 pages of manuals",
         {"labeled_examples": 0, "knowledge_tokens": 168_000}),
        ("9k letters a month, no more than 6 s each",
         {"monthly_requests": 9000, "latency_target_ms": 6000}),
        ("we get 700 letters a day, rather long ones", {"monthly_requests": 21_000}),
        ("we have 800 letters, I mean real ones, and 60 labels", {"labeled_examples": 60}),
        ("We make that 60 times a month", {"monthly_requests": 60}),
        ("900 letters a day, I mean 600 by mail and 300 on paper", {"monthly_requests": 27_000}),
        ("we get 900 letters a month, make that work in 4 s", {"monthly_requests": 900}),
    ],
)  # fmt: skip
def test_words_that_only_look_like_a_second_try_take_nothing_back(
    text: str, facts: dict[str, Any]
) -> None:
    assert dict(Reader().read(text).facts) == facts


@pytest.mark.parametrize(
    "text",
    [
        "we've 640 labels; scrap that",
        "We have 640 labels. No, forget that.",
        "our budget is $700 a month, scratch that, I don't know",
        "launch in 6 weeks. Strike that, no idea",
    ],
)
def test_what_is_struck_in_the_same_breath_is_not_noted(text: str) -> None:
    assert dict(Reader().read(text).facts) == {}


def test_what_was_told_in_another_message_is_put_right_as_before() -> None:
    reader = Reader()
    for text in (
        "I said 5,200 labels, sorry, 640",
        "No, make that 640",
        "Sorry, I meant 640 labels",
    ):
        reading = reader.read(text, known={"labeled_examples": 5200})
        assert (reading.kind, dict(reading.facts)) == ("correct", {"labeled_examples": 640})
    denied = reader.read(
        "the manuals don't change hourly, more like nightly", known={"knowledge_update": "realtime"}
    )
    assert dict(denied.facts) == {"knowledge_update": "daily"}


def test_a_what_if_put_right_in_one_breath_proposes_the_last_value() -> None:
    reading = Reader().read(
        "what if we had 60 labels, or rather 900?", known={"labeled_examples": 5}
    )
    assert dict(reading.hypothetical) == {"labeled_examples": 900}


def test_the_quote_of_a_value_put_right_is_what_the_user_wrote() -> None:
    text = "Well, we get 700 letters a day, hang on, 900. Launch is in May."
    quote = Reader().read(text).quotes["monthly_requests"]
    assert quote in text
    assert "900" in quote


def test_languages_put_right_are_no_fact() -> None:
    assert dict(Reader().read("it's German and Dutch, I mean Danish").facts) == {}


def test_a_long_run_of_second_tries_comes_to_an_end() -> None:
    text = "700 letters a day" + ", no wait, 900" * 200
    assert len(take_apart(text).norm) < len(text)


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("we handle 40 tickets a day, more like 60 in December", 1200),
        ("About 500 mails a day, more like 700 at Christmas", 15_000),
        ("700 letters a day, hang on, 900", 27_000),
    ],
)
def test_a_figure_of_some_months_takes_back_none_of_the_year(text: str, volume: float) -> None:
    assert Reader().read(text).facts["monthly_requests"] == volume


@pytest.mark.parametrize("cue", ["no wait", "no", "hang on"])
def test_of_a_chain_of_second_tries_the_last_is_noted(cue: str) -> None:
    text = f", {cue}, ".join(["700 letters a day", "800", "900", "1000", "1100", "1200", "1300"])
    assert Reader().read(text).facts == {"monthly_requests": 39_000}


def test_a_pace_put_right_weakly_is_no_other_one() -> None:
    told = Reader().read("Documents change monthly - actually quarterly").facts
    assert told.get("knowledge_update") in (None, "monthly", "quarterly")

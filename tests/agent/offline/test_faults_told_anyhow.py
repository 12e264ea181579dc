"""Faults told outright, whatever was asked; what is paid today; and what comes on top."""

import pytest

from agent.offline.facts.budgets import is_paid_today
from agent.offline.words.message import take_apart

OTHERS = ("reasoning_depth", "output_format", "monthly_requests")


@pytest.mark.parametrize("asked", OTHERS)
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("the voice isn't ours, and now and then a quoted clause is made up", "missing_knowledge"),
        ("It often cites the wrong section", "missing_knowledge"),
        ("the footnotes are mostly invented", "missing_knowledge"),
        ("the register is never right", "wrong_behavior"),
        ("The model still does not follow our guidelines.", "wrong_behavior"),
        ("the draft sometimes misses the allergies", "wrong_behavior"),
        ("it keeps leaving out the deadline", "wrong_behavior"),
    ],
)
def test_a_clear_fault_is_noted_whatever_was_asked(reader, text, fault, asked):
    reading = reader.read(text, asked=asked)
    assert reading.facts.get("failure_mode") == fault
    assert asked not in reading.facts


@pytest.mark.parametrize(
    "text",
    [
        "the voice is right",
        "it must never cite a wrong section",
        "the tool flags sections with wrong citations",
        "the references are in house style",
        "our editors sometimes leave out the deadline",
        "it often misses nothing",
        "a good summary names the sources",
    ],
)
def test_what_is_no_fault_of_the_model_is_not_noted(reader, text):
    assert "failure_mode" not in reader.read(text, asked="output_format").facts


def test_a_tone_that_is_not_right_is_no_praise(reader):
    asked = "failure_mode"
    assert reader.read("the tone is not right", asked=asked).facts == {asked: "wrong_behavior"}
    assert asked not in reader.read("the tone is right", asked=asked).facts


@pytest.mark.parametrize(
    "text",
    [
        "we pay $7,300 a month today",
        "our bill is $2,900 a month",
        "we're currently spending about $640 a month on it",
        "the invoice from the vendor comes to $2,900 a month",
    ],
)
def test_what_is_paid_today_is_no_budget(reader, text):
    for asked in (None, "failure_mode", "output_format"):
        assert not reader.read(text, asked=asked).facts.keys() & {
            "monthly_budget_usd",
            "failure_mode",
        }
    assert is_paid_today(take_apart(text).quantities[0])


@pytest.mark.parametrize(
    "text",
    ["we can pay $7,300 a month", "we may spend $640 a month", "our budget is $2,900 a month"],
)
def test_what_may_be_paid_is_the_budget(reader, text):
    assert "monthly_budget_usd" in reader.read(text).facts
    assert not is_paid_today(take_apart(text).quantities[0])


def test_a_bill_that_hurts_is_a_fault_still(reader):
    for text in ("the bill", "the bill is the problem", "the bill is far too high"):
        assert reader.read(text, asked="failure_mode").facts["failure_mode"] == "cost_latency"


KNOWN = {"prompt_tokens": 2600}


@pytest.mark.parametrize("asked", [None, "failure_mode", "monthly_requests"])
@pytest.mark.parametrize(
    "text",
    [
        "input is 350 tokens on top of the prompt",
        "the customer's text is 350 tokens on top of that",
        "each letter adds 350 tokens in addition to the prompt",
    ],
)
def test_what_comes_on_top_of_the_known_prompt_is_added(reader, text, asked):
    assert reader.read(text, asked=asked, known=KNOWN).facts == {"prompt_tokens": 2950}


def test_a_length_that_is_told_anew_takes_the_place_of_the_known_one(reader):
    reading = reader.read("input is 350 tokens", asked="failure_mode", known=KNOWN)
    assert reading.facts["prompt_tokens"] == 350


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Input 350 tokens avg, on top of a 2.6k-token prompt", 2950),
        ("Average input of 350 tokens plus a system prompt of 2,600 tokens", 2950),
        ("The system prompt is 2,600 tokens, plus 350 tokens of question on average", 2950),
    ],
)
def test_a_usual_length_is_a_part_where_it_surely_adds(reader, text, tokens):
    assert reader.read(text).facts["prompt_tokens"] == tokens

"""What is said plainly in everyday words: levels, waits, sums, no examples, stakes, skills."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader

NOW, GOAL = "current_accuracy", "target_accuracy"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("accuracy .78, has to hit 92", {NOW: 78, GOAL: 92}),
        ("we're at 81%, ought to reach 94%", {NOW: 81, GOAL: 94}),
        ("12 of 20 right now, ought to be 18 of 20", {NOW: 60, GOAL: 90}),
        ("error rate 15%, must come down to 4%", {NOW: 85, GOAL: 96}),
        ("mistakes must fall from 20 percent to 5", {NOW: 80, GOAL: 95}),
        ("accuracy is in the low seventies, we need the high eighties", {NOW: 72, GOAL: 88}),
        ("need 87 acc, no less", {GOAL: 87}),
        ("profits are off by 20% this year", {}),
        ("highs in the low eighties today, says the forecast", {}),
    ],
)
def test_levels_are_read_and_a_share_of_business_is_none(text: str, facts: dict[str, Any]) -> None:
    read = Reader().read(text).facts
    assert {f: v for f, v in read.items() if f in (NOW, GOAL)} == facts


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("A full minute each is fine.", "latency_target_ms", 60_000),
        ("nobody minds if it takes five minutes per letter", "latency_target_ms", 300_000),
        ("About $700 a month, with 5k set aside once for labels.", "upfront_budget_usd", 5000),
        ("We have zilch in the way of pairs.", "labeled_examples", 0),
        ("nobody gets sued or harmed", "regulated", False),
        ("The jokes should all sound different.", "consistency_need", "low"),
        ("Ravi knows scikit-learn, but no deep learning", "ml_expertise", "some"),
        ("Each post comes out as spam, fine or unsure.", "task", "classification"),
        ("It writes the parts down as a database record.", "output_format", "structured"),
        ("What the board wants flips monthly.", "requirement_change", "monthly"),
        ("hardly any cloud will do", "self_hosted", True),
        ("So far we use qwen-plus for it.", "model", "qwen-plus"),
        ("TLDR: sort parcels by damage", "task", "classification"),
        ("we want a tl;dr: of each thread", "task", "summarization"),
    ],
)
def test_a_plain_word_is_enough(text: str, fact: str, value: object) -> None:
    reading = Reader().read(text)
    assert (reading.kind, reading.facts.get(fact)) == ("describe", value)


@pytest.mark.parametrize(
    "text",
    ["The input is free text that callers leave.", "a date is pulled out of every free-form note"],
)
def test_free_text_that_comes_in_says_nothing_of_what_comes_out(text: str) -> None:
    assert "output_format" not in Reader().read(text).facts


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("latency_target_ms", "three quarters of a second", 750),
        ("latency_target_ms", "sub-second", 1000),
        (GOAL, "high eighties", 88),
        ("self_hosted", "hardly any cloud will do", True),
        ("knowledge_update", "a script rewrites them each night", "daily"),
    ],
)
def test_a_short_answer_is_read_as_what_was_asked(asked: str, text: str, value: object) -> None:
    assert dict(Reader().read(text, asked=asked).facts) == {asked: value}


@pytest.mark.parametrize(
    "text",
    [
        "haven't the foggiest",
        "not the slightest idea",
        "still waiting for a sum from accounting",
        "ask me again after the audit",
        "nobody can tell us",
        "no figure has been agreed",
        "the owners haven't told us yet",
    ],
)
def test_there_are_many_ways_not_to_know(text: str) -> None:
    reading = Reader().read(text, asked="monthly_budget_usd")
    assert (dict(reading.facts), reading.cleared) == ({}, ("monthly_budget_usd",))


def test_a_clause_with_how_that_states_something_asks_nothing() -> None:
    assert Reader().read("How it reads is of no importance.").kind == "describe"
    assert Reader().read("How it reads is what counts, right?").kind == "question"


def test_a_style_that_nobody_cares_about_tells_no_stakes() -> None:
    assert "regulated" not in Reader().read("The tone? nobody cares.").facts
    assert Reader().read("And if it is wrong, nobody cares.").facts["regulated"] is False


def test_the_number_of_a_part_counts_no_examples() -> None:
    read = Reader().read("They look up things like the weight of part 7310 in our catalogue.")
    assert "labeled_examples" not in read.facts


def test_a_schema_that_stays_is_no_proposal_of_a_schema() -> None:
    known = {"requirement_change": "weekly"}
    reading = Reader().read("what if the schema hardly ever changed", known=known)
    assert dict(reading.hypothetical) == {"requirement_change": "rarely"}


def test_a_length_of_time_that_ends_a_list_is_the_one_to_the_launch() -> None:
    reading = Reader().read("what if we had 900 pairs, a 2k monthly budget and 6 weeks?")
    assert dict(reading.hypothetical) == {
        "labeled_examples": 900,
        "monthly_budget_usd": 2000,
        "time_to_launch_days": 42,
    }

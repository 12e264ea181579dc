"""A summary of the talk asked for without a verb, and summaries that a project is about."""

import pytest

from agent.offline.reading.reader import Reader

KNOWN = {"task": "classification", "monthly_requests": 5000}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Fine. A summary in three sentences for our CEO.", "labeled_examples"),
        ("Summary for my boss", "labeled_examples"),
        ("short recap in three lines for the CFO please", None),
        ("great, one-paragraph overview for our steering committee", "failure_mode"),
        ("tl;dr in 2 bullets", "monthly_requests"),
        ("thanks, a quick wrap-up in plain English for management", "labeled_examples"),
    ],
)
def test_a_summary_for_those_we_report_to_is_asked_for(
    reader: Reader, text: str, asked: str | None
) -> None:
    reading = reader.read(text, asked=asked, known=KNOWN)
    assert (reading.command, dict(reading.facts)) == ("summarise", {})


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("a two-line summary for the board", "task"),
        ("summaries of meetings for our managers", "task"),
        ("2 summaries a week for our board", "labeled_examples"),
        ("Summaries of support calls for our team, 300 a week", None),
        ("we need a summary of each case, in two sentences", None),
        ("Summary of each contract in five lines for our lawyers", None),
        ("a weekly summary of all tickets for my team", None),
    ],
)
def test_summaries_that_the_model_writes_are_its_task(
    reader: Reader, text: str, asked: str | None
) -> None:
    reading = reader.read(text, asked=asked)
    assert reading.command is None
    assert reading.facts["task"] == "summarization"


@pytest.mark.parametrize("asked", [None, "task", "failure_mode", "labeled_examples"])
@pytest.mark.parametrize(
    "text",
    [
        "Please sum up all that you've heard from me",
        "could you recap what we have agreed so far?",
        "Summarise our chat in three lines",
        "condense what I've said up to now",
        "sum this up for us please",
    ],
)
def test_what_was_told_here_is_summed_up_whatever_was_asked(
    reader: Reader, text: str, asked: str | None
) -> None:
    reading = reader.read(text, asked=asked)
    assert (reading.command, dict(reading.facts)) == ("summarise", {})


@pytest.mark.parametrize("asked", [None, "task"])
@pytest.mark.parametrize(
    "text",
    [
        "Summarise what patients told us",
        "summarise what we discussed in each meeting",
        "summarise all our calls for us",
    ],
)
def test_what_others_told_is_summed_up_by_the_model(
    reader: Reader, text: str, asked: str | None
) -> None:
    reading = reader.read(text, asked=asked)
    assert (reading.command, reading.facts["task"]) == (None, "summarization")

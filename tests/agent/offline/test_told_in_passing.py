"""Figures and short remarks that tell something else than they seem to."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader

KNOWN: dict[str, Any] = {"task": "code", "monthly_requests": 5000, "labeled_examples": 400}


@pytest.mark.parametrize("asked", ["training_signal", None])
@pytest.mark.parametrize(
    "text",
    [
        "we could write 20 a week more",
        "our interns can label about 50 a day",
        "we might annotate another 30 a week",
        "they would be happy to write 15 more of them every week",
        "two of us can probably tag 80 a day",
        "I can make 10 more examples a day",
    ],
)
def test_a_pace_of_making_examples_is_no_volume(
    reader: Reader, text: str, asked: str | None
) -> None:
    told = reader.read(text, asked=asked, known={"labeled_examples": 150}).facts
    assert not {"monthly_requests", "labeled_examples"} & set(told)


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("our clerks can answer 90 mails a day", 2700),
        ("we write 20 reports a day", 600),
        ("it has to write 40 letters a day", 1200),
        ("the model could get 700 questions a day", 21_000),
        ("we label 500 tickets a day", 15_000),
    ],
)
def test_what_is_written_or_labelled_every_day_is_the_volume(text: str, requests: float) -> None:
    assert Reader().read(text).facts["monthly_requests"] == requests


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("what if we only gave it the 40 most used tables?", {}),
        ("what if we showed it just 30 screens?", {}),
        ("what would you do with two weeks and one engineer?", {}),
        ("what if we had three developers?", {}),
        ("what about only 5 templates?", {}),
        ("what if we only had 40?", {"labeled_examples": 40}),
        ("what if we only had 40 examples?", {"labeled_examples": 40}),
        ("what if we had 40 labelled tickets instead?", {"labeled_examples": 40}),
        ("what does it cost if we grow to 1,2 Mio. texts per year?", {"monthly_requests": 100_000}),
        ("what if we went to 2,4 Mio. queries a year?", {"monthly_requests": 200_000}),
        ("what if we got 36 tsd. mails a month?", {"monthly_requests": 36_000}),
    ],
)
def test_only_a_figure_that_counts_the_fact_is_supposed_of_it(
    reader: Reader, text: str, supposed: dict[str, object]
) -> None:
    reading = reader.read(text, known={**KNOWN, "knowledge_tokens": 50_000})
    assert (reading.kind, dict(reading.hypothetical)) == ("what_if", supposed)


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("we get 1,5 Mio. mails per year", 125_000),
        ("around 3 mio. The rest comes later, 600 mails a day now", 18_000),
        ("it's like 600 questions a day, let's say", 18_000),
        ("I told you... its 40 calls a week or so lets say", 173.8),
        ("so about 90 nurses, each asks maybe 4 qs a shift, we run 3 shifts", 10_800),
        ("60 nurses, each writes 2 reports per shift, three shifts a day", 3600),
    ],
)
def test_volumes_told_sloppily_are_read(text: str, requests: float) -> None:
    reading = Reader().read(text)
    assert reading.kind != "what_if"
    assert reading.facts["monthly_requests"] == requests


@pytest.mark.parametrize(
    "text",
    [
        "what if it's 600 questions a day, let's say",
        "let's say 600 questions a day?",
        "suppose each of 90 nurses asked 4 questions a shift",
    ],
)
def test_what_is_supposed_stays_supposed(text: str) -> None:
    reading = Reader().read(text, known=KNOWN)
    assert (reading.kind, dict(reading.facts)) == ("what_if", {})


@pytest.mark.parametrize(
    "text", ["30 machines log 4 errors a shift, 3 shifts", "30 nurses, each 4 questions a shift"]
)
def test_a_shift_by_itself_tells_no_volume(text: str) -> None:
    assert "monthly_requests" not in Reader().read(text).facts


@pytest.mark.parametrize(
    "text", ["i have a laptop and no budget", "there's no money, only a 3060 card", "zero budget"]
)
def test_no_budget_is_no_fault_of_the_model(reader: Reader, text: str) -> None:
    told = reader.read(text, asked="failure_mode").facts
    assert not {"failure_mode", "regulated"} & set(told)


@pytest.mark.parametrize("text", ["the budget", "too slow, and there's no money left", "the bill"])
def test_money_named_as_what_goes_wrong_is_the_fault(text: str) -> None:
    assert Reader().read(text, asked="failure_mode").facts["failure_mode"] == "cost_latency"


def test_what_moderators_are_paid_is_no_budget(reader: Reader) -> None:
    text = (
        "We moderate 3 million posts a day with 25 people at $2,500 a month each. "
        "We have 90 million old decisions."
    )
    assert reader.read(text).facts == {
        "task": "classification", "monthly_requests": 90_000_000, "labeled_examples": 90_000_000,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("We search 3,000 old court decisions", "labeled_examples", None),
        ("I sort clips for my thesis, i dont have any data", "labeled_examples", 0),
        ("we don't have any labelled examples yet", "labeled_examples", 0),
        ("we haven't got any training data", "labeled_examples", 0),
        ("we don't have any data on costs", "labeled_examples", None),
        ("we don't have any data scientists", "labeled_examples", None),
    ],
)
def test_examples_are_what_people_decided_and_none_where_there_is_no_data(
    text: str, fact: str, value: object
) -> None:
    assert Reader().read(text).facts.get(fact) == value


@pytest.mark.parametrize("asked", ["failure_mode", None])
@pytest.mark.parametrize(
    "text",
    ["it's about 90 pages really", "its more like 90 pages actually", "it's 90 pages, not 140"],
)
def test_pages_put_right_replace_the_pages(text: str, asked: str | None) -> None:
    known = {"task": "question_answering", "knowledge_tokens": 56_000, "monthly_requests": 1300}
    assert Reader().read(text, asked=asked, known=known).facts == {"knowledge_tokens": 36_000}

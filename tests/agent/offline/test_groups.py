"""How many groups there are, and how many people each has: they multiply and count nothing else."""

from collections.abc import Mapping

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("Say 6 depots, 20 fitters each, maybe 5 questions a day per person", 18_000),
        ("6 depots with 20 fitters each, and every fitter asks 5 questions a day", 18_000),
        ("12 teams of 8 engineers, 5 prompts a day each", 14_400),
        ("9 clinics, 12 doctors per clinic, 6 letters a week per doctor", 2_815.56),
        ("3 regions with 10 shops each, 15 clerks per shop, 8 questions a day per clerk", 108_000),
        ("50 shops, 300 visitors a day each, 4 questions per visitor", 1_800_000),
        ("6 depots x 20 people x 5 questions a day", 18_000),
    ],
)
def test_groups_people_and_what_each_asks_are_multiplied(text: str, monthly: float) -> None:
    assert Reader().read(text).facts["monthly_requests"] == pytest.approx(monthly)


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("we have 10 depots and 150 fitters, each asks 8 questions a day", 36_000),
        ("10 depots with 150 fitters in total, 8 questions a day per person", 36_000),
        ("10 depots, 15 fitters each, 40 questions a day per depot", 12_000),
        ("10 depots, 15 fitters each, 8 questions a day in total", 240),
        ("500 lawyers at 30 offices, 4 queries a day each", 60_000),
        ("40 tickets, 3 agents each, 5 replies a day per agent", 450),
    ],
)
def test_groups_that_do_not_hold_so_many_each_multiply_nothing(text: str, monthly: float) -> None:
    assert Reader().read(text).facts["monthly_requests"] == pytest.approx(monthly)


def test_the_factors_of_a_product_count_nothing_by_themselves() -> None:
    text = "No, that's wrong: 6 depots times 20 people times 5 questions is 600 a day, not 3,000"
    for known in ({"monthly_requests": 3_000}, {"monthly_requests": 3_000, "labeled_examples": 40}):
        reading = Reader().read(text, known=known)
        assert reading.facts == {"monthly_requests": 18_000}
        assert not any("depots" in words for words in reading.unplaced)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("What if we land 200 firms?", {"labeled_examples": 10}),
        ("What if we land 200 firms?", {"monthly_requests": 3_600}),
        ("what if 300 people use it?", {"labeled_examples": 10}),
        ("what if we had 90 customers?", {"labeled_examples": 50, "monthly_requests": 900}),
        ("what if we sign 200 hospitals", {"labeled_examples": 10}),
    ],
)
def test_a_number_of_firms_or_people_is_supposed_to_be_no_fact(
    text: str, known: Mapping[str, object]
) -> None:
    reading = Reader().read(text, known={"task": "question_answering", **known})
    assert (reading.kind, reading.hypothetical) == ("what_if", {})


@pytest.mark.parametrize("text", ["what if we land 90 clinics?", "and if we had 90 customers?"])
@pytest.mark.parametrize(
    "known", [{"knowledge_tokens": 4_000_000}, {"monthly_budget_usd": 900}, {"prompt_tokens": 800}]
)
def test_nor_does_it_replace_the_one_figure_that_is_known(
    text: str, known: Mapping[str, object]
) -> None:
    assert Reader().read(text, known=known).hypothetical == {}


@pytest.mark.parametrize(
    "text",
    [
        "no, 6 depots times 20 people times 5 questions is 600 a day",
        "that's wrong: 6 depots times 20 people times 5 questions makes 600 a day",
    ],
)
def test_a_product_is_no_change_of_the_volume_that_was_known(text: str) -> None:
    read = Reader().read(text, known={"monthly_requests": 3_000, "knowledge_tokens": 9_000})
    assert read.facts == {"monthly_requests": 18_000}


@pytest.mark.parametrize("asked", ["labeled_examples", "monthly_requests"])
@pytest.mark.parametrize("text", ["200 firms", "we now have 300 customers", "12 branches"])
def test_a_number_of_firms_or_people_answers_no_question_about_counts(
    asked: str, text: str
) -> None:
    assert asked not in Reader().read(text, asked=asked).facts


@pytest.mark.parametrize(
    ("text", "known", "facts"),
    [
        ("sorry, 900 customer mails", {"monthly_requests": 9_000}, {"monthly_requests": 900}),
        ("no, 500", {"labeled_examples": 50}, {"labeled_examples": 500}),
        (
            "no, 5,000 patient letters, not 500",
            {"labeled_examples": 500},
            {"labeled_examples": 5_000},
        ),
    ],
)
def test_what_belongs_to_people_is_counted_as_before(
    text: str, known: Mapping[str, object], facts: Mapping[str, object]
) -> None:
    assert Reader().read(text, known=known).facts == facts

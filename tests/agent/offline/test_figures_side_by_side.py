"""Figures of different kinds beside each other: which is what, and which is none."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader

HELD = {"current_accuracy": 80, "target_accuracy": 97, "labeled_examples": 800}


def facts(text: str, asked: str | None = None, **known: Any) -> dict[str, Any]:
    return dict(Reader().read(text, asked=asked, known=known).facts)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("We have 2 million members and one in 500 writes every month.", 4_000),
        ("800k subscribers, 1 in 400 calls each week", 8_690),
        ("Each fair holds 400 stalls to describe, three fairs a month.", 1_200),
        ("We sell shoes, four surveys a quarter, each survey brings 9k answers.", 12_000),
        ("40 alarms a second in a gale, but over the year the mean is 300k a day.", 9_000_000),
    ],
)
def test_parts_and_wholes_are_worked_out(text: str, value: float) -> None:
    assert facts(text)["monthly_requests"] == pytest.approx(value, rel=0.01)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Contract review, 60 contracts a week at 14k input tokens apiece.", 260.7),
        ("6,000 letters per week, 900 printed pages each", 26_070),
        ("Each order holds 3 items, 500 orders a day; we sort the orders.", 15_000),
    ],
)
def test_the_size_of_one_multiplies_nothing(text: str, value: float) -> None:
    assert facts(text)["monthly_requests"] == pytest.approx(value)


def test_tokens_apiece_are_those_of_a_prompt() -> None:
    assert facts("60 contracts a week, 14k input tokens apiece")["prompt_tokens"] == 14_000


def test_one_of_so_many_is_no_volume_where_the_whole_is_unknown() -> None:
    assert "monthly_requests" not in facts("Of our customers one in 500 writes every month.")


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        (
            "prompt_tokens",
            "1,800, and the answer is 70 tokens",
            {"prompt_tokens": 1_800, "output_tokens": 70},
        ),
        (
            "labeled_examples",
            "about 900, and some 40k requests a month",
            {"labeled_examples": 900, "monthly_requests": 40_000},
        ),
    ],
)
def test_the_figure_that_begins_an_answer_answers_it(
    asked: str, text: str, expected: dict[str, float]
) -> None:
    assert facts(text, asked) == expected


@pytest.mark.parametrize(
    "text",
    ["97 was a dream, make 91 the goal", "97 was wishful thinking, put the target at 91"],
)
def test_a_level_that_was_wishful_gives_way_to_the_other(text: str) -> None:
    assert facts(text, **HELD) == {"target_accuracy": 91}


@pytest.mark.parametrize(
    "text",
    [
        "what if none of our examples were usable?",
        "suppose not one of the labels is any good",
    ],
)
def test_labels_that_are_all_bad_are_none(text: str) -> None:
    assert Reader().read(text, known=HELD).hypothetical == {"labeled_examples": 0}


def test_not_a_single_labelled_thing_is_none() -> None:
    assert facts("We haven't got a single labelled line.") == {"labeled_examples": 0}


def test_the_pages_of_a_guide_to_style_are_no_knowledge() -> None:
    assert "knowledge_tokens" not in facts("It has to obey a 45-page voice manual.")
    assert facts("It answers from a 45-page handbook.")["knowledge_tokens"] == 18_000


def test_what_is_not_read_twice_is_read_once() -> None:
    assert "human_review" not in facts("not really, nobody reads them twice", "consistency_need")
    assert facts("nobody reads them before they go out")["human_review"] is False


def test_the_costs_are_shown_in_figures_when_both_are_asked_for() -> None:
    assert Reader().read("what will it cost, show me the numbers").command == "show_costs"


def test_harmless_slips_under_a_regulator_leave_it_open_whether_errors_cost() -> None:
    assert facts("nobody gets hurt by it")["regulated"] is False
    assert "regulated" not in facts("nobody gets hurt, but the regulator audits us")


@pytest.mark.parametrize(
    "text",
    [
        "What if accuracy of 90% were enough?",
        "What if an accuracy of 90% was enough?",
        "What if an accuracy of 90% sufficed?",
        "What if accuracy of 90% would suffice?",
        "what if 90% accuracy were fine?",
    ],
)
def test_an_accuracy_that_were_enough_is_the_one_needed(text: str) -> None:
    known = {"current_accuracy": 82, "target_accuracy": 95}
    assert Reader().read(text, known=known).hypothetical == {"target_accuracy": 90}


@pytest.mark.parametrize(
    "text",
    [
        "what if accuracy went to 90%?",
        "what if today's accuracy was 90%?",
        "what if prompting got us 90%?",
    ],
)
def test_an_accuracy_that_is_supposed_to_be_reached_is_todays(text: str) -> None:
    known = {"current_accuracy": 82, "target_accuracy": 95}
    assert Reader().read(text, known=known).hypothetical == {"current_accuracy": 90}

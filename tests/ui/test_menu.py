"""Quick replies in the terminal: one kind of keys, and a number that is no answer picks as well."""

import pytest

from agent.events import QuestionAsked
from tools.vocabulary import vocabulary
from ui.menu import Menu


def menu(fact: str) -> Menu:
    rule = vocabulary()[fact]
    return Menu.of(QuestionAsked("t", 1, fact, rule.question, rule.replies, ""))


@pytest.mark.parametrize("fact", ["failure_mode", "knowledge_tokens", "label_classes", "regulated"])
def test_every_menu_has_letters_whatever_it_asks(fact):
    offered = menu(fact)
    assert offered.lines(200).plain.startswith(f"a {offered.replies[0]}   b {offered.replies[1]}")
    assert offered.picked("b") == offered.picked(" B) ") == offered.replies[1]


@pytest.mark.parametrize(
    "fact",
    ["knowledge_tokens", "monthly_requests", "current_accuracy", "time_to_launch_days", "task"],
)
@pytest.mark.parametrize("typed", ["2", "2.", "(2)"])
def test_a_bare_number_picks_a_reply_where_it_would_be_no_answer(fact, typed):
    assert menu(fact).picked(typed) == menu(fact).replies[1]


@pytest.mark.parametrize("fact", ["labeled_examples", "label_classes"])
def test_a_bare_number_stays_an_answer_where_things_are_counted(fact):
    assert menu(fact).picked("2") is None


@pytest.mark.parametrize("typed", ["0", "4", "2 pages", "200", "d", "two hundred", "ab", "", "²"])
def test_what_no_reply_stands_under_is_said_as_it_is(typed):
    assert menu("knowledge_tokens").picked(typed) is None


def test_a_long_row_of_digits_that_was_pasted_picks_nothing():
    assert Menu(("x", "y")).picked("1" * 5_000) is None


def test_without_a_question_a_letter_is_only_a_letter():
    assert Menu().picked("a") is None


def test_a_quick_reply_is_never_broken_over_two_lines():
    offered = Menu(("It lacks our facts", "Broken format", "Nothing serious"))
    assert offered.lines(40).plain.split("\n") == [
        "a It lacks our facts   b Broken format",
        "c Nothing serious",
    ]

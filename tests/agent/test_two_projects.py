"""A description of another project is not merged into this one, and a doubt needs an answer."""

import pytest

from agent.doubts import verdict
from tests.agent.conftest import reply

FIRST = "We sort 2,000 customer emails a day into 25 categories. We have 3,000 labelled examples."
OTHERS = [
    "A bot that answers lawyers' questions over contracts. Every answer has to cite the clause.",
    "We want to translate product texts into six languages, 20,000 a month.",
    "I have another project: summarising 300 meeting protocols a week.",
]

DOUBTED = "We have a bot that lawyers ask questions over contracts."


def facts(advisor, thread):
    return {f.name: f.value for f in advisor.board(thread).facts}


@pytest.fixture
def thread(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, FIRST)
    return thread


@pytest.mark.parametrize("other", OTHERS)
def test_another_project_is_asked_about_and_nothing_of_it_is_noted(advisor, thread, other):
    before, title = facts(advisor, thread), advisor.board(thread).title
    done = reply(advisor, thread, other)
    assert "Is that another project" in done.reply
    assert "new project" in done.reply
    assert facts(advisor, thread) == before
    assert advisor.board(thread).title == title
    assert done.board.question.replies == ("Another project", "This one has changed")


@pytest.mark.parametrize(
    "answer", ["Another project", "yes", "It's a different one.", "start over"]
)
def test_the_other_project_takes_the_place_and_undo_brings_the_first_back(advisor, thread, answer):
    before = facts(advisor, thread)
    reply(advisor, thread, OTHERS[1])
    done = reply(advisor, thread, answer)
    assert facts(advisor, thread) == {"task": "translation", "monthly_requests": 20000}
    assert "ndo” brings" in done.reply
    reply(advisor, thread, "undo")
    assert facts(advisor, thread) == before


@pytest.mark.parametrize("answer", ["This one has changed", "no", "the same project"])
def test_where_it_is_the_same_project_all_of_it_counts(advisor, thread, answer):
    reply(advisor, thread, OTHERS[1])
    done = reply(advisor, thread, answer)
    now = facts(advisor, thread)
    assert (now["task"], now["monthly_requests"]) == ("translation", 20000)
    assert now["labeled_examples"] == 3000
    assert "classification → translation" in done.reply


def test_what_is_told_before_the_answer_waits_with_it(advisor, thread):
    before = facts(advisor, thread)
    reply(advisor, thread, OTHERS[1])
    reply(advisor, thread, "The budget is $900 a month and our team has never trained a model.")
    assert facts(advisor, thread) == before
    reply(advisor, thread, "another project")
    assert facts(advisor, thread)["monthly_budget_usd"] == 900
    assert "labeled_examples" not in facts(advisor, thread)


@pytest.mark.parametrize(
    "text",
    [
        "Actually, we want to translate product texts, 20,000 a month.",
        "We changed our minds: it will translate product texts, 20,000 a month.",
        "We have 500 good replies too, with one and the same tone, which must not vary.",
    ],
)
def test_a_change_of_plans_and_more_of_the_same_are_no_other_project(advisor, thread, text):
    assert "another project" not in reply(advisor, thread, text).reply
    assert facts(advisor, thread)["task"] in ("classification", "translation")


@pytest.mark.parametrize(
    "text",
    [
        "Ten firms with fifteen lawyers each ask it maybe a few questions a day per person.",
        "By the way, our lawyers ask questions over and over, which keeps the whole team busy.",
    ],
)
def test_a_message_about_something_else_confirms_no_doubt(advisor, thread, text):
    asked = reply(advisor, thread, DOUBTED)
    assert "Which counts now: question answering, or still classification?" in asked.reply
    reply(advisor, thread, text)
    assert facts(advisor, thread)["task"] == "classification"


@pytest.mark.parametrize("answer", ["question answering", "Yes, it answers questions now.", "yes"])
def test_a_short_answer_settles_a_doubt_about_the_task(advisor, thread, answer):
    reply(advisor, thread, DOUBTED)
    reply(advisor, thread, answer)
    assert facts(advisor, thread)["task"] == "question_answering"


def test_which_project_is_meant_is_told_in_a_few_words():
    assert [verdict(t, another=True) for t in ("a new project", "the same one", "hm")] == [
        True, False, None,
    ]  # fmt: skip
    assert verdict("another project") is None

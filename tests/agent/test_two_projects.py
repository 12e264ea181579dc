"""A description of another project is not merged into this one, and a doubt needs an answer."""

import pytest

from agent.doubts import outcome, verdict
from tests.agent.conftest import reply

FIRST = "We sort 2,000 customer emails a day into 25 categories. We have 3,000 labelled examples."
OTHERS = [
    "A bot that answers lawyers' questions over contracts. Every answer has to cite the clause.",
    "We want to translate product texts into six languages, 20,000 a month.",
    "I have another project: summarising 300 meeting protocols a week.",
]

BUDGET = "The budget is $900 a month."
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
    "answer", ["Another project", "yes", "It's a different one.", "start over", "No, start over"]
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


@pytest.mark.parametrize(
    "answer",
    [
        "nope, keep the old one",
        "keep it",
        "No, as before.",
        "Stick with the first one",
        "the old one",
    ],
)
def test_whoever_keeps_the_old_one_keeps_all_of_it(advisor, thread, answer):
    before = facts(advisor, thread)
    reply(advisor, thread, OTHERS[1])
    done = reply(advisor, thread, answer)
    assert facts(advisor, thread) == before
    assert "Is that another project" not in done.reply
    reply(advisor, thread, BUDGET)
    assert facts(advisor, thread) == {**before, "monthly_budget_usd": 900}


@pytest.mark.parametrize("answer", ["don't keep the old one", "keep it separate"])
def test_words_that_keep_nothing_leave_the_question_open(advisor, thread, answer):
    before = facts(advisor, thread)
    reply(advisor, thread, OTHERS[1])
    assert "Is that another project" in reply(advisor, thread, answer).reply
    assert facts(advisor, thread) == before


@pytest.mark.parametrize("order", ["undo", "forget the task"])
def test_without_two_tasks_there_is_no_other_project_and_facts_are_noted(advisor, thread, order):
    reply(advisor, thread, OTHERS[1])
    assert "Is that another project" not in reply(advisor, thread, order).reply
    reply(advisor, thread, BUDGET)
    assert facts(advisor, thread)["monthly_budget_usd"] == 900


def test_after_undo_a_project_can_be_told_anew(advisor, thread):
    reply(advisor, thread, OTHERS[1])
    reply(advisor, thread, "undo")
    reply(advisor, thread, "We want to sort mails, and have 400 examples.")
    assert facts(advisor, thread) == {"task": "classification", "labeled_examples": 400}


def test_edits_beside_the_question_throw_nothing_away(advisor, thread):
    reply(advisor, thread, OTHERS[1])
    for budget in (500, 600, 700, 800):
        *_, done = advisor.edit(thread, {"monthly_budget_usd": budget}, origin="board")
        assert done.board.question.replies == ("Another project", "This one has changed")
    assert facts(advisor, thread)["monthly_budget_usd"] == 800
    reply(advisor, thread, "another project")
    assert facts(advisor, thread) == {"task": "translation", "monthly_requests": 20000}


def test_a_task_set_on_the_board_leaves_in_doubt_only_what_differs(advisor, thread):
    reply(advisor, thread, OTHERS[1])
    *_, done = advisor.edit(thread, {"task": "translation"}, origin="board")
    assert done.board.question.question == "Is it 20,000 requests a month now, no longer 60,000?"


def test_which_project_is_meant_is_asked_twice_and_then_let_go(advisor, thread):
    before, asks = facts(advisor, thread), "Is that another project"
    assert asks in reply(advisor, thread, OTHERS[1]).reply
    assert asks in reply(advisor, thread, "The prompt has 900 tokens.").reply
    done = reply(advisor, thread, BUDGET)
    assert asks not in done.reply
    assert "you told me first" in done.reply
    assert "900 prompt tokens" in done.reply
    beside = {"prompt_tokens": 900, "monthly_budget_usd": 900}
    assert facts(advisor, thread) == {**before, **beside}
    assert asks not in reply(advisor, thread, "It has to be live in 6 weeks.").reply


def test_what_is_told_before_the_answer_waits_with_it(advisor, thread):
    before = facts(advisor, thread)
    reply(advisor, thread, OTHERS[1])
    reply(advisor, thread, f"{BUDGET[:-1]} and our team has never trained a model.")
    assert facts(advisor, thread) == before
    reply(advisor, thread, "another project")
    assert facts(advisor, thread)["monthly_budget_usd"] == 900
    assert "labeled_examples" not in facts(advisor, thread)


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("Actually, we want to translate product texts, 20,000 a month.", "translation"),
        (
            "We changed our minds: it will translate product texts, 20,000 a month.",
            "translation",
        ),
        (
            "We have 500 good replies too, with one and the same tone, which must not vary.",
            "classification",
        ),
    ],
)
def test_a_change_of_plans_and_more_of_the_same_are_no_other_project(advisor, thread, text, task):
    assert "another project" not in reply(advisor, thread, text).reply
    assert facts(advisor, thread)["task"] == task


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


def test_an_order_to_start_over_answers_no_question():
    orders = ["No, start over", "yes, restart", "no, clean slate please"]
    assert [outcome(t, another=kind) for t in orders for kind in (True, False)] == [None] * 6


@pytest.mark.parametrize(
    ("answer", "of_two_projects", "of_one"),
    [("yes", "another", "changed"), ("no", "changed", "kept"), ("keep the old one", *["kept"] * 2)],
)
def test_an_answer_has_one_of_three_outcomes(answer, of_two_projects, of_one):
    assert outcome(answer, another=True) == of_two_projects
    assert outcome(answer, another=False) == of_one


def test_which_project_is_meant_is_told_in_a_few_words():
    assert [verdict(t, another=True) for t in ("a new project", "the same one", "hm")] == [
        True, False, None,
    ]  # fmt: skip
    assert verdict("another project") is None


@pytest.mark.parametrize(
    "text",
    ["ok and what now", "okay, how do we go on then", "right, so where are we", "what next?"],
)
@pytest.mark.parametrize("another", [True, False])
def test_a_word_that_leads_up_to_a_question_is_no_yes(text, another):
    assert outcome(text, another=another) is None


@pytest.mark.parametrize(
    ("text", "another"), [("ok", True), ("okay, it is", False), ("right, another one", True)]
)
def test_a_word_of_agreement_by_itself_is_one(text, another):
    assert verdict(text, another=another) is True


def test_two_projects_wait_while_something_else_is_asked(advisor, thread):
    before = facts(advisor, thread)
    reply(advisor, thread, OTHERS[0])
    done = reply(advisor, thread, "okay and what now")
    assert facts(advisor, thread) == before
    assert "Is that another project" in done.reply

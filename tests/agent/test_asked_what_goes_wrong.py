"""The question what goes wrong: worded by the task, and its answer confirmed as it was taken."""

import pytest

from tests.agent.conftest import reply
from tools.vocabulary import spec

CONTRACTS = "We pull clauses out of contracts, 2000 contracts a month"
MANUALS = "We translate manuals for machines, 400 a month"


@pytest.mark.parametrize(
    ("opening", "says", "again"),
    [
        (CONTRACTS, "missed or misread values", "missed values"),
        (MANUALS, "wrong terms or tone", "terms, markup"),
        ("Our assistant writes code for 40 developers", "doesn't compile", "syntax"),
    ],
)
def test_it_speaks_of_the_task_and_is_short_the_second_time(advisor, opening, says, again):
    thread = advisor.new_thread()
    assert says in reply(advisor, thread, opening).reply
    second = reply(advisor, thread, "what is LoRA?").reply
    assert again in second
    assert says not in second


def test_a_task_without_a_wording_of_its_own_is_asked_in_the_usual_one():
    rule = spec("failure_mode")
    assert rule.asked({"task": "workflow"}) == (rule.question, rule.replies)
    assert rule.asked({"task": "extraction"})[0] != rule.question


@pytest.mark.parametrize(
    ("said", "told", "value"),
    [
        ("It misses clauses", "“It misses clauses” counts as behaviour", "wrong_behavior"),
        ("our parser chokes on it", "counts as a broken format", "wrong_format"),
    ],
)
def test_a_complaint_is_told_what_it_is_counted_as(advisor, said, told, value):
    thread = advisor.new_thread()
    reply(advisor, thread, CONTRACTS)
    done = reply(advisor, thread, said)
    assert told in done.reply
    assert ("failure_mode", value) in {(f.name, f.value) for f in done.board.facts}


def test_a_complaint_that_names_its_kind_is_simply_noted(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, CONTRACTS)
    assert "counts as" not in reply(advisor, thread, "wrong labels mostly").reply


def test_a_complaint_of_no_kind_is_asked_about_once_with_the_choices(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, MANUALS)
    asked = reply(advisor, thread, "everyone hates it").reply
    assert "which kind of fault" in asked
    assert "knowledge, terms, markup, reasoning, safety" in asked
    assert "?" not in reply(advisor, thread, "it's simply bad").reply

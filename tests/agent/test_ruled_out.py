"""What people rule out is heard, kept with the conversation, left out of the advice, and lifted."""

import pytest

from agent.offline.reading.ruled_out import rulings
from agent.state import notebook_of
from tests.agent.conftest import reply, turn

TRAINING = ("peft", "full_finetune", "distillation", "preference_tuning")
PROJECT = "We sort 9,000 claims a month into 12 classes. We have 2,000 labelled claims."
STYLE = "The labels are often wrong."


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("We don't want to fine-tune, our board forbids it.", TRAINING),
        ("I told you we can't fine-tune", TRAINING),
        ("No fine-tuning please.", TRAINING),
        ("Nothing that needs GPUs.", TRAINING),
        ("Legal forbids training models.", TRAINING),
        ("Our CTO doesn't want us to train a model.", TRAINING),
        ("It has to work without fine-tuning.", TRAINING),
        ("LoRA is off the table.", ("peft",)),
        ("No RAG.", ("rag",)),
        ("we won't do RAG, and never will", ("rag",)),
        ("We must not use distillation", ("distillation",)),
        ("We sort 9,000 mails a month. Please leave out RAG.", ("rag",)),
    ],
)
def test_what_is_ruled_out_is_heard(text, out):
    assert tuple(rulings(text).out) == out


@pytest.mark.parametrize(
    "text",
    [
        "we haven't fine-tuned yet",
        "We don't want to fine-tune unless it pays.",
        "Why not fine-tune?",
        "RAG didn't work for us.",
        "We have no fine-tuning experience.",
        "no training data",
        "We run a plain prompt today, no RAG",
        "We have no GPUs.",
        "a small team, no GPUs",
        "Can it be done without fine-tuning?",
        "What if we can't fine-tune?",
        "I'm not sure we can fine-tune.",
        "we can't fine-tune without labelled data",
        "We don't want to fine-tune the prompt for ever.",
        "Our customers may not train the staff.",
        "Fine-tuning was expensive.",
    ],
)
def test_conditions_questions_and_what_was_tried_rule_nothing_out(text):
    found = rulings(text)
    assert not found.out
    assert not found.allowed


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("Fine-tuning is ok after all.", TRAINING),
        ("we can fine-tune after all", TRAINING),
        ("RAG is allowed again", ("rag",)),
        ("LoRA is fine now", ("peft",)),
    ],
)
def test_what_was_ruled_out_can_be_allowed_again(text, allowed):
    assert rulings(text).allowed == allowed


@pytest.fixture
def thread(advisor):
    thread = advisor.new_thread()
    turn(advisor, thread, PROJECT)
    turn(advisor, thread, STYLE)
    return thread


def primary(advisor, thread):
    return advisor.board(thread).assessment.primary


def ruled_out(advisor, thread):
    return tuple(notebook_of(advisor._state(thread)).facts.ruled_out)


def test_the_advice_is_the_best_of_the_rest_and_says_what_that_costs(advisor, thread):
    assert primary(advisor, thread) == "peft"
    said = reply(advisor, thread, "We can't fine-tune, the board forbids it.").reply
    assert "fine-tuning of any kind" in said
    assert "experience" not in said
    assert primary(advisor, thread) == "prompt_optimization"
    advised = reply(advisor, thread, "just tell me").reply
    assert "LoRA / PEFT" in advised
    assert "ruled out" in advised or "would score" in advised
    assert "tuning teaches" not in advised
    assert "LoRA" not in advised.split("\n")[0].split("**")[1]


def test_it_is_confirmed_told_and_explained(advisor, thread):
    reply(advisor, thread, "We can't fine-tune.")
    assert "ruled out" in reply(advisor, thread, "I said we can't fine-tune").reply
    told = reply(advisor, thread, "what did I tell you?").reply
    assert "ruled out: fine-tuning of any kind" in told
    assert "“We can't fine-tune.”" in told
    assert "You ruled out LoRA / PEFT" in reply(advisor, thread, "why not LoRA?").reply
    assert "ruled out by you" in reply(advisor, thread, "show the ranking").reply


def test_it_survives_what_ifs_export_and_reload_and_can_be_lifted_and_undone(
    advisor, thread, open_advisor
):
    reply(advisor, thread, "No fine-tuning, please.")
    reply(advisor, thread, "what if we had 20,000 examples?")
    assert ruled_out(advisor, thread) == TRAINING
    copied = advisor.restore(advisor.export(thread))
    assert ruled_out(advisor, copied) == TRAINING
    assert ruled_out(open_advisor(), thread) == TRAINING
    reply(advisor, thread, "Fine-tuning is ok after all.")
    assert primary(advisor, thread) == "peft"
    assert "ruled out" in reply(advisor, thread, "undo").reply
    assert ruled_out(advisor, thread) == TRAINING
    reply(advisor, thread, "undo")
    assert ruled_out(advisor, thread) == ()


def test_the_open_question_stays_open(advisor, thread):
    asked = advisor.board(thread).question.fact
    reply(advisor, thread, "No RAG, please.")
    assert asked in notebook_of(advisor._state(thread)).asked
    assert advisor.board(thread).question is not None

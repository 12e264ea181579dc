"""What people rule out is heard, kept with the conversation, left out of the advice, and lifted."""

import re

import pytest

from agent import noting
from agent.offline.reading.reader import Reader
from agent.offline.reading.ruled_out import rulings, without_rulings
from agent.state import notebook_of
from tests.agent.conftest import reply, turn
from tools.vocabulary import STRATEGIES

TRAINING = ("peft", "full_finetune", "distillation", "preference_tuning")
PROJECT = "We sort 9,000 claims a month into 12 classes. We have 2,000 labelled claims."
STYLE = "The labels are often wrong."


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("We don't want to fine-tune, our board forbids it.", TRAINING),
        ("I told you we can't fine-tune", TRAINING),
        ("No fine-tuning please.", TRAINING),
        ("Nothing that needs GPUs.", ("full_finetune",)),
        ("Legal forbids training models.", TRAINING),
        ("Our CTO doesn't want us to train a model.", TRAINING),
        ("It has to work without fine-tuning.", TRAINING),
        ("LoRA is off the table.", ("peft",)),
        ("No RAG.", ("rag",)),
        ("we won't do RAG, and never will", ("rag",)),
        ("We must not use distillation", ("distillation",)),
        ("We sort 9,000 mails a month. Please leave out RAG.", ("rag",)),
        ("No fine-tuning please. What if we had 20000 tickets a month?", TRAINING),
        ("What if we had 20000 tickets a month? No fine-tuning please.", TRAINING),
        ("No fine-tuning for now", TRAINING),
        ("We'd rather not fine-tune", TRAINING),
        ("Legal says no training on our data", TRAINING),
        ("We must not train on customer data", TRAINING),
        ("We will never fine-tune", TRAINING),
        ("we dont want fine tuning", TRAINING),
        ("Don't suggest fine-tuning", TRAINING),
        ("Let's not fine-tune", TRAINING),
        ("Fine-tuning is forbidden by our legal team", TRAINING),
        ("We don't want to fine-tune because our board forbids it", TRAINING),
        ("We have 500 labelled examples. No fine-tuning.", TRAINING),
        ("No training", TRAINING),
        ("No RAG or distillation.", ("rag", "distillation")),
        ("No RAG, no LoRA", ("rag", "peft")),
        (
            "We don't want RAG, prompts, guardrails or prompt optimisation",
            ("rag", "guardrails", "prompt_optimization"),
        ),
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
        "RAG is out of date",
        "We don't want RAG to return stale pages",
        "We can't use RAG without permissions",
        "We excluded RAG results from the eval",
        "We ruled out RAG last year, but I'm open to it now",
        "I don't like RAG, but it's ok",
        "The bot must answer without RAG sources in the text",
        "My boss doesn't want prompts to leak",
        "We don't want prompts",
        "We won't use prompts longer than 500 tokens",
        "Our assistant does not allow prompts in German",
        "We don't want fine-tuning to cost more than $500",
        "We don't want the weights to leave the building",
        "We don't consider fine-tuning a problem",
        "We can't fine-tune GPT-4 but can fine-tune Llama",
        "We don't want GPUs of our own, a managed service that trains is fine",
        "Training is not allowed for new hires",
        "We don't want to do training sessions for agents",
        "Our users don't like training",
        "Legal forbids training",
        "The law prohibits training dogs with shock collars; our bot answers questions about it",
        "We can't fine-tune and serve it at this price",
        "RAG is not allowed to answer legal questions",
        "We don't want RAG, at least not now",
        "The docs say no fine-tuning is needed",
        "No fine-tuning has been done",
        "never fine-tuned",
        "We don't do RAG",
        "Today it's a plain prompt. No retrieval.",
        "A prompt. No RAG.",
        "Nothing. No fine-tuning, no RAG.",
        "Suppose we had 20000 tickets. No fine-tuning.",
        "drop the rule that replies be in English",
        "Forget the rule about replies",
        "We sort 3000 support tickets a month.\n\u200b\nWe have 500 labelled examples",
        "\xa0\nWe have 300 tickets",
        "   ",
        "",
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
        ("GPUs are fine after all", ("full_finetune",)),
        ("LoRA is fine now", ("peft",)),
        ("lift the ban on RAG", ("rag",)),
        ("Forget that I ruled out RAG", ("rag",)),
        ("No RAG. Actually RAG is fine.", ("rag",)),
        ("allow everything again", STRATEGIES),
        ("lift the ban", STRATEGIES),
    ],
)
def test_what_was_ruled_out_can_be_allowed_again(text, allowed):
    found = rulings(text)
    assert found.allowed == allowed
    assert not found.out


def test_the_last_word_counts():
    assert rulings("RAG is fine. No, wait. No RAG.") == rulings("No RAG.")


@pytest.mark.parametrize("text", ["No RAG", "No fine-tuning, no RAG.", "A draft. No RAG."])
def test_what_is_in_place_is_not_ruled_out_where_that_is_asked(text):
    assert not rulings(text, "tried").out
    assert rulings("We can't use RAG.", "tried").out


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("No RAG", "private_knowledge"),
        ("No fine-tuning", "private_knowledge"),
        ("fine-tuning is fine", "failure_mode"),
        ("RAG is fine", "failure_mode"),
        ("LoRA is fine for us", "failure_mode"),
        ("Fine-tuning would be fine", "failure_mode"),
        ("RAG is fine", "tried"),
        ("We don't want RAG, prompts, guardrails or prompt optimisation", None),
        ("Legal says no training on our data", None),
    ],
)
def test_a_ruling_tells_no_fact(text, asked):
    assert not heard_facts(text, asked)


@pytest.mark.parametrize(
    ("text", "asked", "facts"),
    [
        ("No RAG", "tried", {"tried": ()}),
        ("Nothing. No fine-tuning, no RAG.", "tried", {"tried": ()}),
        ("It's fine", "failure_mode", {"failure_mode": "none"}),
        (
            "No fine-tuning, we sort 9,000 mails a month into 12 classes",
            None,
            {"task": "classification", "monthly_requests": 9000, "label_classes": 12},
        ),
    ],
)
def test_what_stands_beside_a_ruling_is_told(text, asked, facts):
    assert heard_facts(text, asked) == facts


def heard_facts(text, asked):
    reader = Reader()
    whole = reader.read(text, asked=asked)
    return dict(without_rulings(reader, text, {}, whole).facts)


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
    assert re.search("LoRA / PEFT(, which you ruled out,)? would score", advised)
    assert re.search("you ruled (it )?out", advised)
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


def test_a_ban_that_leaves_nothing_is_not_noted_and_another_can_be_lifted(advisor, thread):
    reply(advisor, thread, "No RAG, no fine-tuning, no guardrails, no prompt optimisation")
    assert len(ruled_out(advisor, thread)) == 7
    said = reply(advisor, thread, "No prompt engineering.").reply
    assert "all eight" in said
    assert "Retrieval (RAG)" in said
    assert "best of the rest" not in said
    assert primary(advisor, thread) == "prompting"
    reply(advisor, thread, "allow everything again")
    assert ruled_out(advisor, thread) == ()


def test_lifting_another_rule_lifts_no_ban(advisor, thread):
    reply(advisor, thread, "No fine-tuning.")
    reply(advisor, thread, "drop the rule that replies be in English")
    assert ruled_out(advisor, thread) == TRAINING


def test_no_reply_denies_that_strategies_can_be_ruled_out(advisor, thread):
    assert "can't strike" not in reply(advisor, thread, "what about without LoRA?").reply


@pytest.mark.parametrize("text", ["We have 300 tickets.\n\u200b\nNo RAG.", "\xa0\nNo RAG."])
def test_a_blank_line_breaks_no_turn(advisor, thread, text):
    reply(advisor, thread, text)
    assert ruled_out(advisor, thread) == ("rag",)


def test_a_ruling_that_cannot_be_read_breaks_no_turn(advisor, thread, monkeypatch):
    def broken(*_):
        raise IndexError

    monkeypatch.setattr(noting, "rulings", broken)
    reply(advisor, thread, "We have 300 labelled claims.")
    assert ruled_out(advisor, thread) == ()


def barred(kept):
    """What was exported, with every way of adapting ruled out wherever one is."""
    if isinstance(kept, dict):
        inside = {key: barred(value) for key, value in kept.items()}
        full = inside.get("ruled_out")
        return {**inside, "ruled_out": dict.fromkeys(STRATEGIES, "No.")} if full else inside
    return [barred(row) for row in kept] if isinstance(kept, list) else kept


def test_a_conversation_that_comes_with_all_ruled_out_says_what_to_allow_again(advisor, thread):
    reply(advisor, thread, "No RAG.")
    copied = advisor.restore(barred(advisor.export(thread)))
    assert len(ruled_out(advisor, copied)) == 8
    for text in ("just tell me", "summarise", "We have 4,000 labelled claims."):
        said = reply(advisor, copied, text).reply
        assert "Nothing is left to advise" in said
        assert "Allow one again, say LoRA / PEFT" in said
    for text in ("show the ranking", "what would it cost?", "why?", "what if latency was 1 s?"):
        assert reply(advisor, copied, text).reply
    assert "No longer ruled out" in reply(advisor, copied, "RAG is fine after all").reply
    assert primary(advisor, copied) == "rag"


def test_who_wants_no_gpus_keeps_the_tuning_that_a_vendor_does(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, PROJECT)
    done = reply(advisor, thread, "nothing that needs GPUs")
    assert "vendor" in done.reply
    assert "“no fine-tuning”" in done.reply
    assert "failure_mode" not in {fact.name for fact in done.board.facts}
    said = reply(advisor, thread, "GPUs are fine after all").reply
    assert "Back in" in said or "No longer ruled out" in said


def test_who_stays_in_house_is_told_that_every_plan_runs_on_gpus(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, PROJECT + " All of it stays on our own servers.")
    assert "In house every plan" in reply(advisor, thread, "nothing that needs GPUs").reply


@pytest.mark.parametrize("text", ["what did you rule out?", "what is off the table now?"])
def test_who_asks_what_is_out_is_shown_it(advisor, text):
    thread = advisor.new_thread()
    reply(advisor, thread, PROJECT)
    reply(advisor, thread, "No RAG please.")
    assert "ruled out: Retrieval (RAG)" in reply(advisor, thread, text).reply


@pytest.mark.parametrize(
    "text", ["No RAG and no GPUs.", "No RAG, no GPUs please", "no GPUs, no RAG"]
)
def test_gpus_beside_a_strategy_are_ruled_out_without_a_word_that_it_runs_on_them(advisor, text):
    assert set(rulings(text).out) == {"rag", "full_finetune"}
    thread = advisor.new_thread()
    reply(advisor, thread, PROJECT)
    said = reply(advisor, thread, text).reply
    assert "Retrieval (RAG)" in said
    assert "GPUs of your own" not in said


@pytest.mark.parametrize(
    ("ban", "left"),
    [
        ("No full fine-tuning, that is beyond our means.", {"full_finetune"}),
        ("nothing that needs GPUs", set()),
    ],
)
def test_gpus_that_are_fine_lift_only_what_was_ruled_out_because_of_them(advisor, ban, left):
    thread = advisor.new_thread()
    reply(advisor, thread, PROJECT)
    reply(advisor, thread, ban)
    reply(advisor, thread, "GPUs are fine.")
    assert set(notebook_of(advisor._state(thread)).facts.ruled_out) == left

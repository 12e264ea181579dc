"""How the offline advisor speaks: to doubt, to confusion, to a second asking, in clauses."""

import pytest

from agent.offline import supposing
from agent.offline.asides import aside_of
from agent.offline.reading import Reader
from tests.agent.conftest import reply
from tools.facts import ProjectFacts
from tools.results import Assumption, Flip
from tools.scoring import assess

LETTERS = (
    "We answer about 120,000 customer emails a month. The tone has to be calm and always the "
    "same. The policy hardly changes. We have roughly 3,000 replies that our best agents wrote."
)


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("Sorry, what does that mean?", "meaning"),
        ("I don't understand the question", "meaning"),
        ("can you say that in plain English?", "plain"),
        ("are you a real person?", "about_me"),
        ("why should I trust you?", "about_me"),
        ("where does that number come from?", "figures"),
        ("show me the maths", "figures"),
        ("you made that up", "figures"),
        ("any evidence for that?", "sources"),
        ("so what are the next steps?", "next_steps"),
        ("where do we start?", "next_steps"),
        ("hmm, I don't like that", "dislike"),
        ("why not just use a bigger model?", "better_model"),
        ("what if we do nothing?", "stay"),
        ("what's in the one-off cost?", "one_off"),
        ("What is RAG?", ""),
        ("show the costs", ""),
        ("We have 3,000 examples", ""),
    ],
)
def test_an_aside_is_told_from_facts_commands_and_questions(text, aside):
    assert aside_of(Reader().read(text), text) == aside


@pytest.mark.parametrize(
    ("flip", "said"),
    [
        (Flip("labeled_examples", "prompting", 18.0, "below", ""),
         "With fewer than 18 good examples, Prompting would lead."),
        (Flip("monthly_budget_usd", "peft", 1300.0, "below", ""),
         "With less than $1,300 a month for inference, LoRA / PEFT would lead."),
        (Flip("latency_target_ms", "peft", 390.0, "below", ""),
         "If an answer had to come within 390 ms, LoRA / PEFT would lead."),
        (Flip("knowledge_update", "rag", "daily", "is", ""),
         "If the facts change daily, Retrieval (RAG) would lead."),
        (Flip("private_knowledge", "rag", "heavy", "is", ""),
         "With heavy use of your own documents, Retrieval (RAG) would lead."),
        (Flip("task", "rag", "chat", "is", ""),
         "If the task were chat, Retrieval (RAG) would lead."),
    ],
)  # fmt: skip
def test_what_would_turn_the_advice_is_said_in_a_sentence(flip, said):
    assert supposing.flip(flip) == said


def test_supposed_things_stand_before_supposed_clauses_with_what_they_are_now():
    changes = {
        "knowledge_update": "the facts change daily",
        "labeled_examples": "100 good examples",
    }
    now = {
        "labeled_examples": "≈ 3,000 good examples",
        "knowledge_update": "the facts change weekly",
    }
    assert supposing.supposed(changes, now) == (
        "With 100 good examples (now ≈ 3,000), and if the facts change daily (now weekly)"
    )


def test_every_assumption_is_worded_like_a_known_fact():
    for facts in ({"task": "classification"}, {"task": "chat", "private_knowledge": "heavy"}):
        for row in assess(ProjectFacts.of(facts), seed=7).assumed:
            said = supposing.assumption(row)
            assert "open, " not in said
            assert said not in ("yes", "no", "none", "nothing"), row
    likely = Assumption("labeled_examples", "good examples", "open, most likely 0 to 10 examples")
    assert supposing.assumption(likely) == "0 to 10 good examples"


@pytest.mark.slow
def test_advice_that_nothing_has_moved_is_not_recited_again(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, LETTERS)
    first = reply(advisor, thread, "just tell me").reply
    again = reply(advisor, thread, "so what do you recommend?").reply
    assert "**First step:**" in first
    assert "**First step:**" not in again
    assert len(again.split()) < 45
    reply(advisor, thread, "sorry, I meant 12 examples, not 3,000")
    assert "**First step:**" in reply(advisor, thread, "just tell me").reply


@pytest.mark.slow
def test_the_size_of_a_test_set_told_afterwards_completes_the_verdict_on_a_plateau(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, LETTERS)
    asked = reply(advisor, thread, "we went 70, 75, 78").reply
    assert "On how many items did you measure?" in asked
    told = reply(advisor, thread, "400 items").reply
    assert told.startswith("**It may be chance**: on 400 items the last gain, 3 points")


@pytest.mark.slow
def test_a_confused_answer_gets_the_question_in_plain_words_and_the_question_again(advisor):
    thread = advisor.new_thread()
    asked = reply(advisor, thread, "We classify 5,000 tickets a month").board.question
    told = reply(advisor, thread, "what do you mean?").reply
    assert f"“{asked.replies[0]}”" in told
    assert told.rstrip("*").endswith("?")


@pytest.mark.slow
def test_a_question_is_let_go_without_a_word(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, "We classify 5,000 tickets a month")
    reply(advisor, thread, "What is LoRA?")
    last = reply(advisor, thread, "What is RAG?").reply
    assert "open" not in last.splitlines()[-1]
    assert not last.rstrip("*").endswith("?")


@pytest.mark.slow
def test_a_what_if_that_the_budget_cannot_pay_says_so(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, LETTERS)
    told = reply(advisor, thread, "what if we had no budget?").reply
    assert "would not fit into $0 a month" in told


@pytest.mark.slow
def test_what_is_in_the_stack_is_asked_about_as_what_it_is(advisor):
    thread = advisor.new_thread()
    board = reply(
        advisor,
        thread,
        "A chat assistant on our own documents, 8,000 questions a month, legal advice",
    ).board
    beside = [board.assessment.of(s).label for s in board.assessment.complements]
    assert "Guardrails and structured output" in beside
    told = reply(advisor, thread, "why guardrails?").reply
    assert told.startswith("**Guardrails and structured output belongs beside")

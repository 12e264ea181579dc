"""How the offline advisor speaks: to doubt, to confusion, to a second asking, in clauses."""

import re
from dataclasses import replace

import pytest

from agent.offline.reading.asides import aside_of
from agent.offline.reading.reader import Reader
from agent.offline.replies.speaker import opening
from agent.offline.speaking import supposing
from tests.agent.conftest import reply, ungrounded
from tests.tools.projects import SUPPORT_EMAILS
from tools.facts import ProjectFacts
from tools.money import about
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
        ("show me the maths", "maths"),
        ("you made that up", "figures"),
        ("any evidence for that?", "sources"),
        ("so what are the next steps?", "next_steps"),
        ("where do we start?", "next_steps"),
        ("hmm, I don't like that", "dislike"),
        ("why not just use a bigger model?", "better_model"),
        ("what if we do nothing?", "stay"),
        ("what's in the one-off cost?", "one_off"),
        ("what makes it so expensive?", "dear"),
        ("too expensive", "cheaper"),
        ("what's the cheapest option?", "cheapest"),
        ("no training please", "without"),
        ("we can't train anything", "without"),
        ("you ignored half of what I said", "wrong"),
        ("explain in plain words", "plain"),
        ("???", "meaning"),
        ("but my CTO wants fine-tuning", "favours"),
        ("what about RAG?", "favours"),
        ("I'd rather use LoRA", "favours"),
        ("which model did you assume?", "assumed"),
        ("what does that do to the costs?", "costs"),
        ("can you make it shorter?", "shorter"),
        ("y not just rag", "favours"),
        ("where'd you get that from", "figures"),
        ("can I trust this?", "about_me"),
        ("can u look over my training data", "check_data"),
        ("hmm", ""),
        ("show me the flow chart", ""),
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
        (Flip("labeled_examples", "prompting", 18.0, "below", "", 20.0),
         "With fewer than about 20 good examples, Prompting would lead."),
        (Flip("monthly_budget_usd", "peft", 1300.0, "below", "", 1200.0),
         "With less than about $1,200 a month for inference, LoRA / PEFT would lead."),
        (Flip("latency_target_ms", "peft", 390.0, "below", "", 400.0),
         "If an answer had to come within about 400 ms, LoRA / PEFT would lead."),
        (Flip("knowledge_update", "rag", "daily", "is", "", "daily"),
         "If the facts change daily, Retrieval (RAG) would lead."),
        (Flip("private_knowledge", "rag", "heavy", "is", "", "heavy"),
         "With heavy use of your own documents, Retrieval (RAG) would lead."),
        (Flip("task", "rag", "chat", "is", "", "chat"),
         "If the task were chat, Retrieval (RAG) would lead."),
    ],
)  # fmt: skip
def test_what_would_turn_the_advice_is_said_in_a_sentence(flip, said):
    assert supposing.flip(flip) == said


@pytest.mark.parametrize(("today", "near"), [(25, 27), (30, 32)])
def test_what_would_turn_the_advice_is_never_what_there_is_already(today, near):
    facts = ProjectFacts.of({**SUPPORT_EMAILS, "labeled_examples": today})
    flips = [f for f in assess(facts).flips if f.fact == "labeled_examples"]
    said = [supposing.flip(flip) for flip in flips if flip.direction == "above"]
    assert [s.partition(",")[0] for s in said] == [f"With more than about {near} good examples"]


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
def test_a_question_that_nothing_answers_is_left_open_in_words(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, "We classify 5,000 tickets a month")
    reply(advisor, thread, "blub")
    said = reply(advisor, thread, "blub blub").reply
    assert "?" not in said
    assert "what goes wrong" in said
    assert " open" in said


@pytest.mark.slow
def test_who_has_told_enough_may_go_on_skip_or_stop(advisor):
    thread = advisor.new_thread()
    first = reply(advisor, thread, "We classify 5,000 tickets a month").board.question.fact
    second = reply(advisor, thread, "later").board.question.fact
    third = reply(advisor, thread, "ask me something else").board.question.fact
    assert len({first, second, third}) == 3
    assert "**First step:**" in reply(advisor, thread, "please stop").reply
    assert "just tell me" in reply(advisor, thread, "go on").reply


@pytest.mark.slow
def test_one_of_the_answers_on_offer_can_be_named_by_its_place(advisor):
    thread = advisor.new_thread()
    asked = reply(advisor, thread, "We classify 5,000 tickets a month").board.question
    assert asked.fact == "failure_mode"
    both = reply(advisor, thread, "both")
    assert "only one" in both.reply or "One of them" in both.reply
    assert both.board.question.fact == "failure_mode"
    done = reply(advisor, thread, "the second one")
    assert ("failure_mode", "wrong_behavior") in {(f.name, f.value) for f in done.board.facts}


@pytest.mark.slow
def test_what_was_said_is_repeated_without_the_question(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, LETTERS)
    told = reply(advisor, thread, "What is LoRA?").reply.split("\n\n")[0]
    again = reply(advisor, thread, "say that again").reply
    assert told in again
    assert "take the lead" not in again


@pytest.mark.slow
def test_who_asks_twice_what_is_meant_gets_all_the_answers_to_pick_from(advisor):
    thread = advisor.new_thread()
    asked = reply(advisor, thread, "We classify 5,000 tickets a month").board.question
    first = reply(advisor, thread, "huh?").reply
    second = reply(advisor, thread, "in plain words please").reply
    assert first.split("\n\n")[0] != second.split("\n\n")[0]
    assert all(answer in second for answer in asked.replies)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("who are you?", "program"),
        ("oh great, another chatbot", "program"),
        ("what do you need from me?", "no idea"),
        ("I already told you that", "classification"),
        ("wow, very useful. not.", "classification"),
        ("is RAG any good?", "Retrieval (RAG) comes"),
        ("does he need LoRA or not?", "LoRA / PEFT"),
        ("what about the running costs?", "| plan |"),
        ("does that change anything?", "moved"),
        ("in one sentence please", "sure"),
        ("which one is cheaper?", "| plan |"),
        ("is that a guess or do you know?", "chance"),
        ("can you give me an example?", "You could say"),
        ("ok whatever. what now?", "1. **Now:**"),
        ("hm. what would you do in my place?", "**First step:**"),
        ("what do I tell my boss?", "You could put it like this"),
        ("and when does it pay back?", "pay"),
    ],
)
def test_what_people_ask_in_passing_gets_its_own_answer(advisor, text, says):
    thread = advisor.new_thread()
    known = reply(advisor, thread, "We classify 5,000 tickets a month").board.facts
    done = reply(advisor, thread, text)
    assert says in done.reply
    assert "guidance" not in done.reply
    assert done.board.facts == known


@pytest.mark.slow
def test_a_strategy_in_a_question_nobody_can_look_up_is_weighed(advisor):
    thread = advisor.new_thread()
    first = reply(
        advisor, thread, "My engineers want $200k for fine-tuning, talk me out of it."
    ).reply
    assert "outside" not in first
    assert first.rstrip("*").endswith("?")


@pytest.mark.slow
def test_a_figure_that_was_just_told_is_set_right_by_no_and_another(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, "A chatbot for our helpdesk")
    reply(advisor, thread, "5000 questions a month")
    done = reply(advisor, thread, "no, 500")
    facts = {f.name: f.value for f in done.board.facts}
    assert facts["monthly_requests"] == 500
    assert "private_knowledge" not in facts
    done = reply(advisor, thread, "no wait, undo")
    assert {f.name: f.value for f in done.board.facts}["monthly_requests"] == 5000


@pytest.mark.slow
def test_after_side_questions_the_open_one_comes_back_though_neither_each_time_nor_in_full(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, "We classify 5,000 tickets a month")
    assert "**What goes wrong most:" in reply(advisor, thread, "What is LoRA?").reply
    assert "what goes wrong" not in reply(advisor, thread, "What is RAG?").reply.splitlines()[-1]
    last = reply(advisor, thread, "What does it cost?").reply.splitlines()[-1]
    assert "what goes wrong" in last
    assert "?" not in last
    done = reply(advisor, thread, "too expensive")
    assert ("failure_mode", "cost_latency") in {(f.name, f.value) for f in done.board.facts}


@pytest.mark.slow
def test_no_idea_beside_a_wish_answers_the_open_question(advisor):
    thread = advisor.new_thread()
    first = reply(advisor, thread, "We classify 5,000 tickets a month").board.question
    said = reply(advisor, thread, "No idea. Show me the costs.")
    assert "| plan |" in said.reply
    assert said.board.question.fact != first.fact


@pytest.mark.slow
def test_what_stands_behind_start_over_answers_no_question_of_before(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, "We classify 5,000 tickets a month, the labels are often wrong")
    done = reply(advisor, thread, "Start over. One moment please.")
    assert done.board.facts == ()


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


SUGGESTED = re.compile(r"“[^”]*”(?! \[\d)")  # what to say next, or the user's words; no claim
TALK = (
    "hello",
    "We classify 8,000 tickets a month into 12 classes",
    "what do you mean?",
    "What is LoRA?",
    "about 900 labelled ones",
    "blub",
    "asdf",
    "we went 70, 75, 78",
    "on 400 items",
    "Quel est le prix de tout cela pour nous ?",
    "you're wrong",
    "show the costs",
    "and the ranking?",
    "what if we had 5,000 examples? and what would it cost?",
    "keep that",
    "just tell me",
    "no",
    "too expensive",
    "no fine-tuning",
    "what's the weather like?",
    "thanks",
    "👍",
    "bye",
)


@pytest.mark.slow
def test_replies_never_open_alike_claim_nothing_of_their_own_and_ask_one_thing_at_most_at_the_end(
    advisor,
):
    thread, before, asked = advisor.new_thread(), "", []
    for message in TALK:
        done = reply(advisor, thread, message)
        said = done.reply
        claims = replace(done, reply=SUGGESTED.sub("“…”", said))
        assert ungrounded(advisor, thread, claims) == [], said
        assert opening(said) != opening(before), message
        own = re.sub(r"“[^”]*”", "", said)  # what others said or may say asks nothing
        questions = [m.end() for m in re.finditer(r"\?(?=[\s*]|$)", own)]
        assert len(questions) <= 1, said
        assert not questions or own[questions[0] :].strip("* ") == "", said
        before, asked = said, [*asked, *re.findall(r"\*\*([^*]+\?)\*\*", said)]
    assert len(asked) > 5
    assert len(set(asked)) == len(asked), "a question was repeated in the same words"
    assert "?" not in before


@pytest.mark.slow
@pytest.mark.parametrize("wish", ["why?", "show the costs", "sum it up", "export", "just tell me"])
def test_what_is_wanted_of_an_unknown_project_gets_what_would_help(advisor, wish):
    said = reply(advisor, advisor.new_thread(), wish).reply
    assert "hat should the model do" in said
    assert said.rstrip("*").endswith("?")
    assert "$" not in said


@pytest.mark.slow
def test_whoever_leaves_is_not_asked_anything(advisor):
    for first in ((), (LETTERS,)):
        thread = advisor.new_thread()
        for message in first:
            reply(advisor, thread, message)
        assert "?" not in reply(advisor, thread, "Goodbye").reply


@pytest.mark.slow
def test_yes_takes_the_advice_and_no_is_asked_what_is_in_its_way(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, LETTERS)
    label = reply(advisor, thread, "just tell me").board.assessment.ranking[0].label
    refused = reply(advisor, thread, "no").reply
    assert "“no fine-tuning”" in refused
    ruled = reply(advisor, thread, "no fine-tuning").reply
    assert f"({label}," in ruled
    assert "until you say" in ruled or "after all" in ruled
    reply(advisor, thread, "we measured 95% today")
    reply(advisor, thread, "just tell me")
    taken = reply(advisor, thread, "yes, go with that").reply
    assert "next steps" in taken
    assert "no what-if" not in taken


@pytest.mark.slow
def test_the_words_of_a_question_are_no_answer_to_ours(advisor):
    thread = advisor.new_thread()
    asked = reply(
        advisor, thread, "We classify 8,000 tickets a month into 12 classes"
    ).board.question
    assert asked.fact == "failure_mode"
    done = reply(
        advisor, thread, "We have 900 labelled ones. What does that cost, and why not RAG?"
    )
    assert "failure_mode" not in {fact.name for fact in done.board.facts}
    assert "labeled_examples" in {fact.name for fact in done.board.facts}
    assert "**Retrieval (RAG) comes" in done.reply
    both = reply(advisor, thread, "500 of them are new btw, n compare lora and rag").reply
    assert "| LoRA / PEFT | Retrieval (RAG) |" in both


@pytest.mark.slow
def test_a_word_behind_a_question_is_no_wish_of_its_own(advisor):
    said = reply(advisor, advisor.new_thread(), "we got 70, then 75, then 78. stuck?").reply
    assert said.startswith("**The last step brought 3 points")
    assert "guidance" not in said


@pytest.mark.slow
def test_a_doubt_that_is_repeated_can_still_be_answered(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, LETTERS)
    reply(advisor, thread, "We have 500 labelled examples.")
    assert "500 good examples now" in reply(advisor, thread, "show the ranking").reply
    assert "3,000 → 500" in reply(advisor, thread, "500").reply


@pytest.mark.slow
def test_what_a_figure_counts_is_asked_for_by_an_example(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, LETTERS)
    reply(advisor, thread, "just tell me")
    assert "“7,000 requests a month”" in reply(advisor, thread, "7,000").reply


@pytest.mark.slow
def test_facts_from_one_sentence_stand_in_one_row_with_it(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, "We classify 8,000 tickets a month into 12 classes.")
    rows = [
        r for r in reply(advisor, thread, "what did I tell you?").reply.splitlines() if "“" in r
    ]
    assert len(rows) == 1
    assert "8,000 requests a month" in rows[0]
    assert "12 classes" in rows[0]


@pytest.mark.slow
def test_the_costs_begin_with_what_the_advice_costs_beside_the_prompt(advisor):
    thread = advisor.new_thread()
    report = reply(advisor, thread, LETTERS).board.costs
    first = reply(advisor, thread, "show the costs").reply.splitlines()[0]
    assert first.startswith(f"**{report.plans[-1].label}")
    assert about(report.plans[-1].monthly_usd) in first
    assert about(report.plans[0].monthly_usd) in first


@pytest.mark.slow
def test_advice_that_rests_on_nothing_said_names_what_is_assumed(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, "We classify 8,000 tickets a month into 12 classes, 900 labelled.")
    assert "**Why:** mostly what I assume so far:" in reply(advisor, thread, "just tell me").reply
    assert (
        "mostly consistent behaviour" in reply(advisor, thread, "why LoRA?").reply.splitlines()[0]
    )


@pytest.mark.slow
def test_a_strategy_that_somebody_puts_forward_is_weighed_and_quoted(advisor):
    thread = advisor.new_thread()
    assert "RAG" in reply(advisor, thread, "What about RAG?").reply.split("[1]")[0]
    reply(advisor, thread, LETTERS)
    said = reply(advisor, thread, "but my boss wants RAG").reply
    assert said.startswith("**Retrieval (RAG) comes")
    assert re.search(r"” \[\d+\]", said)


@pytest.mark.slow
def test_no_idea_about_a_question_that_is_settled_takes_nothing_back(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, LETTERS)
    reply(advisor, thread, "wrong labels")
    done = reply(advisor, thread, "just tell me")
    again = reply(advisor, thread, "idk")
    assert {f.name for f in again.board.facts} == {f.name for f in done.board.facts}


@pytest.mark.slow
def test_why_the_first_choice_leads_is_said_once_in_a_few_replies(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, LETTERS)
    reply(advisor, thread, "just tell me")
    said = [
        reply(advisor, thread, q).reply for q in ("how long does it take?", "what are the risks?")
    ]
    assert sum("tuning teaches behaviour" in text for text in said) <= 1


@pytest.mark.slow
def test_what_no_fact_counts_is_passed_over(advisor):
    text = "We translate 2,000 product texts a month into 5 languages for 3 countries"
    assert "left out" not in reply(advisor, advisor.new_thread(), text).reply


@pytest.mark.slow
def test_a_wish_is_never_taken_for_an_answer(advisor):
    thread = advisor.new_thread()
    known = reply(advisor, thread, LETTERS).board.facts
    for wish in ("check my data set", "can you make it shorter?", "but my boss wants RAG"):
        assert reply(advisor, thread, wish).board.facts == known, wish


@pytest.mark.slow
def test_what_was_too_long_is_said_in_a_sentence(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, LETTERS)
    advice = reply(advisor, thread, "just tell me").reply
    short = reply(advisor, thread, "too long").reply
    assert len(short.split()) < 30
    assert short.partition(": ")[2].split()[0] in advice.split()


@pytest.mark.slow
@pytest.mark.parametrize(
    "project",
    [
        LETTERS,
        "We classify 8,000 tickets a month into 12 classes",
        "Staff ask about 3,000 pages of manuals, 9,000 questions a month; it lacks our facts",
    ],
)
def test_the_next_steps_are_those_of_the_roadmap_and_stand_up_to_the_check(advisor, project):
    thread = advisor.new_thread()
    reply(advisor, thread, project)
    for text in ("what are the next steps", "next steps"):
        done = reply(advisor, thread, text)
        assert ungrounded(advisor, thread, done) == []
        first = done.board.assessment.roadmap[0]
        assert "1. **Now:**" in done.reply
        assert first.action.partition(". ")[0].rstrip(".") in done.reply


@pytest.mark.slow
def test_who_only_introduces_a_business_is_asked_for_the_model_s_part(advisor):
    thread = advisor.new_thread()
    first = reply(advisor, thread, "we keep the books of 300 restaurants and hotels").reply
    assert "restaurants" not in first
    reply(advisor, thread, "my boss said do something")
    third = reply(advisor, thread, "we sell garden furniture").reply
    assert "what should come back" in third


@pytest.mark.parametrize("text", ["Actually it's 40,000 a month", "forget the volume"])
def test_setting_a_known_fact_right_keeps_the_open_question_open(advisor, text):
    thread = advisor.new_thread()
    first = reply(advisor, thread, "We write product texts, 4,000 requests a month.")
    asked = first.board.question
    later = reply(advisor, thread, text)
    assert asked.fact not in {fact.name for fact in later.board.facts}
    assert later.board.question.fact == asked.fact
    assert later.board.question.replies == asked.replies

"""Two projects or two faults in one message: one is counted, and the other does not vanish."""

import pytest

from agent.offline.reading.of_projects import said_by_name
from agent.offline.reading.projects import told_apart
from agent.offline.reading.ruled_out import rulings
from agent.state import notebook_of
from tests.agent.conftest import reply

TWO = (
    "Client Nord: a chatbot for tenants, 900 questions a month. "
    "Client Sued: 15,000 product descriptions a month."
)
AB = "Client A: we sort 100 tickets a day into 12 queues. Client B: chat for 3000 users in a shop"


def facts(advisor, thread):
    return {f.name: f.value for f in advisor.board(thread).facts}


@pytest.fixture
def thread(advisor):
    return advisor.new_thread()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (TWO, ["Client Nord", "Client Sued"]),
        (
            "Project 1: sorting 900 mails a day\nProject 2: translating manuals, 40 a week",
            ["Project 1", "Project 2"],
        ),
        ("Client A: a chatbot for tenants, 900 questions a month.", []),
        ("Two fields to pull out: client name: text, project number: digits", []),
        ("Project A: yes. Project B: no.", []),
    ],
)
def test_projects_are_told_apart_by_their_names(text, names):
    assert list(told_apart(text)) == names


def test_the_first_of_two_projects_is_taken_and_the_other_is_named(advisor, thread):
    said = reply(advisor, thread, TWO).reply
    assert facts(advisor, thread)["monthly_requests"] == 900
    assert "Client Nord" in said
    assert "Client Sued" in said
    assert "new project" in said


def test_the_other_project_can_take_the_place_and_undo_brings_the_first_back(advisor, thread):
    reply(advisor, thread, TWO)
    first = facts(advisor, thread)
    said = reply(advisor, thread, "Let's do client Sued first. Forget client Nord for now.").reply
    assert facts(advisor, thread) == {"task": "generation", "monthly_requests": 15_000}
    assert "Client Sued" in said
    reply(advisor, thread, "undo")
    assert facts(advisor, thread) == first


@pytest.fixture
def on_a(advisor, thread):
    reply(advisor, thread, AB)
    reply(advisor, thread, "We have 800 labelled examples")
    return facts(advisor, thread)


@pytest.mark.parametrize(
    "text",
    [
        "let's do client B",
        "OK, let’s do client B next.",
        "what about client B?",
        "Thanks. Now client B please",
        "could we switch to the client B instead?",
        "Client B first, forget client A for now",
    ],
)
def test_an_order_in_a_sentence_of_its_own_turns_to_the_other_project(advisor, thread, on_a, text):
    assert "Client B" in reply(advisor, thread, text).reply
    assert facts(advisor, thread) == {"task": "chat"}
    reply(advisor, thread, "undo")
    assert facts(advisor, thread) == on_a


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("What about client approval workflows?", {}),
        ("What about client billing?", {}),
        ("How about client A's latency: under 2 seconds?", None),
        ("how about client A's budget of $500 a month?", None),
        ("What about client B's approval?", {}),
        ("let's do client A", {}),
        ("what about client A?", {}),
        ("We look at client B next year", {}),
        ("We go with client B-roll footage", {}),
        ("Let's do client A first. The budget is $500 a month.", {"monthly_budget_usd": 500}),
    ],
)
def test_what_only_begins_like_an_order_and_the_project_one_is_on_start_nothing_anew(
    advisor, thread, on_a, text, told
):
    reply(advisor, thread, text)
    now = facts(advisor, thread)
    assert now.items() >= on_a.items()
    assert told is None or now == {**on_a, **told}


@pytest.mark.parametrize("text", ["let's do client A", "what about client A?"])
def test_who_turns_to_the_project_one_is_on_is_shown_what_is_noted(advisor, thread, on_a, text):
    said = reply(advisor, thread, text).reply
    assert "800" in said
    assert "no answer" not in said


def test_what_is_told_beside_the_order_is_noted_of_the_project_that_it_turns_to(
    advisor, thread, on_a
):
    reply(advisor, thread, "Let's do client B. We have 900 good chats.")
    assert facts(advisor, thread) == {"task": "chat", "labeled_examples": 900}


@pytest.mark.parametrize("between", [["undo"], ["let's do client A"]])
def test_who_is_back_with_the_first_can_turn_to_the_second_again(advisor, thread, on_a, between):
    for text in ("let's do client B", *between, "let's do client B"):
        reply(advisor, thread, text)
    assert facts(advisor, thread) == {"task": "chat"}


def test_who_has_started_over_can_turn_to_either(advisor, thread, on_a):
    reply(advisor, thread, "start over")
    reply(advisor, thread, "let's do client A")
    assert facts(advisor, thread) == {
        name: value for name, value in on_a.items() if name != "labeled_examples"
    }


def test_who_wants_both_compared_is_told_how(advisor, thread):
    reply(advisor, thread, TWO)
    assert "onversation" in reply(advisor, thread, "Compare both clients").reply


def test_a_second_fault_is_named_and_can_take_the_place(advisor, thread):
    said = reply(
        advisor, thread, "We write 3,000 letters a month. The tone is off and it makes up prices."
    ).reply
    assert "two faults" in said
    assert "the model lacks the facts" in said
    reply(advisor, thread, "actually: it lacks our facts")
    assert facts(advisor, thread)["failure_mode"] == "missing_knowledge"


def test_one_fault_is_not_asked_about(advisor, thread):
    assert (
        "faults" not in reply(advisor, thread, "We write 90 letters a day. The tone is off.").reply
    )


NORD, SUED = "Client Nord: we sort 300 mails a day. ", "Client Sued: a chatbot, 90 chats a week. "


@pytest.mark.parametrize(
    ("text", "nord", "sued"),
    [
        (NORD + "No RAG. " + SUED, True, False),
        (NORD + SUED + "No RAG.", False, True),
        (NORD + SUED + "No RAG for client Nord.", True, False),
        (NORD + "No RAG for client Sued. " + SUED, False, True),
        (NORD + SUED + "We can't use RAG for either of them.", True, True),
        (NORD + SUED + "Neither client allows RAG.", True, True),
        (NORD + SUED + "For both: no RAG.", True, True),
        (NORD + SUED + "No RAG in both projects.", True, True),
        (NORD + SUED + "No RAG for client Nord and client Sued.", True, True),
        (NORD + SUED + "None of the two may use RAG.", True, True),
        (NORD + SUED, False, False),
    ],
)
def test_what_is_ruled_out_is_of_the_project_that_it_is_said_of(text, nord, sued):
    found = [
        "rag" in rulings(said_by_name(name, [text])).out for name in ("Client Nord", "Client Sued")
    ]
    assert found == [nord, sued]


@pytest.mark.parametrize(
    "text",
    [
        "None of our projects may be fine-tuned.",
        "nothing may be fine-tuned",
        "the model must not be fine-tuned",
        "No fine-tuning, please.",
    ],
)
def test_all_projects_may_be_ruled_on_in_other_words(text):
    assert (
        "peft"
        in rulings(said_by_name("Client Sued", [NORD + SUED + "For all of them: " + text])).out
    )
    assert "peft" in rulings(text).out


@pytest.mark.parametrize(
    "text",
    [
        "none of our agents is trained",
        "our model must be fine-tuned",
        "nothing has been fine-tuned so far",
        "It may not be fine-tuned yet",
        "the prompt must not be fine-tuned for ever",
        "No RAG for client Sued.",
    ],
)
def test_what_is_no_ban_stays_none(text):
    assert not rulings(text).out


def barred(advisor, thread):
    return set(notebook_of(advisor._state(thread)).facts.ruled_out)


def test_each_project_keeps_its_own_bans(advisor, thread):
    reply(advisor, thread, NORD + "No guardrails. " + SUED + "No RAG.")
    assert barred(advisor, thread) == {"guardrails"}
    said = reply(advisor, thread, "let's do client Sued").reply
    assert "ruled out: Retrieval (RAG)" in said
    assert barred(advisor, thread) == {"rag"}
    reply(advisor, thread, "No distillation for client Nord.")
    assert barred(advisor, thread) == {"rag"}
    reply(advisor, thread, "No LoRA for client Sued.")
    assert barred(advisor, thread) == {"rag", "peft"}
    reply(advisor, thread, "back to client Nord")
    assert barred(advisor, thread) == {"guardrails", "distillation"}
    reply(advisor, thread, "undo")
    assert barred(advisor, thread) == {"rag", "peft"}


def test_a_ban_on_all_projects_is_kept_when_another_takes_the_place(advisor, thread):
    reply(advisor, thread, NORD + SUED + "Neither client allows RAG.")
    assert barred(advisor, thread) == {"rag"}
    reply(advisor, thread, "let's do client Sued")
    assert barred(advisor, thread) == {"rag"}


def test_a_ban_beside_the_order_is_of_the_project_turned_to_and_kept_as_it_was_said(
    advisor, thread
):
    reply(advisor, thread, NORD + SUED)
    reply(advisor, thread, "No guardrails for client Nord.")
    reply(advisor, thread, "Let's do client Sued. No RAG.")
    assert barred(advisor, thread) == {"rag"}
    reply(advisor, thread, "back to client Nord")
    words = notebook_of(advisor._state(thread)).facts.ruled_out
    assert words == {"guardrails": "No guardrails for client Nord."}


def test_a_ban_without_a_full_stop_is_not_lost_before_the_order(advisor, thread):
    reply(advisor, thread, NORD + SUED)
    reply(advisor, thread, "no distillation for client Sued")
    reply(advisor, thread, "let's do client Sued")
    assert barred(advisor, thread) == {"distillation"}


def test_a_ban_without_a_name_is_kept_for_the_project_that_was_on_then(advisor, thread):
    reply(advisor, thread, NORD + SUED)
    reply(advisor, thread, "No RAG.")
    reply(advisor, thread, "let's do client Sued.")
    assert barred(advisor, thread) == set()
    reply(advisor, thread, "No guardrails.")
    reply(advisor, thread, "let's do client Nord.")
    assert barred(advisor, thread) == {"rag"}
    reply(advisor, thread, "back to client Sued")
    assert barred(advisor, thread) == {"guardrails"}


def test_a_ban_that_was_undone_does_not_come_back_with_its_project(advisor, thread):
    reply(advisor, thread, NORD + SUED)
    for text in ("No RAG.", "undo", "let's do client Sued.", "let's do client Nord."):
        reply(advisor, thread, text)
    assert barred(advisor, thread) == set()

"""Two projects or two faults in one message: one is counted, and the other does not vanish."""

import pytest

from agent.offline.reading.projects import told_apart
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

"""Two projects or two faults in one message: one is counted, and the other does not vanish."""

import pytest

from agent.offline.reading.projects import told_apart
from tests.agent.conftest import reply

TWO = (
    "Client Nord: a chatbot for tenants, 900 questions a month. "
    "Client Sued: 15,000 product descriptions a month."
)


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

"""Facts need the user's words, and a contradiction is asked about, whoever leads."""

import pytest

from agent import Advisor
from agent.events import QuestionAsked
from tests.agent.conftest import reply, turn
from tests.agent.openai_server import OpenAIServer

FIRST = "We label 40,000 tickets a month and have 3,000 labelled examples."
AGAIN = "We have 500 labelled examples."


def fact(advisor: Advisor, thread: str, name: str):
    return {f.name: f.value for f in advisor.board(thread).facts}.get(name)


def recording(*rows):
    return [
        (
            "record_facts",
            {"facts": [dict(zip(("name", "value", "quote"), r, strict=True)) for r in rows]},
        )
    ]


EXAMPLES = ("labeled_examples", 3000, "3,000 labelled examples")
FEWER = ("labeled_examples", 500, "500 labelled examples")


@pytest.fixture
def led_by(open_advisor):
    """Opens an advisor whose model is the given server."""

    def build(server: OpenAIServer) -> Advisor:
        return open_advisor(
            openai_base_url=server.url, openai_api_key="sk-x", model="tiny", retries=0
        )

    return build


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("yes", 500),
        ("no", 3000),
        ("500", 500),
        ("Right, 500.", 500),
        ("3,000", 3000),
        ("keep the old number", 3000),
    ],
)
def test_a_plain_restatement_is_asked_about_and_the_answer_settles_it(advisor, answer, kept):
    thread = advisor.new_thread()
    reply(advisor, thread, FIRST)
    events = turn(advisor, thread, AGAIN)
    assert "Is it 500 good examples now, no longer 3,000?" in events[-1].reply
    asked = next(e for e in events if isinstance(e, QuestionAsked))
    assert asked.fact == "labeled_examples"
    assert fact(advisor, thread, "labeled_examples") == 3000
    reply(advisor, thread, answer)
    assert fact(advisor, thread, "labeled_examples") == kept


@pytest.mark.parametrize(
    "correction",
    ["Actually, 500 labelled examples.", "Sorry, we have 500 labelled examples.",
     "I was wrong there. We have 500 labelled examples.", "It is 500 labelled examples now.",
     "We have 500 labelled examples, not 3,000.",
     "Since last week we have 500 labelled examples.",
     "no wait, we have 500 labelled examples", "Hang on, it's 500 labelled examples.",
     "my bad, 500 labelled examples", "I misspoke. We have 500 labelled examples.",
     "oh wait: 500 labelled examples"],
)  # fmt: skip
def test_a_correction_is_never_questioned(advisor, correction):
    thread = advisor.new_thread()
    reply(advisor, thread, FIRST)
    reply(advisor, thread, correction)
    assert fact(advisor, thread, "labeled_examples") == 500


@pytest.mark.parametrize(
    "denial",
    [
        "The 40,000 isn't ours, it is the whole group's. We label 900 tickets a month.",
        "No, the 40,000 was one client's archive. We label 900 tickets a month.",
        "The 40,000 was only for the Riga office. All offices label 90,000 tickets a month.",
        "The 40,000 belongs to another team. We label 900 tickets a month.",
    ],
)
def test_whoever_denies_the_first_figure_by_name_is_not_asked(advisor, denial):
    thread = advisor.new_thread()
    reply(advisor, thread, FIRST)
    assert "no longer" not in reply(advisor, thread, denial).reply
    assert fact(advisor, thread, "monthly_requests") in (900, 90_000)


def test_the_first_figure_named_beside_another_is_still_asked_about(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, FIRST)
    again = "In a year with 40,000 tickets in the queue we label 900 tickets a month."
    assert "no longer 40,000?" in reply(advisor, thread, again).reply


@pytest.mark.parametrize(
    "again",
    ["We have only 500 labelled examples.", "There are no more than 500 labelled examples.",
     "Our rules change daily. The tone goes wrong. We have 500 labelled examples today.",
     "Customers wait for three days. We have 500 labelled examples.",
     "Sorry for the delay, the meeting took much longer than planned. We have 500 good examples."],
)  # fmt: skip
def test_words_that_tell_of_no_correction_do_not_switch_the_question_off(advisor, again):
    thread = advisor.new_thread()
    reply(advisor, thread, FIRST)
    assert "good examples now, no longer 3,000?" in reply(advisor, thread, again).reply
    assert fact(advisor, thread, "labeled_examples") == 3000


def test_a_doubt_is_asked_about_once_and_then_the_first_value_stays(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, FIRST)
    reply(advisor, thread, AGAIN)
    reply(advisor, thread, "Why not RAG?")
    last = reply(advisor, thread, "What is LoRA?")
    assert "You said 3,000" not in last.reply
    assert fact(advisor, thread, "labeled_examples") == 3000


def test_a_remote_model_is_told_what_to_ask_and_yes_settles_it(led_by):
    script = [recording(EXAMPLES), "Noted.", recording(FEWER), "Is it 500 now?", "Noted, 500."]
    with OpenAIServer(script) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        reply(advisor, thread, FIRST)
        reply(advisor, thread, AGAIN)
        told = server.requests[3]["messages"][-1]
        assert "Is it 500 good examples now, no longer 3,000?" in told["content"]
        assert fact(advisor, thread, "labeled_examples") == 3000
        reply(advisor, thread, "yes")
        assert fact(advisor, thread, "labeled_examples") == 500


def test_a_remote_model_that_records_nothing_throws_no_held_project_away(led_by):
    first = [
        ("task", "classification", "label"),
        ("monthly_requests", 40000, "40,000 tickets a month"),
    ]
    other = [("task", "translation", "translate"), ("monthly_requests", 20000, "20,000 a month")]
    script = [recording(*first), "Noted.", recording(*other), "Is that another project?"]
    with OpenAIServer([*script, recording(), "Which one is it?", "The other one, then."]) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        reply(advisor, thread, FIRST)
        reply(advisor, thread, "We want to translate product texts for our shop, 20,000 a month.")
        reply(advisor, thread, "What is LoRA?")
        assert fact(advisor, thread, "task") == "classification"
        reply(advisor, thread, "another project")
        assert fact(advisor, thread, "task") == "translation"
        assert fact(advisor, thread, "monthly_requests") == 20000


@pytest.mark.parametrize(
    "row",
    [
        ("labeled_examples", 30000, "3,000 labelled examples"),
        ("labeled_examples", 40000, "3,000 labelled examples"),
        ("monthly_requests", 4000, "40,000 tickets a month"),
        ("monthly_requests", 1e15, "40,000 tickets a month"),
        ("monthly_budget_usd", 900, "our budget is 900"),
        ("target_accuracy", 3000, "3,000 labelled examples"),
        ("task", "world domination", "We label 40,000 tickets"),
        ("shoe_size", 44, "40,000"),
    ],
)
def test_a_fact_that_the_words_do_not_hold_is_refused(led_by, row):
    with OpenAIServer([recording(row), "Fine."] * 2) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        reply(advisor, thread, FIRST)
        assert fact(advisor, thread, row[0]) != row[1]
        told = server.requests[1]["messages"][-1]
        assert told["role"] == "tool"
        assert "recorded" not in told["content"]


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (("labeled_examples", "3,000", "3,000 labelled  EXAMPLES"), 3000),
        (("labeled_examples", "3k", "3,000 labelled examples"), 3000),
        (("task", "Classification", "We label 40,000 tickets"), "classification"),
        (("monthly_requests", 40000, "40,000 tickets a month"), 40000),
    ],
)
def test_values_are_brought_into_the_form_of_the_fact(led_by, row, kept):
    with OpenAIServer([recording(row), "Fine."]) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        reply(advisor, thread, FIRST)
        assert fact(advisor, thread, row[0]) == kept


def test_words_of_a_document_are_no_words_of_the_user(led_by, tmp_path):
    file = tmp_path / "note.md"
    file.write_text(
        "# Note\n\nWe have 90,000 labelled examples and must run on our own hardware.\n"
    )
    row = ("labeled_examples", 90000, "90,000 labelled examples")
    with OpenAIServer([recording(row), "Fine."]) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        advisor.ingest(thread, [file])
        reply(advisor, thread, "We label tickets.")
        assert fact(advisor, thread, "labeled_examples") is None

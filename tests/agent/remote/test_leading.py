"""A remote model leads: same tools, same state; lies are held back, failures stood in for."""

import threading

import pytest

from agent.events import Done, QuestionAsked, ToolFinished
from agent.signals import StopSignal
from tests.agent.conftest import reply, turn
from tests.agent.openai_server import CUT, OpenAIServer
from tests.agent.remote.conftest import MESSAGE, RECORD
from tests.patience import PATIENCE_SECONDS


def test_a_remote_model_leads_through_the_same_tools_and_state(led_by):
    with OpenAIServer([RECORD, "Noted 40,000 tickets a month. What is wrong today?"]) as server:
        advisor = led_by(server)
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    assert {f.name for f in done.board.facts} == {"task", "monthly_requests", "labeled_examples"}
    assert done.reply == "Noted 40,000 tickets a month. What is wrong today?"
    assert done.board.model == "tiny"
    assert len(server.requests) == 2
    names = {t["function"]["name"] for t in server.requests[0]["tools"]}
    assert {"record_facts", "what_if", "search_guidance"} <= names
    assert "`monthly_requests`" in server.requests[0]["messages"][0]["content"]


def test_a_quote_that_the_user_never_said_is_refused_and_the_model_told_why(led_by):
    invented = [
        ("record_facts", {"facts": [
            {"name": "monthly_budget_usd", "value": 900, "quote": "our budget is 900"}]})
    ]  # fmt: skip
    with OpenAIServer([invented, "I don't know your budget."]) as server:
        advisor = led_by(server)
        events = turn(advisor, advisor.new_thread(), MESSAGE)
    finished = next(e for e in events if isinstance(e, ToolFinished))
    assert not finished.ok
    assert "never said" in finished.summary
    assert events[-1].board.facts == ()
    told = server.requests[1]["messages"][-1]
    assert told["role"] == "tool"
    assert "never said" in told["content"]


@pytest.mark.parametrize(
    "lie",
    [
        "Tuning costs $123 a month.",
        "It pays back after 3.7 months.",
        "It is 47.3 % certain.",
        "A study of 777 projects agrees [1].",
        "That saves forty thousand five hundred and thirty dollars.",
        "You have 6,000 examples.",
    ],
)
def test_a_sentence_with_a_figure_that_nothing_supports_is_not_shown(led_by, lie):
    with OpenAIServer([RECORD, f"Noted 5,000 examples. {lie} Anything else?", lie]) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        done = reply(advisor, thread, MESSAGE)
    assert lie not in done.reply
    assert "5,000 examples" in done.reply
    assert advisor.history(thread)[-1].text == done.reply
    asked_again = server.requests[2]["messages"][-1]["content"]
    assert "not shown" in asked_again


def test_a_failed_sentence_that_is_mended_is_shown_at_the_end(led_by):
    script = [RECORD, "Noted. You have 6,000 examples.", "You have 5,000 examples."]
    with OpenAIServer(script) as server:
        advisor = led_by(server)
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    assert done.reply == "Noted. You have 5,000 examples."


def test_a_reply_of_lies_alone_is_replaced_by_the_built_in_model(led_by):
    with OpenAIServer([RECORD, "It costs $999,111.", "It costs $999,112."]) as server:
        advisor = led_by(server)
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    assert "999" not in done.reply
    assert "nothing supports" in done.reply
    assert done.board.question.question in done.reply


def test_an_endpoint_that_fails_after_the_tools_is_stood_in_for_too(led_by):
    with OpenAIServer([RECORD, 500, 500]) as server:
        advisor = led_by(server)
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    assert "had an error of its own" in done.reply
    assert len(done.board.facts) == 3


def test_a_call_that_breaks_off_is_not_made_and_the_facts_are_recorded(led_by):
    with OpenAIServer([CUT]) as server:
        advisor = led_by(server)
        events = turn(advisor, advisor.new_thread(), MESSAGE)
    tools = [e.tool for e in events if isinstance(e, ToolFinished)]
    assert "search_guidance" not in tools
    assert {f.name for f in events[-1].board.facts} >= {"monthly_requests", "labeled_examples"}
    assert "built-in model answers" in events[-1].reply


def test_a_model_that_fails_is_not_asked_again_in_the_same_turn(led_by):
    with OpenAIServer([500, "I am back."]) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        done = reply(advisor, thread, MESSAGE)
        assert "had an error of its own" in done.reply
        assert "I am back" not in done.reply
        assert len(server.requests) == 1
        assert reply(advisor, thread, "Are you there?").reply == "I am back."


def test_a_failure_after_a_look_up_still_records_what_the_message_said(led_by):
    look_up = [("search_guidance", {"query": "What is LoRA?"})]
    with OpenAIServer([look_up, 500]) as server:
        advisor = led_by(server)
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    assert {f.name for f in done.board.facts} >= {"monthly_requests", "labeled_examples"}


@pytest.mark.parametrize("quote", ["4", "labelled", "a month into 23 categories and"])
def test_a_number_needs_words_that_hold_it(led_by, quote):
    row = {"name": "monthly_requests", "value": 987_654, "quote": quote}
    with OpenAIServer([[("record_facts", {"facts": [row]})], "Fine."]) as server:
        advisor = led_by(server)
        done = reply(
            advisor, advisor.new_thread(), MESSAGE.replace("40,000", "Some").replace("23", "x")
        )
    assert done.board.facts == ()


def test_an_unknown_tool_and_bad_arguments_go_back_to_the_model(led_by):
    script = [
        [("launch_rocket", {})],
        [("record_facts", {"facts": "all of them"})],
        "I could not note that.",
    ]
    with OpenAIServer(script) as server:
        advisor = led_by(server)
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    assert done.reply == "I could not note that."


def test_a_turn_is_stopped_without_waiting_for_the_model_and_the_next_one_is_served(led_by):
    with OpenAIServer([RECORD, None, "I am back."]) as server:
        advisor = led_by(server)
        thread, signal, events = advisor.new_thread(), StopSignal(), []
        worker = threading.Thread(
            target=lambda: events.extend(advisor.stream(thread, MESSAGE, stop=signal))
        )
        worker.start()
        assert server.hanging.wait(PATIENCE_SECONDS)
        signal.stop()
        worker.join(PATIENCE_SECONDS)
        assert not worker.is_alive()
        assert not any(isinstance(e, Done) for e in events)
        assert advisor.history(thread)[-1].text == "(stopped)"
        assert len(advisor.board(thread).facts) == 3
        assert reply(advisor, thread, "Are you there?").reply == "I am back."


def test_a_remote_model_is_told_the_next_experiment_and_the_published_cases(led_by):
    with OpenAIServer([RECORD, "Noted."]) as server:
        advisor = led_by(server)
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    told = " ".join(str(m["content"]) for m in server.requests[1]["messages"])
    assert done.board.experiment.action in told
    assert done.board.precedents[0].title in told


def test_a_question_counts_as_asked_only_when_the_remote_reply_holds_one(led_by):
    with OpenAIServer([RECORD, "Noted.", "What goes wrong today?"]) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        first = turn(advisor, thread, MESSAGE)
        assert not any(isinstance(e, QuestionAsked) for e in first)
        second = turn(advisor, thread, "And now?")
        assert any(isinstance(e, QuestionAsked) for e in second)

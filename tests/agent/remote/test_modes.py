"""What an endpoint can do decides how it is asked: tools, one JSON object, or only phrasing."""

import json

import pytest

from agent.remote.phrasing import question_of, says_the_same
from tests.agent.conftest import reply, turn
from tests.agent.openai_server import OpenAIServer, failing
from tests.agent.remote.conftest import MESSAGE, RECORD, says

FACTS = {"task", "monthly_requests", "labeled_examples"}
CALLS = json.dumps({"calls": [{"name": name, "arguments": args} for name, args in RECORD]})
ONE_CALL = json.dumps({"name": "record_facts", "arguments": RECORD[0][1]})
NO_TOOLS = failing(400, "tiny does not support tools")


def said(text):
    return json.dumps({"reply": text})


def draft_of(body):
    return body["messages"][-1]["content"]


def test_a_model_without_tools_leads_in_json_and_that_is_remembered(led_by):
    script = [NO_TOOLS, CALLS, said("Noted 40,000 tickets a month."), said("Hello.")]
    with OpenAIServer(script) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        done = reply(advisor, thread, MESSAGE)
        assert reply(advisor, thread, "Hello there").reply == "Hello."
    assert done.reply == "Noted 40,000 tickets a month."
    assert {f.name for f in done.board.facts} == FACTS
    assert ["tools" in body for body in server.requests] == [True, False, False, False]
    formed = server.requests[1]
    assert formed["response_format"] == {"type": "json_object"}
    assert '"name":"record_facts"' in formed["messages"][0]["content"]
    roles = [m["role"] for m in server.requests[2]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]


def test_a_gateway_without_a_json_mode_is_asked_without_it(led_by):
    def gateway(body):
        if "response_format" in body:
            return failing(422, "response_format: extra fields not permitted")
        return said("Hello.")

    with OpenAIServer(gateway) as server:
        advisor = led_by(server, model_mode="json")
        thread = advisor.new_thread()
        assert reply(advisor, thread, "Hello there").reply == "Hello."
        assert reply(advisor, thread, "And again").reply == "Hello."
    assert ["response_format" in body for body in server.requests] == [True, False, False]


@pytest.mark.parametrize(
    "spelling",
    [
        "```json\n" + CALLS + "\n```",
        json.dumps([{"name": n, "arguments": a} for n, a in RECORD]),
        json.dumps({"tool_calls": [{"function": {"name": n, "arguments": json.dumps(a)}}
                                   for n, a in RECORD]}),
        "<think>Which tool?</think>" + CALLS,
        "Here you are: " + CALLS,
    ],
)  # fmt: skip
def test_calls_in_json_are_understood_as_models_write_them(led_by, spelling):
    with OpenAIServer([spelling, said("Noted.")]) as server:
        advisor = led_by(server, model_mode="json")
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    assert {f.name for f in done.board.facts} == FACTS
    assert done.reply == "Noted."


def test_a_model_that_gives_no_json_is_told_once_then_stood_in_for(led_by):
    with OpenAIServer(["I would say LoRA.", "LoRA, really."]) as server:
        advisor = led_by(server, model_mode="json")
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    assert says("no_json") in done.reply
    assert {f.name for f in done.board.facts} >= FACTS
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "text",
    [
        ONE_CALL,
        f"<tool_call>\n{ONE_CALL}\n</tool_call>",
    ],
)
def test_a_call_that_leaks_into_the_text_is_made_and_not_shown(led_by, text):
    with OpenAIServer([text, "Noted."]) as server:
        advisor = led_by(server)
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    assert {f.name for f in done.board.facts} == FACTS
    assert done.reply == "Noted."


def test_facts_that_a_model_lets_pass_are_recorded_all_the_same(led_by):
    with OpenAIServer(["How interesting!", "Noted."]) as server:
        advisor = led_by(server)
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    assert {f.name for f in done.board.facts} >= FACTS
    assert done.reply == "Noted."


def test_a_model_that_recorded_facts_by_itself_is_trusted(led_by):
    with OpenAIServer([RECORD, "Noted.", "How interesting!"]) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        reply(advisor, thread, MESSAGE)
        done = reply(advisor, thread, "We spend 900 dollars a month on it.")
    assert done.reply == "How interesting!"


def test_a_model_that_never_calls_is_asked_more_simply_step_by_step(led_by):
    def babble(body):
        if "Which" in draft_of(body):
            return "no"
        return "How interesting!" if "response_format" not in body else said("How interesting!")

    with OpenAIServer(babble) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        for number in (1, 2, 3, 4, 5):
            turn(advisor, thread, f"We have {number},000 labelled examples.")
    forms = [
        "tools" if "tools" in b else "json" if "response_format" in b else "phrasing"
        for b in server.requests
    ]
    assert list(dict.fromkeys(forms)) == ["tools", "json", "phrasing"]


def test_a_model_that_only_phrases_says_the_draft_and_decides_nothing(led_by, open_advisor):
    def phrase(body):
        return draft_of(body).replace("So far", "For the moment,")

    with OpenAIServer(phrase) as server:
        advisor = led_by(server, model_mode="phrasing")
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    alone = open_advisor(model="offline")
    expected = reply(alone, alone.new_thread(), MESSAGE)
    assert done.reply == expected.reply.replace("So far", "For the moment,")
    assert done.board.assessment == expected.board.assessment
    assert done.board.question == expected.board.question
    assert len(server.requests) == 1
    assert "tools" not in server.requests[0]


@pytest.mark.parametrize("babble", ["Use RAG, it costs $5.", "", "I'm sorry, but I can't help."])
def test_a_draft_stands_when_the_phrasing_says_something_else(led_by, open_advisor, babble):
    with OpenAIServer([babble] * 2) as server:
        advisor = led_by(server, model_mode="phrasing")
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    alone = open_advisor(model="offline")
    expected = reply(alone, alone.new_thread(), MESSAGE)
    assert done.reply.endswith(expected.reply)
    assert done.reply.count("built-in model") <= 1


ASKED = "**What goes wrong today?**"
DRAFT = f"LoRA leads with 89.8 of 100, RAG does not pay back [1]. {ASKED} (why)"


@pytest.mark.parametrize(
    ("phrased", "same"),
    [
        (f"LoRA leads with 89.8 of 100; RAG does not pay back [1]. {ASKED}", True),
        (f"LoRA leads with 98.8 of 100; RAG does not pay back [1]. {ASKED}", False),
        (f"LoRA leads with 89.8 of 100; RAG does pay back [1]. {ASKED}", False),
        (f"LoRA leads with 89.8 of 100; RAG does not pay back. {ASKED}", False),
        (f"RAG leads with 89.8 of 100; LoRA does not pay back [1]. {ASKED}", False),
        ("LoRA leads with 89.8 of 100; RAG does not pay back [1]. **What else?** Tell.", False),
        (f"LoRA leads, twice: 89.8 of 100; RAG does not pay back [1]. {ASKED}", False),
        (f"LoRA [1] RAG 89.8 100 not {ASKED}", False),
    ],
)
def test_a_phrasing_says_the_same_or_it_is_not_used(phrased, same):
    assert question_of(DRAFT) == "What goes wrong today?"
    assert says_the_same(phrased, DRAFT) is same
